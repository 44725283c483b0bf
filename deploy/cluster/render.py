"""Fill in the configuration of one machine: `python3 render.py CITY.env NAME INTO`; NAME: db1-3, app1-2 or front.

Needs Python alone. Files are readable by their owner only: most have passwords in them. What is missing in CITY.env is
named, and nothing is written.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from string import Template

HERE = Path(__file__).parent
KINDS = {"db": "database", "app": "application", "front": "front"}
UNCHANGED = "CHANGE"


class Unready(Exception):
    """The list of a city lacks something; the message says what."""


def city_of(text: str) -> dict[str, str]:
    """NAME=VALUE a line, as in city.env."""
    lines = (line.partition("=") for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return {name.strip(): value.strip() for name, _, value in lines}


def rendered(city: Mapping[str, str], machine: str) -> dict[str, str]:
    """The files of this machine: name and text. Raises Unready."""
    kind = KINDS.get(machine.rstrip("0123456789"))
    if kind is None or (kind != "front" and machine.upper() not in city):
        raise Unready(f"{machine} is no machine of this city: db1, db2, db3, app1, app2 or front")
    if undone := sorted(name for name, value in city.items() if value in ("", UNCHANGED)):
        raise Unready(f"still to be filled in: {', '.join(undone)}")
    values = {**city, "NAME": machine, "ADDRESS": city.get(machine.upper(), "")}
    try:
        return {file.name: Template(file.read_text()).substitute(values) for file in sorted((HERE / kind).iterdir())}
    except KeyError as missing:
        raise Unready(f"the list of the city has no {missing.args[0]}") from missing


def write(city: Mapping[str, str], machine: str, into: Path) -> None:
    """Write them, readable by their owner only; what is there is replaced."""
    files = rendered(city, machine)
    into.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        file = into / name
        file.unlink(missing_ok=True)
        with open(file, "x", opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
            out.write(text)
        print(file)


def main(arguments: list[str]) -> int:
    """0 where all was written."""
    if len(arguments) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        write(city_of(Path(arguments[0]).read_text()), arguments[1], Path(arguments[2]))
    except (OSError, Unready, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
