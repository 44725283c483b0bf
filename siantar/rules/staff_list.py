"""A list of staff as it comes out of a spreadsheet: rows of name, user name, title, roles; every fault by its row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from siantar.rules.pasted_table import CellFault, fault_in, rows_of
from siantar.rules.vocabulary import Role

MOST_ROWS = 5_000
LONGEST_NAME, LONGEST_TITLE = 150, 80
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,29}")
_HEADINGS = {"nama", "nama lengkap", "name"}
ROLE_WORDS: Mapping[str, Role] = {
    "loket": Role.COUNTER, "petugas loket": Role.COUNTER, "pemeriksa": Role.CHECKER, "camat": Role.SIGNATORY,
    "penanda tangan": Role.SIGNATORY, "penghubung": Role.LIAISON, "petugas instansi": Role.AGENCY,
    "instansi": Role.AGENCY, "pengatur": Role.DISPATCHER, "pengatur pengantaran": Role.DISPATCHER,
    "kurir": Role.COURIER, "pimpinan": Role.LEADER, "administrator": Role.ADMINISTRATOR,
}  # fmt: skip


class StaffColumn(StrEnum):
    """The columns, in their order."""

    NAME = "name"
    USERNAME = "username"
    TITLE = "title"
    ROLES = "roles"


class StaffFault(StrEnum):
    """What is wrong with a cell."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    BAD_USERNAME = "bad_username"
    TWICE = "twice"
    TAKEN = "taken"
    UNKNOWN_ROLE = "unknown_role"
    TOO_MANY_ROWS = "too_many_rows"
    ROUNDED = CellFault.ROUNDED.value
    BROKEN_FORMULA = CellFault.BROKEN_FORMULA.value
    FORMULA = CellFault.FORMULA.value


@dataclass(frozen=True, slots=True)
class NewColleague:
    """Somebody who comes to the office."""

    name: str
    username: str
    title: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class ListFault:
    """A cell that cannot be taken; `row` counts from 1 as the spreadsheet does, heading included."""

    row: int
    column: StaffColumn
    fault: StaffFault
    cell: str = ""


@dataclass(frozen=True, slots=True)
class StaffList:
    """What was understood; nothing of it is taken while one fault is left."""

    people: tuple[NewColleague, ...]
    faults: tuple[ListFault, ...]


def read(text: str, taken: frozenset[str] = frozenset(), allowed: frozenset[Role] = frozenset(Role)) -> StaffList:
    """Read rows copied out of a spreadsheet (tabs) or of a CSV file (semicolons or commas).

    `taken`: user names that exist already; `allowed`: the roles there are in this office. A first row that names the
    columns is passed over.
    """
    people: list[NewColleague] = []
    faults: list[ListFault] = []
    seen: dict[str, int] = {}
    for number, cells in enumerate(_rows(text), 1):
        if not any(cells) or (number == 1 and cells[0].casefold() in _HEADINGS):
            continue
        person, wrong = _person(number, cells, allowed)
        username = person.username
        if username and username in taken:
            wrong.append(ListFault(number, StaffColumn.USERNAME, StaffFault.TAKEN, username))
        elif username and username in seen:
            wrong.append(ListFault(number, StaffColumn.USERNAME, StaffFault.TWICE, username))
        seen.setdefault(username, number)
        people.append(person)
        faults += wrong
    if len(people) > MOST_ROWS:
        faults.insert(0, ListFault(MOST_ROWS, StaffColumn.NAME, StaffFault.TOO_MANY_ROWS))
    return StaffList(tuple(people), tuple(faults))


def usernames_in(text: str) -> frozenset[str]:
    """The user names of the list, to look up which of them exist."""
    return frozenset(cells[1].casefold() for cells in _rows(text) if cells[1])


def _rows(text: str) -> list[list[str]]:
    return [[*row, "", "", "", ""][:4] for row in rows_of(text)]


def _person(number: int, cells: Sequence[str], allowed: frozenset[Role]) -> tuple[NewColleague, list[ListFault]]:
    name, username, title, words = cells[0], cells[1].casefold(), cells[2], cells[3]
    faults = [
        ListFault(number, column, fault, cell[:40])
        for column, fault, cell, wrong in (
            (StaffColumn.NAME, StaffFault.MISSING, "", not name),
            (StaffColumn.NAME, StaffFault.TOO_LONG, name, len(name) > LONGEST_NAME),
            (StaffColumn.USERNAME, StaffFault.MISSING, "", not username),
            (StaffColumn.USERNAME, StaffFault.BAD_USERNAME, username, bool(username) and not is_username(username)),
            (StaffColumn.TITLE, StaffFault.TOO_LONG, title, len(title) > LONGEST_TITLE),
            (StaffColumn.ROLES, StaffFault.MISSING, "", not words),
        )
        if wrong
    ]
    for column, cell in zip(StaffColumn, cells, strict=True):
        if spoiled := fault_in(cell):  # what else is wrong with the cell comes of this
            faults = [fault for fault in faults if fault.column is not column]
            faults.append(ListFault(number, column, StaffFault(spoiled), cell[:40]))
    roles = set()
    for word in filter(None, (part.strip() for part in re.split(r"[,;/+]", words))):
        role = ROLE_WORDS.get(word.casefold())
        if role is None or role not in allowed:
            faults.append(ListFault(number, StaffColumn.ROLES, StaffFault.UNKNOWN_ROLE, word[:40]))
        else:
            roles.add(role)
    return NewColleague(name, username, title, frozenset(roles)), faults


def is_username(word: str) -> bool:
    """Whether this can be a user name: 3 to 30 small letters, digits, dots, dashes."""
    return USERNAME.fullmatch(word) is not None
