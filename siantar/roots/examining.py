"""Whether the roots of an office hold: books, rows of the database and what was published, and then the chains."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from siantar.directory.models import Office
from siantar.roots import books, comparing, signing
from siantar.roots.books import DamagedBook, DayBook
from siantar.roots.findings import RootFinding, totals_in_words
from siantar.roots.models import DailyRoot
from siantar.roots.signing import SignedRoot
from siantar.rules import daily_root, merkle


@dataclass(frozen=True, slots=True)
class Exhibit:
    """What is examined: a data folder with its books, a database, the keys of the office, and what was published."""

    data: Path
    keys: Mapping[str, str]
    database: str = "default"
    published: Mapping[str, Sequence[SignedRoot]] = field(default_factory=dict)  # by where it came from
    rehash: bool = False


@dataclass(slots=True)
class _Shelf:
    """The books and rows of an office by day."""

    office: Office
    books: dict[date, DayBook]
    rows: dict[date, DailyRoot]
    findings: list[RootFinding] = field(default_factory=list)

    def add(self, code: str, day: date, **about: object) -> None:
        """A finding about a day."""
        self.findings.append(RootFinding(code, self.office.pk, {"day": day.isoformat(), **about}))


def examine(office: Office, exhibit: Exhibit) -> Iterator[RootFinding]:
    """Everything that does not fit, by day first and then by file and hour."""
    shelf = _shelf(office, exhibit)
    _examine_books(shelf, exhibit)
    _examine_rows(shelf)
    for source, roots in exhibit.published.items():
        for root in roots:
            if root.statement.office == office.pk:
                _examine_published(shelf, root, source, exhibit.keys)
    yield from shelf.findings
    sealed = [shelf.books[day] for day in sorted(shelf.books)]
    if sealed:
        yield from comparing.compare(office, sealed, exhibit.database, rehash=exhibit.rehash)


def _shelf(office: Office, exhibit: Exhibit) -> _Shelf:
    rows = {row.day: row for row in DailyRoot.objects.using(exhibit.database).filter(office=office.pk)}
    shelf = _Shelf(office, {}, rows)
    for day in books.days_of(exhibit.data, office.pk):
        file = books.place(exhibit.data, office.pk, day)
        try:
            book = books.read(file)
            if (book.day, book.signed.statement.office) != (day, office.pk):
                raise DamagedBook(str(file))
            shelf.books[day] = book
        except DamagedBook:
            shelf.add("damaged_book", day, file=file)
    return shelf


def _examine_books(shelf: _Shelf, exhibit: Exhibit) -> None:
    lines = {day: row.line for day, row in shelf.rows.items()} | {day: book.line for day, book in shelf.books.items()}
    days, texts = sorted(lines), [lines[day] for day in sorted(lines)]
    for day, book in sorted(shelf.books.items()):
        statement = book.signed.statement
        if not signing.by_its_key(book.signed, exhibit.keys):
            shelf.add("bad_signature", day, key=statement.key)
        if not book.covers_its_entries() or book.day_line.totals != statement.totals:
            shelf.add("entries_changed", day)
        before = texts[: days.index(day) + 1]
        if (statement.days, statement.root) != (len(before), merkle.root(daily_root.leaves_of(before)).hex()):
            shelf.add("days_broken", day)


def _examine_rows(shelf: _Shelf) -> None:
    for day, book in sorted(shelf.books.items()):
        row = shelf.rows.get(day)
        signed = book.signed
        if row is None:
            shelf.add("row_missing", day)
        elif (row.statement, row.signature, row.line) != (signed.statement.text(), signed.signature, book.line):
            shelf.add("row_changed", day)
    damaged = {finding.about["day"] for finding in shelf.findings if finding.code == "damaged_book"}
    for day in sorted(set(shelf.rows) - set(shelf.books)):
        if day.isoformat() not in damaged:
            shelf.add("book_missing", day)


def _examine_published(shelf: _Shelf, root: SignedRoot, source: str, keys: Mapping[str, str]) -> None:
    statement = root.statement
    if not signing.by_its_key(root, keys):
        shelf.add("published_unsigned", statement.day, source=source)
        return
    book, about = (
        shelf.books.get(statement.day),
        {"theirs": statement.root, "totals": totals_in_words(statement.totals)},
    )
    if book is None:
        shelf.add("published_missing", statement.day, **about)
    elif book.signed.statement != statement:
        shelf.add("published_differs", statement.day, ours=book.signed.statement.root, **about)
