"""What must not be in the code: input that is run, statements and pages made of it, worn ciphers. Read, not run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.urls import get_resolver

from tests.house.test_clock import dotted, names
from tests.house.test_house import CODE, OURS, ROOT, name_of
from tests.people import enter, given_file, given_town

SCRIPTS = [path for path in sorted((ROOT / "frontend").rglob("*.ts")) if "tests" not in path.parts]
TEMPLATES = sorted((ROOT / "siantar").rglob("*.html"))
RUN = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "subprocess.getoutput"}
# Statements that are put together, of names of tables and marks for values; the values are handed over beside them.
PUT_TOGETHER = {
    "siantar/casework/bulk_sql.py": "marks for values",
    "siantar/casework/surroundings.py": "questions of ours, joined",
    "siantar/casework/tracking.py": "one mark",
    "siantar/privacy/clear_names.py": "names of our tables and columns, in a migration",
    "siantar/project/dump_reading.py": "tables of a backup, in a database of its own",
    "siantar/project/export/loading.py": "names of our tables and constraints, in an empty database",
    "siantar/project/export/places.py": "names of tables that stand in the database",
    "siantar/project/export/sequences.py": "the name of a sequence, as the database has it",
    "siantar/project/renamed_apps.py": "names of our apps",
    "siantar/project/snapshots.py": "names of our tables",
    "siantar/rights/training.py": "names of our tables and triggers, in a training installation",
}
MARKED_SAFE = {
    "siantar/faces/frame/templatetags/assets.py": "our own build",
    "siantar/faces/public/resident.py": "a part of a page, escaped where it is made",
    "siantar/faces/public/complaint.py": "a drawing of the barcode's maker",
    "siantar/faces/counter/scanner.py": "a drawing of the barcode's maker",
    "siantar/faces/reports/views.py": "pictures of our own shapes, every word in them escaped",
    "siantar/faces/guides/views.py": "our own documents, of our own build, without HTML in them",
    "siantar/faces/setup/villages.py": "a map of our own shapes, every word in it escaped",
}
WRITTEN_INTO_A_PAGE = {"frontend/public/track.ts": "a page of ours", "frontend/scan/scan.ts": "a row of ours"}
HEARD = {
    "frontend/frame/hand.ts": "the other tabs of this house", "frontend/public/pwa.ts": "the worker of this house",
    "frontend/public/sw.ts": "the pages of this house",
}  # fmt: skip
BY_LOT = {
    "siantar/webhooks/sending.py": "whose turn it is where subscribers are more than threads",
    "siantar/demo/feedback.py": "an invented past", "siantar/demo/ready.py": "an invented past", "siantar/demo/year.py": "an invented past",
    "siantar/messaging/outbox.py": "an order of work", "siantar/messaging/sending.py": "a wait that is shaken",
}  # fmt: skip
READS_OR_REVIVES = {"pickle", "marshal", "shelve", "yaml", "xml", "lxml", "dill", "jsonpickle"}
# What a look may write: its trace, the session's hand, counters, a report that is kept.
WRITTEN_BY_A_LOOK = {
    "privacy_look", "django_session", "directory_cache", "usersessions_usersession", "directory_auditentry", "directory_wrongtries",
    "delivery_wayskept",  # travel times that were reckoned
}  # fmt: skip


def calls(path) -> Iterator[tuple[str, ast.Call]]:
    """Every call of a module with the full name of what is called."""
    tree = ast.parse(path.read_text())
    imported = names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name) and node.func.id not in imported:
                yield node.func.id, node
            else:
                yield dotted(node.func, imported) or f"?.{getattr(node.func, 'attr', '')}", node


def where(wanted) -> set[str]:
    """The modules with a call that is wanted."""
    return {name_of(path) for path in OURS for name, node in calls(path) if wanted(name, node)}


def imports(path) -> set[str]:
    return {name.partition(".")[0] for name in names(ast.parse(path.read_text())).values()}


def is_made(node: ast.AST) -> bool:
    """A text that is put together where it stands."""
    joined = isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"join", "format"}
    return (
        joined
        or isinstance(node, ast.BinOp)
        or (isinstance(node, ast.JoinedStr) and any(isinstance(part, ast.FormattedValue) for part in node.values))
    )


def test_what_is_looked_for_is_seen(tmp_path):
    bad = tmp_path / "bad.py"
    bad.write_text("import os, re\nos.system(x)\neval(x)\ncursor.execute(f'SELECT {x}')\nre.compile(x + 'a')\n")
    seen = dict(calls(bad))
    assert {"os.system", "eval", "?.execute", "re.compile"} <= set(seen)
    assert is_made(seen["?.execute"].args[0]) and is_made(seen["re.compile"].args[0])


def test_nothing_runs_what_was_typed():
    assert where(lambda name, _node: name in RUN) == set()
    assert (
        where(lambda name, node: name.startswith("subprocess.") and any(word.arg == "shell" for word in node.keywords))
        == set()
    )


def test_no_statement_is_made_of_what_was_typed():
    def makes(name, node):
        return (
            name.rpartition(".")[2] in {"execute", "executemany", "raw", "extra", "RawSQL"}
            and bool(node.args)
            and is_made(node.args[0])
        )

    assert where(makes) == set(PUT_TOGETHER)
    assert where(lambda name, _node: name.rpartition(".")[2] in {"RawSQL", "extra"}) == set()


def test_no_pattern_is_made_of_what_was_typed():
    def makes(name, node):
        return name.startswith("re.") and name != "re.escape" and bool(node.args) and not _is_ours(node.args[0])

    assert where(makes) == set()


def _is_ours(node: ast.AST) -> bool:
    """A constant, a name in capitals, or a text made of these."""
    if isinstance(node, ast.JoinedStr):
        return all(_is_ours(part.value) for part in node.values if isinstance(part, ast.FormattedValue))
    if isinstance(node, ast.BinOp):
        return _is_ours(node.left) and _is_ours(node.right)
    if isinstance(node, ast.Call):
        return getattr(node.func, "attr", "") in {"escape", "join"}
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id.isupper())


def test_no_template_is_made_of_what_was_typed():
    assert (
        where(lambda name, _node: name in {"django.template.Template", "?.from_string", "django.template.engines"})
        == set()
    )


def test_no_sentence_is_formatted_by_what_was_typed():
    def formats(_name, node):
        func = node.func
        return (
            isinstance(func, ast.Attribute)
            and func.attr in {"format", "format_map"}
            and isinstance(func.value, ast.Subscript | ast.Call)
        )

    for path in OURS:
        for _name, node in calls(path):
            if formats(_name, node):
                assert "POST" not in ast.dump(node.func) and "GET" not in ast.dump(node.func), name_of(path)


def test_what_is_marked_safe_is_ours():
    assert where(lambda name, _node: name.endswith("mark_safe")) == set(MARKED_SAFE)
    assert [
        name_of(path) for path in TEMPLATES if "|safe" in path.read_text() or "autoescape off" in path.read_text()
    ] == ["siantar/faces/public/templates/public/track.html"]


def test_scripts_write_no_foreign_html():
    assert {name_of(path) for path in SCRIPTS if "innerHTML" in path.read_text()} == set(WRITTEN_INTO_A_PAGE)
    never = re.compile(r"outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc|javascript:")
    assert [name_of(path) for path in SCRIPTS if never.search(path.read_text())] == []


def test_no_script_listens_to_other_windows():
    listens = re.compile(r"""addEventListener\(\s*["']message|onmessage""")
    heard = [name_of(path) for path in SCRIPTS if listens.search(path.read_text())]
    assert sorted(heard) == sorted(HEARD)


def test_nothing_reads_xml_or_revives_objects():
    assert {name_of(path): imports(path) & READS_OR_REVIVES for path in CODE if imports(path) & READS_OR_REVIVES} == {}
    for path in OURS:
        for name, node in calls(path):
            if name == "numpy.load":
                assert [ast.unparse(word) for word in node.keywords if word.arg == "allow_pickle"] == [
                    "allow_pickle=False"
                ]


def test_names_of_downloads_are_ours():
    """A file is called by the code, a day or a receipt number, never by what somebody typed."""
    for path in OURS:
        for name, node in calls(path):
            if name.endswith("FileResponse") or any(word.arg == "filename" for word in node.keywords):
                filenames = [ast.unparse(word.value) for word in node.keywords if word.arg == "filename"]
                assert all("POST" not in text and "GET" not in text and "person" not in text for text in filenames), (
                    name_of(path)
                )


def test_what_is_secret_is_drawn_by_the_system():
    assert {name_of(path) for path in OURS if "random" in imports(path)} == set(BY_LOT)


def test_only_ciphers_that_notice_a_change():
    used = {name for path in OURS for name in names(ast.parse(path.read_text())).values() if ".ciphers" in name}
    assert used and all(".ciphers.aead." in name for name in used)


def test_no_worn_hash():
    worn = re.compile(r"hashlib\.(?:md5|sha1|new)|hashes\.(?:MD5|SHA1)\b|algorithm=.(?:md5|sha1)")
    assert [name_of(path) for path in OURS if worn.search(path.read_text())] == []


def _reversed() -> Iterator[tuple[str, list[str]]]:
    resolver = get_resolver()
    for key in resolver.reverse_dict:
        for possible, *_rest in resolver.reverse_dict.getlist(key):
            yield key, [path for path, arguments in possible if not arguments]


@pytest.mark.django_db
def test_a_look_changes_nothing(client):
    town = given_town()
    given_file(town)
    written: set[str] = set()

    def note(execute, sql, parameters, many, context):
        if match := re.match(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', sql):
            written.add(match[1])
        return execute(sql, parameters, many, context)

    addresses = sorted(
        {f"/{path}" for _key, paths in _reversed() for path in paths if not path.startswith(("keluar", "admin"))}
    )
    assert len(addresses) > 60
    for who in ("loket", "camat", "pengatur", "kurir1"):
        enter(client, who)
        with connection.execute_wrapper(note):
            for address in addresses:
                assert client.get(address).status_code < 500, address
    assert written <= WRITTEN_BY_A_LOOK, written - WRITTEN_BY_A_LOOK
