"""What stands in a workbook, read from its own XML."""

from __future__ import annotations

import io
from xml.etree import ElementTree
from zipfile import ZipFile

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def rows_of(content: bytes, number: int = 1) -> list[list[str]]:
    """The texts and numbers of a sheet; formulas would be numbers here, and fail a test."""
    with ZipFile(io.BytesIO(content)) as book:
        assert book.testzip() is None
        parts = {name: ElementTree.fromstring(book.read(name)) for name in book.namelist() if name.endswith(".xml")}
    texts = ["".join(entry.itertext()) for entry in parts["xl/sharedStrings.xml"].iter(f"{_SHEET}si")]
    rows = [
        {_column(cell): _cell(cell, texts) for cell in row}
        for row in parts[f"xl/worksheets/sheet{number}.xml"].iter(f"{_SHEET}row")
    ]
    width = max(max(row) for row in rows) + 1
    return [[row.get(column, "") for column in range(width)] for row in rows]


def _column(cell: ElementTree.Element) -> int:
    """The column of a cell, counted from 0: an empty one is not written at all."""
    letters = cell.attrib["r"].rstrip("0123456789")
    return sum((ord(letter) - 64) * 26**place for place, letter in enumerate(reversed(letters))) - 1


def _cell(cell: ElementTree.Element, texts: list[str]) -> str:
    assert cell.find(f"{_SHEET}f") is None
    content = "".join(cell.itertext())
    return texts[int(content)] if cell.get("t") == "s" else content


def sheets_of(content: bytes) -> dict[str, int]:
    """The number of each sheet by its name."""
    with ZipFile(io.BytesIO(content)) as book:
        listed = ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{_SHEET}sheet")
    return {sheet.attrib["name"]: number for number, sheet in enumerate(listed, 1)}


def charts_in(content: bytes) -> int:
    """How many charts the workbook has for Excel to draw."""
    with ZipFile(io.BytesIO(content)) as book:
        return len([name for name in book.namelist() if name.startswith("xl/charts/chart")])
