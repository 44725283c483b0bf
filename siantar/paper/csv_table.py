"""A table as CSV, as Excel here expects it: semicolons, a byte order mark, and no cell that could be a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from siantar.paper.workbook import Cell

TYPE = "text/csv; charset=utf-8"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_table(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The table, headings first."""
    out = io.StringIO()
    out.write("\ufeff")
    table = csv.writer(out, delimiter=";", lineterminator="\r\n")
    table.writerow(headings)
    table.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def _harmless(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:g}".replace(".", ",")
    text = "" if cell is None else str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(FORMULA) else text
