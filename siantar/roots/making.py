"""The root of each day that ended, by office: made by the worker, signed, laid into data folder and database."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings

from siantar.directory.models import Office
from siantar.directory.offices import serving_residents
from siantar.roots import books, heads, journals, keys, signing
from siantar.roots.books import DayBook, LabelledEntry
from siantar.roots.models import DailyRoot
from siantar.rules import daily_root, merkle
from siantar.rules.daily_root import FILE, ChainEntry, DayLine, RootStatement

Chain = tuple[str, str]  # kind and name

log = logging.getLogger("siantar.roots")


@dataclass(slots=True)
class _Sealed:
    """What the roots of an office cover by now: the newest entry of each chain, and the lines of its days."""

    chains: dict[Chain, ChainEntry]
    lines: list[str]
    last: date | None

    def totals(self) -> dict[str, int]:
        """How many records of each kind there are in all; files, too."""
        sums = {"files": 0, "events": 0, **{journal.kind: 0 for journal in journals.in_use()}}
        for (kind, _name), entry in self.chains.items():
            if kind == FILE:
                sums["files"] += 1
                sums["events"] += entry.count
            else:
                sums[kind] = sums.get(kind, 0) + entry.count
        return sums


def make_due(at: datetime) -> int:
    """Make one root that is due, of the office that is furthest behind; how many are left to make, it included.

    None in a training installation: a root says that what it covers is true.
    """
    if settings.SIANTAR_TRAINING:
        return 0
    due = [(day, office) for office in serving_residents() if (day := next_day(office, at))]
    if not due:
        return 0
    day, office = min(due, key=lambda pair: (pair[0], pair[1].pk))
    make(office, day, at)
    return len(due)


def next_day(office: Office, at: datetime) -> date | None:
    """The day whose root comes next; None while none is due. The first one is of yesterday, and covers all before.

    The books say which was the last, for the rows can be written by whoever has the database.
    """
    ended, days = daily_root.last_ended(at, office.zone), books.days_of(Path(settings.SIANTAR_DATA), office.pk)
    rows = DailyRoot.objects.filter(office=office)
    last = days[-1] if days else rows.order_by("-day").values_list("day", flat=True).first()
    if last is None:
        return ended
    if days and not rows.filter(day=last).exists():  # a worker was killed in between
        return last
    return last + timedelta(days=1) if last < ended else None


def make(office: Office, day: date, at: datetime) -> DailyRoot:
    """Make the root of a day, or take up the one whose book lies there already (of a worker that was killed)."""
    data = Path(settings.SIANTAR_DATA)
    file = books.place(data, office.pk, day)
    if not file.exists():
        books.write(data, _book(office, day, at))
    book = books.read(file)
    root, is_new = DailyRoot.objects.get_or_create(
        office=office,
        day=day,
        defaults={
            "statement": book.signed.statement.text(),
            "signature": book.signed.signature,
            "line": book.line,
            "made_at": at,
        },
    )
    if is_new:
        log.info("root of %s, %s: %s entries", office.pk, day, len(book.entries))
    return root


def _book(office: Office, day: date, at: datetime) -> DayBook:
    sealed = _sealed(office, day)
    fresh = _fresh(office, day, sealed)
    for labelled in fresh:
        sealed.chains[labelled.entry.kind, labelled.entry.name] = labelled.entry
    totals = sealed.totals()
    line = DayLine(day, len(fresh), daily_root.tree_of([labelled.entry for labelled in fresh]), totals).text()
    lines = [*sealed.lines, line]
    key = keys.signing_key(at)
    root = merkle.root(daily_root.leaves_of(lines)).hex()
    statement = RootStatement(office.pk, day, len(lines), root, totals, key.id)
    return DayBook(signing.sign_root(statement, key.seed), line, tuple(fresh))


def _sealed(office: Office, day: date) -> _Sealed:
    """What the days before `day` cover: by their books, and for a day without one by its row."""
    sealed = _Sealed({}, [], None)
    rows = DailyRoot.objects.filter(office=office, day__lt=day).order_by("day")
    lines = dict(rows.values_list("day", "line"))
    for book in books.of_office(Path(settings.SIANTAR_DATA), office.pk):
        if book.day < day:
            lines[book.day] = book.line
            sealed.chains |= {(each.entry.kind, each.entry.name): each.entry for each in book.entries}
    sealed.lines = [lines[each] for each in sorted(lines)]
    sealed.last = max(lines, default=None)
    return sealed


def _fresh(office: Office, day: date, sealed: _Sealed) -> list[LabelledEntry]:
    """What grew since the root before, in a fixed order."""
    until = daily_root.ends_at(day, office.zone)
    since = daily_root.ends_at(sealed.last, office.zone) if sealed.last else None
    grew = _grew(heads.of_files(office.pk, until), sealed.chains)
    begun = {kind for kind, _name in sealed.chains}
    for journal in journals.in_use():  # one that was never sealed is sealed from its beginning
        span = (since if journal.kind in begun else None, until)
        grew += _grew(journals.entries_of(journal, span), sealed.chains)
    return sorted(grew, key=lambda each: (each.entry.kind, each.entry.name))


def _grew(entries: Iterable[LabelledEntry], chains: Mapping[Chain, ChainEntry]) -> list[LabelledEntry]:
    return [each for each in entries if chains.get((each.entry.kind, each.entry.name)) != each.entry]
