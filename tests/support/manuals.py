"""Read documents of the project as the tests need them: rows of tables, lines of code, codes in backticks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
NOT_YET = "not yet"


def text_of(name: str) -> str:
    """The text of a document by its path in the repository."""
    return (ROOT / name).read_text()


def codes(text: str) -> list[str]:
    """What stands in backticks."""
    return re.findall(r"`([^`]+)`", text)


def rows(text: str, first_heading: str) -> Iterator[list[str]]:
    """The cells of each row of the table whose head begins with this cell."""
    lines = iter(text.splitlines())
    for line in lines:
        if line.startswith(f"| {first_heading} |"):
            next(lines)
            break
    else:
        raise AssertionError(f"no table that begins with {first_heading}")
    for line in lines:
        if not line.startswith("|"):
            return
        yield [cell.strip() for cell in line.strip("|").split("|")]


def commands(text: str) -> Iterator[tuple[str, bool]]:
    """Each line of code (indented by four blanks) with whether it is marked as not there yet."""
    for line in text.splitlines():
        if line.startswith("    ") and line.strip():
            yield line.strip(), NOT_YET in line
