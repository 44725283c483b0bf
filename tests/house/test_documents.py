"""What the documents say of parts, rooms and commands is so."""

from __future__ import annotations

import json
import re
import tomllib

from tests import other_days
from tests.attack.run import ATTACKS
from tests.support import manuals

PROJECT = tomllib.loads(manuals.text_of("pyproject.toml"))
IN_WORDS = {"nine": 9, "ten": 10}


def package(requirement: str) -> str:
    return re.split(r"[\[<>=~]", requirement)[0]


def test_every_package_of_the_run_time_is_there_with_its_reason():
    text = manuals.text_of("docs/decisions/0001-parts.md")
    named = [re.split(r"[ (]", row[0])[0] for row in manuals.rows(text, "part")]
    installed = [package(requirement) for requirement in PROJECT["project"]["dependencies"]]
    assert sorted(named) == sorted(installed)
    assert all(row[2] for row in manuals.rows(text, "part"))
    decision = re.search(
        r"\*\*Decision\.\*\* (\w+) packages at run time .* makes (\d+) in `requirements.txt`\), (\w+) in", text
    )
    in_browser = json.loads(manuals.text_of("package.json"))["dependencies"]
    locked = re.findall(r"^[\w.-]+(?:\[.*\])?==", manuals.text_of("requirements.txt"), re.MULTILINE)
    assert (int(decision[1]), int(decision[2]), IN_WORDS[decision[3]]) == (len(installed), len(locked), len(in_browser))
    assert [name for name in in_browser if f"`{name}`" not in text] == []


def test_the_rooms_of_the_architecture_are_those_of_the_contract():
    text = manuals.text_of("docs/developer/architecture.md")
    contract = PROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
    drawn = [
        line.strip()
        for line, _absent in manuals.commands(text[text.index("Rooms, arrows") : text.index("Five promises")])
    ]
    assert [line for line, layer in zip(drawn, contract, strict=True) if not line.startswith(f"{layer} ")] == []


def test_modules_named_in_the_architecture_are_there():
    text = manuals.text_of("docs/developer/architecture.md")
    inside = text[text.index("Inside `casework`:") :]
    for name in manuals.codes(inside):
        room = name if "." in name else f"casework.{name}"
        path = manuals.ROOT / "siantar" / room.removeprefix("casework.casework").replace(".", "/")
        assert name == "casework" or path.with_suffix(".py").exists(), name


def test_readme_makefile_and_operator_say_the_same_address():
    address = "http://localhost:8000"
    for name in ("README.md", "Makefile", "CONTRIBUTING.md", "docs/interface.md"):
        assert address in manuals.text_of(name), name
    assert "SIANTAR_BASE_URL=http://localhost:$(PORT)" in manuals.text_of("Makefile")


def test_what_commands_run_by_name_is_there():
    assert [name for name in (*other_days.TOUCH_TIME, *ATTACKS) if not (manuals.ROOT / name).exists()] == []
