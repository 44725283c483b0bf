"""The book of a day: what its root covers, in a file of the data folder, beside the signed root itself.

It lies outside the database, so that who has only the database cannot make it fit. `roots/<office>/<day>.json` holds
the statement with its signature, the line of the day, and its entries; beside each the receipt number (or the marks of
the records) by which a person is told what is missing. A book is written once, whole, and never changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote

from siantar.roots import whole_files
from siantar.roots.signing import SignedRoot
from siantar.rules import daily_root
from siantar.rules.daily_root import ChainEntry, DayLine, RootStatement

FOLDER = "roots"


class DamagedBook(ValueError):
    """The file is not the book of a day; its place."""


@dataclass(frozen=True, slots=True)
class LabelledEntry:
    """An entry, and how people call it: the receipt number of a file, the marks of an hour's records."""

    entry: ChainEntry
    label: str = ""


@dataclass(frozen=True, slots=True)
class DayBook:
    """The signed root of a day, the line of the day, and the entries the line covers."""

    signed: SignedRoot
    line: str
    entries: tuple[LabelledEntry, ...]

    @property
    def day(self) -> date:
        """Whose root it is."""
        return self.signed.statement.day

    @property
    def day_line(self) -> DayLine:
        """The line, read."""
        return DayLine.parse(self.line)

    def covers_its_entries(self) -> bool:
        """Whether the line is of this day and of these entries."""
        line, entries = self.day_line, [labelled.entry for labelled in self.entries]
        return (line.day, line.entries, line.tree) == (self.day, len(entries), daily_root.tree_of(entries))


def place(data: Path, office: str, day: date) -> Path:
    """Where the book of an office and day lies."""
    return folder_of(data, office) / f"{day.isoformat()}.json"


def folder_of(data: Path, office: str) -> Path:
    """Where the books of an office lie."""
    return data / FOLDER / f"kantor-{quote(office, safe='')}"


def write(data: Path, book: DayBook) -> bool:
    """Lay the book down, whole or not at all; False where there is one of that day already."""
    file = place(data, book.signed.statement.office, book.day)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = {
        "statement": book.signed.statement.text(),
        "signature": book.signed.signature,
        "line": book.line,
        "entries": [
            [labelled.entry.kind, labelled.entry.name, labelled.entry.count, labelled.entry.head, labelled.label]
            for labelled in book.entries
        ],
    }
    return whole_files.lay(file, json.dumps(content, ensure_ascii=False), over=False)


def read(file: Path) -> DayBook:
    """The book in a file. Raises DamagedBook."""
    try:
        raw = json.loads(file.read_text())
        signed = SignedRoot(RootStatement.parse(raw["statement"]), str(raw["signature"]))
        entries = tuple(
            LabelledEntry(ChainEntry(str(kind), str(name), int(count), str(head)), str(label))
            for kind, name, count, head, label in raw["entries"]
        )
        DayLine.parse(raw["line"])
        return DayBook(signed, str(raw["line"]), entries)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as problem:
        raise DamagedBook(str(file)) from problem


def days_of(data: Path, office: str) -> list[date]:
    """The days of which there are books, in order."""
    days = []
    for file in folder_of(data, office).glob("????-??-??.json"):
        try:
            days.append(date.fromisoformat(file.stem))
        except ValueError:
            continue
    return sorted(days)


def of_office(data: Path, office: str) -> Iterator[DayBook]:
    """The books of an office in the order of days; damaged ones are left out (`examining` names them)."""
    for day in days_of(data, office):
        try:
            yield read(place(data, office, day))
        except DamagedBook:
            continue
