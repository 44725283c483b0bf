"""A table as an Excel workbook: one sheet, a heading row that stays in sight, text that is always text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from xlsxwriter import Workbook

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 60  # characters of a column
_TEXT_STAYS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_MADE = datetime(1980, 1, 1)  # noqa: DTZ001 - no moment but a constant: the same table is the same file

Cell = str | int | float | None


def workbook(title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The table as the bytes of an .xlsx file."""
    table: list[Sequence[Cell]] = [headings, *rows]
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, **_TEXT_STAYS_TEXT}) as book:
        book.set_properties({"created": _MADE})
        sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", title)[:31].strip() or "1")
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(zip(*table, strict=True)):
            sheet.set_column(place, place, min(WIDEST, max(len(str(cell or "")) for cell in column) + 2))
        for place, row in enumerate(table):
            sheet.write_row(place, 0, row, bold if place == 0 else None)
    return out.getvalue()
