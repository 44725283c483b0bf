"""A table as text, as spreadsheets give it away: rows copied (tabs), or a CSV file (semicolons or commas). Pure."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

# Digits that a spreadsheet rounds away cannot be had back; as text the same shape comes out of a CSV file.
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d{2,3}")
_BROKEN = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|#+)")
_HEAD = 50  # lines
_LINE_END = re.compile(r"\r\n|\r|\n")


class CellFault(StrEnum):
    """What a spreadsheet did to a cell before it came to us."""

    ROUNDED = "rounded"
    BROKEN_FORMULA = "broken_formula"
    FORMULA = "formula"


def fault_in(cell: str) -> CellFault | None:
    """What is wrong with this cell whatever its column: digits lost, a formula without a result."""
    if _SCIENTIFIC.fullmatch(cell):
        return CellFault.ROUNDED
    if _BROKEN.fullmatch(cell):
        return CellFault.BROKEN_FORMULA
    return CellFault.FORMULA if cell.startswith("=") and len(cell) > 1 else None


def rows_of(text: str) -> list[list[str]]:
    """The rows with their cells, one blank between words; row n of the list is row n + 1 of the spreadsheet."""
    clean = text.removeprefix("\ufeff").replace("\0", "")
    return [[" ".join(cell.split()) for cell in row] for row in _records(clean)]


def text_of(rows: Iterable[Sequence[str]]) -> str:
    """The same rows as text with tabs, to be typed over and read again."""
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows)


def _records(text: str) -> Iterator[Sequence[str]]:
    lines = _LINE_END.split(text)
    mark = _mark_of(text, lines)
    while lines and not lines[-1]:
        lines.pop()
    if mark == "\t" and not _has_quoted_cells(text):
        return (line.split(mark) for line in lines)
    try:
        return iter(list(csv.reader((f"{line}\n" for line in lines), delimiter=mark)))
    except csv.Error:  # a cell longer than the library takes: no table at all, each line is told as it is
        return (line.split(mark) for line in lines)


def _mark_of(text: str, lines: Sequence[str]) -> str:
    """What stands between cells: a tab if there is any, else what the first lines have more of; a title has none."""
    if "\t" in text:
        return "\t"
    head = "".join(lines[:_HEAD])
    return ";" if head.count(";") and head.count(";") >= head.count(",") else ","


def _has_quoted_cells(text: str) -> bool:
    """Whether cells of several lines were copied: a spreadsheet puts those between quotes, and closes them."""
    return bool(re.search(r'(?:^|\t)"[^"\t]*\n', text)) and text.count('"') % 2 == 0
