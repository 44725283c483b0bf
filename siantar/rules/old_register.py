"""The book an office kept before Siantar: what each row says, every fault by row and column. Pure.

An old entry is what somebody once wrote into a book. It was witnessed by nobody here: it is no application, has no
receipt, promise, stage or custody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from siantar.rules import identity
from siantar.rules.pasted_table import CellFault, fault_in
from siantar.rules.written_day import day_of

MOST_ROWS = 10_000
FIRST_YEAR = 1945
_LOST_ZERO = re.compile(r"(?!62)[1-9]\d{7,11}")


class OldColumn(StrEnum):
    """What an old book may say of a file, in the order of our own template."""

    NUMBER = "number"
    HANDED_IN = "handed_in"
    NAME = "name"
    NIK = "nik"
    PHONE = "phone"
    ADDRESS = "address"
    VILLAGE = "village"
    SERVICE = "service"
    STATE = "state"
    FINISHED = "finished"
    REMARKS = "remarks"


REQUIRED = (OldColumn.HANDED_IN, OldColumn.NAME)
LONGEST: Mapping[OldColumn, int] = {
    OldColumn.NUMBER: 40, OldColumn.NAME: 100, OldColumn.NIK: 40, OldColumn.PHONE: 60, OldColumn.ADDRESS: 300,
    OldColumn.VILLAGE: 60, OldColumn.SERVICE: 120, OldColumn.STATE: 60, OldColumn.REMARKS: 500,
}  # fmt: skip


class OldFault(StrEnum):
    """Why a cell cannot be taken."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    NOT_A_DAY = "not_a_day"
    NOT_YET = "not_yet"
    LONG_AGO = "long_ago"
    BEFORE_HANDED_IN = "before_handed_in"
    LOST_ZERO = "lost_zero"
    ROUNDED = CellFault.ROUNDED.value
    BROKEN_FORMULA = CellFault.BROKEN_FORMULA.value
    FORMULA = CellFault.FORMULA.value


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """Which row has the headings (from 1) and where our columns stand (from 0); those that are nowhere are left out.

    `adds_zeros`: a telephone number that lost the 0 before it gets it back.
    """

    heading: int
    places: Mapping[OldColumn, int]
    adds_zeros: bool = False

    @property
    def lacking(self) -> tuple[OldColumn, ...]:
        """The columns nothing can be taken without, that were not chosen."""
        return tuple(column for column in REQUIRED if column not in self.places)


@dataclass(frozen=True, slots=True)
class OldRow:
    """One entry of the book as it can be taken; `row` counts from 1 as the spreadsheet does."""

    row: int
    handed_in_on: date
    name: str
    finished_on: date | None = None
    cells: Mapping[OldColumn, str] = field(default_factory=dict)

    @property
    def ended_on(self) -> date:
        """The last day the book speaks of: from then on its time of keeping runs."""
        return self.finished_on or self.handed_in_on

    def cell(self, column: OldColumn) -> str:
        """What stands in a column; empty where the book has none."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class CellTrouble:
    """A cell that cannot be taken: row from 1, column of the sheet from 0, and what it is to us."""

    row: int
    place: int
    column: OldColumn
    fault: OldFault
    cell: str = ""


@dataclass(frozen=True, slots=True)
class OldRegister:
    """What was understood; nothing of it is taken while one fault is left.

    `odd_niks`: rows whose NIK is kept as it is written, but finds nobody.
    """

    rows: tuple[OldRow, ...]
    faults: tuple[CellTrouble, ...]
    odd_niks: tuple[int, ...] = ()


def read(table: Sequence[Sequence[str]], choice: ColumnChoice, *, today: date) -> OldRegister:
    """Read the rows below the headings; empty rows and a row that only numbers the columns are passed over."""
    rows: list[OldRow] = []
    faults: list[CellTrouble] = []
    odd: list[int] = []
    for number, cells in enumerate(table, 1):
        if number <= choice.heading or not any(cells) or (number == choice.heading + 1 and _only_counts(cells)):
            continue
        entry, wrong = _entry(number, _chosen(cells, choice), choice, today)
        faults += wrong
        if entry is not None:
            rows.append(entry)
            nik = identity.digits_of(entry.cell(OldColumn.NIK))
            odd += [number] if nik and not identity.identifies(nik) else []
    return OldRegister(tuple(rows), tuple(faults), tuple(odd))


def _only_counts(cells: Sequence[str]) -> bool:
    """Whether a row numbers the columns (1, 2, 3 ...), as old books do below their headings."""
    numbers = [cell.strip("()") for cell in cells if cell]
    return len(numbers) > 2 and numbers == [str(count) for count in range(1, len(numbers) + 1)]


def _chosen(cells: Sequence[str], choice: ColumnChoice) -> dict[OldColumn, str]:
    mine = {column: cells[place] if place < len(cells) else "" for column, place in choice.places.items()}
    if choice.adds_zeros and _LOST_ZERO.fullmatch(_digits(mine.get(OldColumn.PHONE, ""))):
        mine[OldColumn.PHONE] = f"0{mine[OldColumn.PHONE]}"
    return mine


def _digits(phone: str) -> str:
    return re.sub(r"[\s.\-]", "", phone)


def _entry(
    number: int, mine: Mapping[OldColumn, str], choice: ColumnChoice, today: date
) -> tuple[OldRow | None, list[CellTrouble]]:
    handed_in_on = day_of(mine.get(OldColumn.HANDED_IN, ""), today=today)
    finished_on = day_of(mine.get(OldColumn.FINISHED, ""), today=today)
    wrong = dict(_cell_faults(mine))
    for column, day in ((OldColumn.HANDED_IN, handed_in_on), (OldColumn.FINISHED, finished_on)):
        if mine.get(column) and column not in wrong and (fault := _day_fault(day, today)):
            wrong[column] = fault
    if handed_in_on and finished_on and finished_on < handed_in_on:
        wrong.setdefault(OldColumn.FINISHED, OldFault.BEFORE_HANDED_IN)
    faults = [
        CellTrouble(number, choice.places[column], column, fault, mine[column][:60])
        for column, fault in sorted(wrong.items(), key=lambda pair: choice.places[pair[0]])
    ]
    if faults or handed_in_on is None:
        return None, faults
    return OldRow(number, handed_in_on, identity.clean_name(mine[OldColumn.NAME]), finished_on, mine), []


def _cell_faults(mine: Mapping[OldColumn, str]) -> Iterator[tuple[OldColumn, OldFault]]:
    """What is wrong with cells by themselves."""
    for column, cell in mine.items():
        if spoiled := fault_in(cell):
            yield column, OldFault(spoiled)
        elif not cell and column in REQUIRED:
            yield column, OldFault.MISSING
        elif len(cell) > LONGEST.get(column, len(cell)):
            yield column, OldFault.TOO_LONG
        elif column is OldColumn.PHONE and _LOST_ZERO.fullmatch(_digits(cell)):
            yield column, OldFault.LOST_ZERO


def _day_fault(day: date | None, today: date) -> OldFault | None:
    if day is None:
        return OldFault.NOT_A_DAY
    if day > today:
        return OldFault.NOT_YET
    return OldFault.LONG_AGO if day.year < FIRST_YEAR else None


def same_key(row: OldRow) -> str:
    """What makes two entries one: number, day and name; without a number NIK and service besides."""
    number = _folded(row.cell(OldColumn.NUMBER))
    more = [] if number else [identity.digits_of(row.cell(OldColumn.NIK)), _folded(row.cell(OldColumn.SERVICE))]
    return "|".join([number, row.handed_in_on.isoformat(), identity.search_key(row.name), *more])


def _folded(text: str) -> str:
    return " ".join(identity.words_of(text))
