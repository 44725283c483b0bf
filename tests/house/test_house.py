"""What imports cannot show: rules of the house, each kept by a test (docs/developer/architecture.md)."""

from __future__ import annotations

import ast
import json
import re
import subprocess
from pathlib import Path

import pytest
from babel.messages import pofile
from django.apps import apps
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from siantar.casework import resident_changes
from siantar.catalogue import words
from siantar.faces.frame import look_reasons, texts
from siantar.feedback import questions
from siantar.project.configuration import Configuration
from siantar.rules.satisfaction import Element
from siantar.rules.vocabulary import Code, FailureReason, HoldReason, Kind, Relation, Role, Stage

ROOT = Path(__file__).parents[2]
CODE = sorted((ROOT / "siantar").rglob("*.py"))
OURS = [path for path in CODE if "migrations" not in path.parts]
TEMPLATES = sorted((ROOT / "siantar").rglob("*.html"))
FLOORS = [
    "directory",
    "privacy",
    "catalogue",
    "casework",
    "bundles",
    "delivery",
    "feedback",
    "messaging",
    "roots",
    "reports",
]
NOT_OURS = ("account_", "admin", "set_language", "api", "openid", "socialaccount", "mfa", "usersessions")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("path", OURS, ids=name_of)
def test_no_file_and_no_function_is_long(path):
    source = path.read_text()
    assert source.count("\n") <= 400
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 60, node.name


def test_foreign_keys_point_down():
    upward = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in FLOORS
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model._meta.app_label in FLOORS
        and FLOORS.index(field.related_model._meta.app_label) > FLOORS.index(model._meta.app_label)
    ]  # fmt: skip
    assert upward == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_use_their_own_face_or_the_frame(path):
    face = path.relative_to(ROOT / "siantar" / "faces").parts[0]
    for used in re.findall(r"""\{%\s*(?:include|extends)\s+["']([^"']+)""", path.read_text()):
        assert used.split("/")[0] in {face, "frame"}


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_name_colours_by_their_tokens_and_load_nothing_from_elsewhere(path):
    text = path.read_text()
    assert not re.search(r"(?:style|color)=\"[^\"]*#[0-9a-f]{3}", text, re.IGNORECASE)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", text)


def views(patterns, prefix=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if not str(pattern.pattern).startswith(("api/", "admin/", "akun/", "bahasa/")):
                yield from views(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern) and not (pattern.name or "").startswith(NOT_OURS):
            yield prefix + str(pattern.pattern), pattern.callback


def test_every_address_says_for_whom_it_is():
    pages = dict(views(get_resolver().url_patterns))
    assert len(pages) > 25
    assert [address for address, view in pages.items() if not hasattr(view, "audience") and address != "mulai/"] == []


def test_every_code_stage_and_reason_has_its_sentence():
    assert set(texts.REFUSALS) == set(Code)
    assert set(texts.VERBS) == set(texts.TOLD) == set(Kind)
    spoken = [words.STAGES[stage][1:] for stage in Stage]
    spoken += [(words.FAILURES[reason],) for reason in FailureReason]
    for words_of in (questions.GRADES, questions.TOPICS, questions.NATURES, questions.STATUSES, questions.STEPS):
        assert set(words_of) == set(type(next(iter(words_of))))
        spoken += [(sentence,) for sentence in words_of.values()]
    spoken += [
        (question.name, question.wording, *question.answers)
        for question in (questions.QUESTIONS[element] for element in Element)
    ]
    spoken += [(words.HOLDS[reason],) for reason in HoldReason] + [
        (words.RELATIONS[relation],) for relation in Relation
    ]
    for sentences in spoken:
        for sentence in sentences:
            assert sentence.id
            assert sentence.en
            assert sentence.id != sentence.en


def reasons_given():
    """Every reason personal data is opened for, as the code writes it: third of a `Reader`, fourth of `today`."""
    for path in OURS:
        for node in ast.walk(ast.parse(path.read_text())):
            called = (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and {"Reader": 2, "today": 3}.get(node.func.id)
            )
            if called and len(node.args) > called:
                yield from said_by(node.args[called], path)


def said_by(node, path):
    if isinstance(node, ast.Constant):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield node.values[0].value
    else:
        assert isinstance(node, ast.Name), path  # a name handed on: read where it is given


def test_every_reason_to_look_has_its_words_for_the_resident():
    reasons_in_code = set(reasons_given())
    assert {"file_page", "run_today", "resident:"} <= reasons_in_code
    assert [why for why in reasons_in_code - {"resident:"} if why not in look_reasons.WHYS] == []
    resident = {
        f"resident:{why}"
        for why in re.findall(
            r'(?:show_again|_private_part)\([^()]*"(\w+)"\)', "".join(path.read_text() for path in OURS)
        )
    }
    assert resident | {resident_changes.WHY} <= set(look_reasons.WHYS)
    offered = {
        name
        for path in OURS
        for names in re.findall(r"fields=\((\"[^)]*)\)", path.read_text())
        for name in re.findall(r'"(\w+)"', names)
    }
    assert offered & {"nik", "address"}
    for text in (*look_reasons.WHYS.values(), *look_reasons.FUNCTIONS.values(), *look_reasons.FIELDS.values()):
        assert text.id
        assert text.en
    assert set(look_reasons.FUNCTIONS) == set(Role)


def marked_in_templates():
    for path in TEMPLATES:
        yield from re.findall(r"""\{%\s*trans\s+(?:"([^"]+)"|'([^']+)')""", path.read_text())


def marked_in_code():
    names = {"_", "gettext", "gettext_lazy"}
    for path in OURS:
        for node in ast.walk(ast.parse(path.read_text())):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
            if called and node.args and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value


def test_every_sentence_is_there_in_english():
    with (ROOT / "siantar/locale/en/LC_MESSAGES/django.po").open("rb") as file:
        english = {
            message.id if isinstance(message.id, str) else message.id[0]: message.string
            for message in pofile.read_po(file)
        }
    wanted = {a or b for a, b in marked_in_templates()} | set(marked_in_code())
    assert len(wanted) > 250
    assert sorted(text for text in wanted if not english.get(text)) == []


def test_in_indonesian_every_sentence_is_as_it_was_written():
    """Libraries bring Indonesian words of their own: of a column `No` Django makes `Tidak`."""
    wanted = {a or b for a, b in marked_in_templates()} | set(marked_in_code())
    with translation.override("id"):
        assert translation.gettext("No") == "Tidak"
        assert {text: other for text in wanted if (other := translation.gettext(text)) != text} == {}


@pytest.mark.parametrize("path", [path for path in OURS if "faces" in path.parts], ids=name_of)
def test_faces_ask_queries_and_acts_and_touch_no_table(path):
    assert not re.search(r"\.objects\.(?!none\(\))|\.save\(|\.delete\(|connection\.cursor", path.read_text())


@pytest.mark.parametrize("path", [path for path in OURS if "faces" in path.parts], ids=name_of)
def test_faces_read_numbers_that_were_typed_in_one_way(path):
    """`rules.plain_number`: "²".isdigit() holds, and `int` raises at it."""
    assert not re.search(r"\.(isdigit|isdecimal|isnumeric)\(\)|int\(request\.(?:POST|GET|headers|META)", path.read_text())


def test_only_the_ledger_writes_events():
    writers = [
        name_of(path)
        for path in OURS
        if re.search(r"bulk_sql\.EVENTS|Event\.objects\.(?:bulk_)?create", path.read_text())
    ]
    assert writers == ["siantar/casework/ledger.py"]


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_setting_is_explained():
    example = (ROOT / ".env.example").read_text()
    manual = (ROOT / "docs/operator.md").read_text()
    for name in Configuration.model_fields:
        assert f"SIANTAR_{name.upper()}=" in example
        assert f"SIANTAR_{name.upper()}" in manual


def test_every_problem_of_the_api_is_explained():
    from siantar.faces.api.problems import TITLES

    manual = (ROOT / "docs/problems.md").read_text()
    assert [code for code in {*TITLES, *Code} if f"`{code}`" not in manual] == []


def test_lock_files_name_the_usual_registries_only():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    hosts = {
        re.sub(r"^https://([^/]+)/.*", r"\1", value["resolved"]) for value in packages.values() if "resolved" in value
    }
    assert hosts <= {"registry.npmjs.org"}
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-node.txt", "requirements-client.txt"):
        assert not re.search(r"--(?:extra-)?index-url|--find-links|https?://", (ROOT / name).read_text())


def test_links_of_the_documentation_lead_somewhere():
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", path.read_text()):
            assert (path.parent / link).exists(), f"{name_of(path)}: {link}"


def test_no_machine_is_named():
    words_of_workplaces = re.compile(rb"/(?:root|home|work)/[a-z.]|/tmp/bash")
    for path in tracked():
        if path.suffix not in {".png", ".pdf", ".woff2"} and path != Path(__file__):
            assert not words_of_workplaces.search(path.read_bytes()), name_of(path)
