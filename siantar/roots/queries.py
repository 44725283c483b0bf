"""What is asked of roots: those of a day, the newest, and the path of a file to one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from siantar.casework.models import Application, EventRow
from siantar.directory.models import Office
from siantar.directory.offices import day_in
from siantar.roots import books, keys, signing
from siantar.roots.books import DamagedBook, DayBook
from siantar.roots.models import DailyRoot
from siantar.roots.paths import RootPath
from siantar.roots.signing import SignedRoot
from siantar.rules import daily_root, merkle
from siantar.rules.daily_root import FILE, RootStatement


@dataclass(frozen=True, slots=True)
class PublishedRoot:
    """A root as it is shown: whether a key of this installation signed what the database says, and when."""

    signed: SignedRoot
    made_at: datetime
    holds: bool


def of_day(day: date) -> list[PublishedRoot]:
    """The roots of all offices of a day."""
    return _published(DailyRoot.objects.filter(day=day).order_by("office"))


def page(most: int, office: str = "", before: int | None = None) -> tuple[list[PublishedRoot], int | None]:
    """The newest roots of an office or of all, and the id to go on from; None at the end."""
    rows = DailyRoot.objects.order_by("-pk")
    rows = rows.filter(office=office) if office else rows
    rows = rows.filter(pk__lt=before) if before else rows
    listed = list(rows[: most + 1])
    return _published(listed[:most]), listed[most - 1].pk if len(listed) > most else None


def newest(office: str, most: int, before: date | None = None) -> list[PublishedRoot]:
    """The newest roots of an office, the newest first; those before a day."""
    rows = DailyRoot.objects.filter(office=office).order_by("-day")
    return _published((rows.filter(day__lt=before) if before else rows)[:most])


def of_office_and_day(office: str, day: date) -> PublishedRoot | None:
    """The root of an office and day; None where there is none that can be read."""
    return next(iter(_published(DailyRoot.objects.filter(office=office, day=day))), None)


def last_day(office: str) -> date | None:
    """The day of the last root of an office, by its books; by its rows where there are none."""
    days = books.days_of(Path(settings.SIANTAR_DATA), office)
    if days:
        return days[-1]
    return DailyRoot.objects.filter(office=office).order_by("-day").values_list("day", flat=True).first()


def _published(rows: QuerySet[DailyRoot] | Sequence[DailyRoot]) -> list[PublishedRoot]:
    public, roots = keys.public_keys(), []
    for row in rows:
        try:
            signed = SignedRoot(RootStatement.parse(row.statement), row.signature)
        except ValueError:
            continue
        ours = (signed.statement.office, signed.statement.day) == (row.office_id, row.day)
        roots.append(PublishedRoot(signed, row.made_at, ours and signing.by_its_key(signed, public)))
    return roots


def path_of(file: Application) -> RootPath | None:
    """The path of a file, as far as it is sealed, to the newest root; None before the first night."""
    data, office = Path(settings.SIANTAR_DATA), file.office
    days = books.days_of(data, office.pk)
    name = daily_root.name_of_file(office.pk, file.pk, file.receipt_number)
    for book in _candidates(file, data, office, days):
        for index, labelled in enumerate(book.entries):
            if (labelled.entry.kind, labelled.entry.name) == (FILE, name):
                return _path(file, book, index, data, days)
    return None


def path_to(file: Application, event: str) -> RootPath | None:
    """The path of a file if it is sealed as far as this event, by its id; None before that night."""
    seq = EventRow.objects.filter(application=file, pk=event).values_list("seq", flat=True).first()
    path = path_of(file)
    return path if path and seq is not None and path.entry.count >= seq else None


def _candidates(file: Application, data: Path, office: Office, days: list[date]) -> Iterator[DayBook]:
    """The books in which an event of the file may have been sealed, the newest first."""
    times = EventRow.objects.filter(application=file).order_by("-seq").values_list("recorded_at", flat=True)
    local = [day_in(office, at) for at in times]
    nights = [next((day for day in days if day >= recorded_on), None) for recorded_on in local]
    for day in dict.fromkeys(night for night in nights if night):
        try:
            yield books.read(books.place(data, office.pk, day))
        except DamagedBook:
            continue


def _path(file: Application, book: DayBook, index: int, data: Path, days: list[date]) -> RootPath | None:
    """From the entry of a book to the newest root; to the book's own where the newest is damaged."""
    for newest_day in (days[-1], book.day):
        try:
            signed = books.read(books.place(data, file.office_id, newest_day)).signed
        except DamagedBook:
            continue
        lines = _lines(file.office, newest_day, data)
        place = sorted(lines).index(book.day) if book.day in lines else -1
        texts = [lines[day] for day in sorted(lines)]
        path = RootPath(
            application=file.pk,
            receipt_number=file.receipt_number,
            entry=book.entries[index].entry,
            entry_index=index,
            entry_steps=_steps([labelled.entry.leaf() for labelled in book.entries], index),
            line=book.line,
            line_index=place,
            line_steps=_steps(daily_root.leaves_of(texts), place),
            signed=signed,
            public_key=keys.public_keys().get(signed.statement.key, ""),
        )
        if not path.problems():
            return path
    return None


def _lines(office: Office, until: date, data: Path) -> dict[date, str]:
    """The lines of the days up to one: of the rows, and of the books where those do not make its root."""
    rows = DailyRoot.objects.filter(office=office, day__lte=until)
    lines = dict(rows.values_list("day", "line"))
    newest_book = books.read(books.place(data, office.pk, until))
    texts = [lines[day] for day in sorted(lines)]
    if merkle.root(daily_root.leaves_of(texts)).hex() != newest_book.signed.statement.root:
        lines = {book.day: book.line for book in books.of_office(data, office.pk) if book.day <= until}
    return lines


def _steps(leaves: list[bytes], index: int) -> tuple[str, ...]:
    return tuple(step.hex() for step in merkle.path(leaves, index))
