"""Tables as an Excel workbook: a sheet a table, a heading row that stays in sight, text that is always text.

A table may have a chart beside it, drawn by Excel from its cells.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 60  # characters of a column
TEAL = "#0b5c58"
_TEXT_STAYS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_MADE = datetime(1980, 1, 1)  # noqa: DTZ001 - no moment but a constant: the same table is the same file

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """A table; `charted` is the column that a chart of this shape (`bar`, `line`, none) shows, `about` its title."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    shape: str = ""
    charted: int = 1
    about: str = ""


def workbook(title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One table as the bytes of an .xlsx file."""
    return workbook_of([WorkbookSheet(title, headings, list(rows))])


def workbook_of(sheets: Sequence[WorkbookSheet]) -> bytes:
    """Tables as the bytes of an .xlsx file, each on its sheet."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, **_TEXT_STAYS_TEXT}) as book:
        book.set_properties({"created": _MADE})
        bold = book.add_format({"bold": True})
        names: set[str] = set()
        for sheet in sheets:
            _write(book, sheet, _name(sheet.title, names), bold)
    return out.getvalue()


def _name(title: str, names: set[str]) -> str:
    """What Excel takes as the name of a sheet, and no two alike."""
    plain = re.sub(r"[\[\]:*?/\\']", " ", title)[:31].strip() or "1"
    name, number = plain, 1
    while name.casefold() in names:
        number += 1
        name = f"{plain[:27]} {number}"
    names.add(name.casefold())
    return name


def _write(book: Any, sheet: WorkbookSheet, name: str, bold: Any) -> None:
    table: list[Sequence[Cell]] = [sheet.headings, *sheet.rows]
    page = book.add_worksheet(name)
    page.freeze_panes(1, 0)
    for place, column in enumerate(zip(*table, strict=True)):
        page.set_column(place, place, min(WIDEST, max(len(str(cell or "")) for cell in column) + 2))
    for place, row in enumerate(table):
        page.write_row(place, 0, row, bold if place == 0 else None)
    if sheet.shape and sheet.rows:
        page.insert_chart(1, len(sheet.headings) + 1, _chart(book, sheet, name))


def _chart(book: Any, sheet: WorkbookSheet, name: str) -> Any:
    chart = book.add_chart({"type": sheet.shape})
    last, column = len(sheet.rows), sheet.charted
    colour = {"color": TEAL, **({"width": 2.5} if sheet.shape == "line" else {})}
    chart.add_series(
        {
            "name": [name, 0, column],
            "categories": [name, 1, 0, last, 0],
            "values": [name, 1, column, last, column],
            "line" if sheet.shape == "line" else "fill": colour,
        }
    )
    chart.set_title({"name": sheet.about or sheet.title, "name_font": {"size": 13}})
    chart.set_legend({"none": True})
    if sheet.shape == "bar":
        chart.set_y_axis({"reverse": True})
    chart.set_size({"width": 560, "height": max(240, 60 + 24 * last)})
    return chart
