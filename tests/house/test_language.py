"""One word a thing, one thing a word (docs/glossary.md): no filler bindings, no two public classes of one name."""

from __future__ import annotations

import ast
import inspect
import re
from collections import defaultdict
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

import pytest
from django.apps import apps

from siantar.rules import vocabulary

ROOT = Path(__file__).parents[2]
CODE = sorted(path for path in (ROOT / "siantar").rglob("*.py") if "migrations" not in path.parts)
ITS_TESTS = sorted(path for folder in ("tests", "benchmarks") for path in (ROOT / folder).rglob("*.py"))
GLOSSARY = ROOT / "docs" / "glossary.md"
FILLERS = {"told", "one", "found", "asked", "known", "kept", "said", "made", "given", "shown"}

# Names that are promised elsewhere: a column of the database, or a key that another side reads.
ALLOWED = {
    ("siantar/bundles/models.py", "found"): "column of `bundles_item`: what became of a file on arrival",
    ("siantar/feedback/models.py", "said"): "column of `feedback_complaintstep`, whose rows are never edited",
    ("siantar/reports/models.py", "kept"): "column of `reports_ended`: whether the promise was kept",
    ("siantar/faces/api/schemas.py", "found"): "key of the API: items of a batch (interface.md)",
    ("siantar/faces/counter/shapes.py", "known"): "key of the answer that the counter's page reads",
    ("siantar/faces/courier/shapes.py", "found"): "key of the day that the courier's app reads: how a place is known",
    ("siantar/faces/dispatch/shapes.py", "found"): "key of the board that its page reads: how a place is known",
    ("siantar/faces/dispatch/shapes.py", "told"): "key of the board that its page reads: the residents were told",
}

# Names that a framework or the command line asks for, the same in every module.
FRAMEWORK_NAMES = {"Command"}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def bindings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every name that a module binds, with its line: variables, parameters, functions, attributes, imports."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                yield node.lineno, name
            case ast.Attribute(attr=name, ctx=ast.Store() | ast.Del()):
                yield node.lineno, name
            case ast.arg(arg=name):
                yield node.lineno, name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield node.lineno, name
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield node.lineno, name
            case ast.MatchMapping(rest=str(name)):
                yield node.lineno, name
            case ast.alias(name=name, asname=alias):
                yield node.lineno, alias or name.rpartition(".")[2]


def fillers_in(path: Path) -> list[str]:
    tree, file = ast.parse(path.read_text()), name_of(path)
    theirs = {
        (node.lineno, "given")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "hypothesis"
    }
    fillers = [
        (line, name) for line, name in bindings(tree) if name.strip("_") in FILLERS and (line, name) not in theirs
    ]
    return [f"{file}:{line} {name}" for line, name in fillers if (file, name) not in ALLOWED]


@pytest.mark.parametrize("path", [*CODE, *ITS_TESTS], ids=name_of)
def test_bindings_are_the_nouns_of_the_field(path):
    assert path.stem not in FILLERS
    assert fillers_in(path) == []


@pytest.mark.parametrize(("file", "name"), sorted(ALLOWED))
def test_an_allowed_name_stands_where_the_list_says(file, name):
    assert name in {bound for _line, bound in bindings(ast.parse((ROOT / file).read_text()))}


@pytest.mark.parametrize(
    "source",
    [
        "one = 1",
        "a.kept = 1",
        "def f(told): pass",
        "def f(*, told): pass",
        "def found(): pass",
        "[one for one in ()]",
        "for a, (b, one) in (): pass",
        "with a as shown: pass",
        "try:\n    pass\nexcept E as said: pass",
        "import a as made",
        "from a import given",
        "import a.known",
        "if (asked := 1): pass",
        "lambda one: 1",
        "match a:\n    case [*kept]: pass",
        "match a:\n    case {'a': 1, **kept}: pass",
        "match a:\n    case B() as told: pass",
        "class C:\n    shown: int",
        "def _told(): pass",
    ],
)
def test_every_kind_of_binding_is_seen(source):
    assert {name.strip("_") for _line, name in bindings(ast.parse(source))} & FILLERS


def public_classes() -> dict[str, set[str]]:
    """The public top-level classes of every module, by name."""
    places: dict[str, set[str]] = defaultdict(set)
    for path in CODE:
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].add(name_of(path))
    return places


def test_no_two_public_classes_bear_one_name():
    twice = {name: places for name, places in public_classes().items() if len(places) > 1}
    assert {name: places for name, places in twice.items() if name not in FRAMEWORK_NAMES} == {}


def glossary() -> list[tuple[str, list[str]]]:
    """The lines of the table: the English word, and its names in the code."""
    lines = [line for line in GLOSSARY.read_text().splitlines() if line.startswith("| ")]
    cells = [line.strip("|").split("|") for line in lines]
    return [
        (english.strip(), re.findall(r"`([^`]+)`", code)) for _own, english, code, _meaning in cells if code != " Code "
    ]


def test_every_word_has_one_line_and_a_name_in_the_code():
    words = [english for english, _names in glossary()]
    assert sorted(words) == sorted(set(words))
    assert [english for english, names in glossary() if not names] == []


def test_every_name_of_the_glossary_is_in_the_code():
    assert [name for _english, names in glossary() for name in names if not is_in_the_code(name)] == []


@pytest.mark.parametrize(
    "name", ["rules.event.Nothing", "nowhere.Event", "rules.vocabulary.Role.BAKER", "casework.Batch"]
)
def test_a_name_that_is_not_in_its_room_is_noticed(name):
    assert not is_in_the_code(name)


def is_in_the_code(name: str) -> bool:
    """Whether `room.module.Name` is a word of that module, `room.Name` of that room, a bare name of any."""
    place, words = ROOT / "siantar", name.split(".")
    while len(words) > 1 and ((place / words[0]).is_dir() or (place / f"{words[0]}.py").is_file()):
        folder, module = place / words[0], place / f"{words.pop(0)}.py"
        place = folder if folder.is_dir() else module
    if "." in name and place == ROOT / "siantar":
        return False
    texts = [path.read_text() for path in CODE if path.is_relative_to(place)]
    return any(all(re.search(rf"\b{word}\b", text) for word in words) for text in texts)


def test_every_model_and_every_enum_of_the_vocabulary_is_explained():
    explained = {name.rpartition(".")[2] for _english, names in glossary() for name in names}
    models = {model.__name__ for model in apps.get_models() if model.__module__.startswith("siantar.")}
    enums = {name for name, member in inspect.getmembers(vocabulary, inspect.isclass) if issubclass(member, Enum)}
    assert sorted((models | enums - {"StrEnum"}) - explained) == []
