"""A table out of a file somebody uploads: an Excel workbook, or CSV in whatever encoding; as text with tabs.

A workbook is an archive that somebody else packed: it is measured before it is unfolded, and the reader gets what was
measured. Cells come as the spreadsheet shows them, so that digits it lost are seen as lost (`rules.pasted_table`).
"""

from __future__ import annotations

import io
import re
import warnings
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zipfile import BadZipFile, ZipFile

LARGEST = 5_000_000  # bytes as uploaded
UNFOLDED, MOST_PARTS = 40_000_000, 1_000  # bytes and members of the archive
MOST_ROWS, MOST_COLUMNS = 20_000, 60
_KEPT, _EXACT = 10**15, 2**53  # a spreadsheet keeps fifteen digits of a number, a file at best all below 2**53
_LAST_ROW, _FAR = 1_048_576, 300  # the last row of any spreadsheet; nobody looks beyond this column
_PIECE = 64 * 1024
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # UTF-16: what Excel calls Unicode text
# What the library raises at an archive that is no workbook: it takes what it finds to be there and of the right kind.
_UNREADABLE = (
    BadZipFile, zlib.error, ArithmeticError, AttributeError, EOFError, LookupError,
    NotImplementedError, OSError, RuntimeError, SyntaxError, TypeError, ValueError,
)  # fmt: skip


class TableTrouble(StrEnum):
    """Why a file is no table."""

    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_WIDE = "too_wide"
    OLD_OR_LOCKED = "old_or_locked"
    NOT_A_TABLE = "not_a_table"
    EMPTY = "empty"


class UnreadableTable(ValueError):
    """The file is no table that could be read; `trouble` says why."""

    def __init__(self, trouble: TableTrouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class UploadedTable:
    """A table as text (`rules.pasted_table`); `sheet` is the one that was read, `others` those that hold rows too.

    Both are empty for CSV. Hidden sheets are never read.
    """

    text: str
    sheet: str = ""
    others: tuple[str, ...] = ()


def read(content: bytes, sheet: str = "") -> UploadedTable:
    """The first visible sheet that holds something, or the one with this name; or the CSV. Raises UnreadableTable."""
    if len(content) > LARGEST:
        raise UnreadableTable(TableTrouble.TOO_LARGE)
    if content.startswith(_OLE):
        raise UnreadableTable(TableTrouble.OLD_OR_LOCKED)
    if not content.startswith(_ZIP):
        return UploadedTable(_csv(content))
    try:
        return _workbook(_measured(content), sheet)
    except UnreadableTable:
        raise
    except _UNREADABLE as problem:
        raise UnreadableTable(TableTrouble.NOT_A_TABLE) from problem


def _csv(content: bytes) -> str:
    """Text as UTF-8, UTF-16 with its mark, or what an older Excel writes."""
    try:
        text = content.decode("utf-16" if content.startswith(_WIDE) else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    if any(ord(letter) < 32 and letter not in "\t\r\n\v\f" for letter in text):
        raise UnreadableTable(TableTrouble.NOT_A_TABLE)
    return text


def _measured(content: bytes) -> bytes:
    """The archive packed anew out of what it unfolded to; what lies about its size or is too large is refused."""
    fresh, size = io.BytesIO(), 0
    with ZipFile(io.BytesIO(content)) as archive, ZipFile(fresh, "w") as whole:
        names = archive.namelist()
        if len(names) > MOST_PARTS or len(set(names)) < len(names):
            raise UnreadableTable(TableTrouble.NOT_A_TABLE)
        for name in names:
            pieces = []
            with archive.open(name) as part:
                while piece := part.read(_PIECE):
                    size += len(piece)
                    if size > UNFOLDED:
                        raise UnreadableTable(TableTrouble.TOO_LARGE)
                    pieces.append(piece)
            member = b"".join(pieces)
            if b"<!DOCTYPE" in member or b"<!ENTITY" in member:  # no workbook has one
                raise UnreadableTable(TableTrouble.NOT_A_TABLE)
            whole.writestr(name, member)
    return fresh.getvalue()


def _workbook(content: bytes, wanted: str) -> UploadedTable:
    sheets = {sheet.title: sheet for sheet in _sheets(content, values=True)}
    filled = [title for title, sheet in sheets.items() if any(True for _row in _rows(sheet))]
    if not filled:
        raise UnreadableTable(TableTrouble.EMPTY)
    title = wanted if wanted in filled else filled[0]
    formulas: dict[tuple[int, int], str] = {}
    if any(_FORMULA.search(part) for part in _parts(content)):
        (sheet,) = (sheet for sheet in _sheets(content, values=False) if sheet.title == title)
        formulas = dict(_formulas(sheet))
    lines = _lines(sheets[title], formulas)
    return UploadedTable("\n".join(lines), title, tuple(other for other in filled if other != title))


def _sheets(content: bytes, *, values: bool) -> list[Any]:
    """The visible sheets; with the results of formulas, or with formulas as they are written."""
    from openpyxl import load_workbook  # a fifth of a second that no start of the server should wait for

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of extensions of Excel's that hold no cells
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=values, keep_links=False)
    return [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]


def _parts(content: bytes) -> Iterator[bytes]:
    with ZipFile(io.BytesIO(content)) as archive:
        yield from (archive.read(name) for name in archive.namelist() if "worksheets/" in name)


def _rows(sheet: Any) -> Iterator[tuple[int, Sequence[Any]]]:
    """The rows that hold something, each with its number from 1."""
    sheet.reset_dimensions()  # what a sheet says of its size need not be so
    bounds = {"max_row": _LAST_ROW, "max_col": _FAR}  # an empty cell far out would make rows of thousands
    empty = None  # the library gives the same row for each of those that are missing before a far one
    for number, row in enumerate(sheet.iter_rows(**bounds), 1):
        if row is empty:
            continue
        if any(cell.value not in (None, "") for cell in row):
            yield number, row
        else:
            empty = row


def _formulas(sheet: Any) -> Iterator[tuple[tuple[int, int], str]]:
    """Where a formula stands, as it is written."""
    for number, row in _rows(sheet):
        for place, cell in enumerate(row):
            if cell.data_type == "f":
                yield (number, place), str(cell.value)


def _lines(sheet: Any, formulas: dict[tuple[int, int], str]) -> Iterator[str]:
    """Each row as a line with tabs, those that hold nothing as empty lines. Raises UnreadableTable."""
    last = 0
    for number, row in _rows(sheet):
        if number > MOST_ROWS:
            raise UnreadableTable(TableTrouble.TOO_MANY_ROWS)
        if any(cell.value not in (None, "") for cell in row[MOST_COLUMNS:]):
            raise UnreadableTable(TableTrouble.TOO_WIDE)
        yield from [""] * (number - last - 1)
        last = number
        cells = (_as_text(cell) or formulas.get((number, place), "") for place, cell in enumerate(row[:MOST_COLUMNS]))
        yield "\t".join(" ".join(cell.split()) for cell in cells).rstrip("\t")


def _as_text(cell: Any) -> str:
    """A cell as the spreadsheet shows it; a day as 2018-03-22, and a number with the zeros of its format."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return _number(value, str(cell.number_format))


def _number(value: float, form: str) -> str:
    if value != int(value):
        return f"{value:.10g}".replace(".", ",")
    if abs(value) >= _EXACT or (abs(value) >= _KEPT and int(value) % 10 == 0):
        return f"{value:.5E}".replace(".", ",")
    digits = str(int(value))
    return digits.zfill(len(form)) if set(form) == {"0"} else digits
