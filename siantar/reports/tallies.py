"""The tallies that reports are read from: kept as events come in, repaired by a job, made anew by `siantar rebuild`.

What a file added is kept beside it (`FileShare`), so that counting it again takes the old away: a correction, a late
fact or an event that comes twice leaves the same numbers as counting everything from the beginning.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet, Sum

from siantar.casework import stories
from siantar.casework.models import EventRow, Standing
from siantar.casework.progress import progress_of
from siantar.directory.calendars import calendar_of
from siantar.reports import letter_desks
from siantar.reports.letter_desks import TOLD_OF_LETTERS, LetterPass
from siantar.reports.models import CountedMonth, FileShare, MonthTally
from siantar.reports.shares import CountedFile, FailedAttempt, Measure, shares_of
from siantar.rules import history
from siantar.rules.event import Event
from siantar.rules.vocabulary import Kind
from siantar.rules.working_time import Calendar

BATCH = 500
NOTHING = zlib.compress(b"[]")
Row = tuple[str, int, str, str, str]  # office, service, month, measure, key
ADD = (
    "INSERT INTO reports_monthtally (office_id, service_id, month, measure, key, amount) "
    "VALUES (%s, %s, %s, %s, %s, %s) "
    "ON CONFLICT (office_id, month, measure, service_id, key) "
    "DO UPDATE SET amount = reports_monthtally.amount + excluded.amount"
)


def count_these(files: Collection[UUID]) -> None:
    """Bring what these files add up to date, in the transaction of whoever told what happened to them."""
    if files:
        _count(files, {})


def count_missing() -> int:
    """Count what was never counted as it stands, and drop empty tallies; how many. May be broken off at any time."""
    calendars: dict[str, Calendar] = {}
    counted, last = 0, UUID(int=0)
    while batch := _uncounted(last):
        with transaction.atomic():
            _count(batch, calendars)
        counted, last = counted + len(batch), batch[-1]
    MonthTally.objects.filter(amount=0).delete()
    return counted


def count_again() -> int:
    """Forget all tallies and count everything anew, a batch a transaction: nobody at work waits for it.

    What is recorded meanwhile is counted like the rest, and never twice.
    """
    with transaction.atomic():
        CountedMonth.objects.all().delete()
        FileShare.objects.all().delete()
        MonthTally.objects.all().delete()
    return count_missing()


def _uncounted(after: UUID) -> list[UUID]:
    same = FileShare.objects.filter(application=OuterRef("application"), seq=OuterRef("seq"))
    standings = Standing.objects.filter(~Exists(same), pk__gt=after)
    return list(standings.order_by("pk").values_list("pk", flat=True)[:BATCH])


def _count(files: Collection[UUID], calendars: dict[str, Calendar]) -> None:
    """Take out what these files added before, and add what they add now."""
    before = _locked(files)
    standings = Standing.objects.filter(application__in=files).select_related("application", "office")
    told_of = _told_of(files)
    change: Counter[Row] = Counter()
    rows: list[FileShare] = []
    months: dict[UUID, set[tuple[str, str]]] = {}
    for standing in standings.order_by("pk"):
        mine = _rows_of(standing, told_of.get(standing.pk, ()), calendars)
        change.update(mine)
        former = before[standing.pk]
        change.subtract(share_in(former))
        rows.append(FileShare(application_id=standing.pk, seq=standing.seq, packed=_packed(mine)))
        if former.seq == 0 or _months(share_in(former)) != _months(mine):
            months[standing.pk] = _months(mine)
    fields = ["seq", "packed"]
    FileShare.objects.bulk_create(rows, update_conflicts=True, unique_fields=["application"], update_fields=fields)
    _set_months(months)
    _add(change)


def _months(rows: Iterable[Row]) -> set[tuple[str, str]]:
    """Office and month of all that a file adds."""
    return {(office, month) for office, _service, month, _measure, _key in rows}


def _set_months(months: Mapping[UUID, set[tuple[str, str]]]) -> None:
    """Say anew to which months these files add something."""
    CountedMonth.objects.filter(application__in=months).delete()
    CountedMonth.objects.bulk_create(
        CountedMonth(application_id=file, office_id=office, month=date.fromisoformat(month))
        for file, added in months.items()
        for office, month in sorted(added)
    )


def _locked(files: Collection[UUID]) -> Mapping[UUID, FileShare]:
    """What each file added before, locked until it is counted: also of a file that two count for the first time."""
    begun = [FileShare(application_id=file, seq=0, packed=NOTHING) for file in sorted(files)]
    FileShare.objects.bulk_create(begun, ignore_conflicts=True)
    shares = FileShare.objects.select_for_update().filter(pk__in=files).order_by("pk")
    return {share.pk: share for share in shares}


def _add(change: Mapping[Row, int]) -> None:
    """In one order, so that two relays wait for each other and never both."""
    with connection.cursor() as cursor:
        cursor.executemany(ADD, [(*row, amount) for row, amount in sorted(change.items()) if amount])


def _rows_of(standing: Standing, rows: Sequence[EventRow], calendars: dict[str, Calendar]) -> Counter[Row]:
    office, application = standing.office, standing.application
    if office.code not in calendars:
        calendars[office.code] = calendar_of(office)
    events = _upheld(rows)
    file = CountedFile(
        office.code, application.village_id or "", application.handed_in_at, standing.since, progress_of(standing),
        standing.promised_at, list(_failures(events)), list(_passes(events)),
    )  # fmt: skip
    shares = shares_of(file, calendars[office.code])
    whose = (office.code, application.service_id)
    return Counter({(*whose, month.isoformat(), str(measure), key): n for (month, measure, key), n in shares.items()})


def _told_of(files: Collection[UUID]) -> Mapping[UUID, Sequence[EventRow]]:
    """What is counted event by event, by file in the order of happening."""
    kinds = (Kind.DELIVERY_FAILED, Kind.CORRECTED, *TOLD_OF_LETTERS)
    told_of: dict[UUID, list[EventRow]] = defaultdict(list)
    for row in EventRow.objects.filter(application__in=files, kind__in=kinds).order_by("occurred_at", "seq"):
        told_of[row.application_id].append(row)
    return told_of


def _upheld(rows: Sequence[EventRow]) -> list[Event]:
    """Those that are neither contradicted nor taken back."""
    events = [stories.event_of(row) for row in rows]
    judged = history.judgements(events)
    return [event for event in events if not judged.leaves_out(event)]


def _failures(events: Sequence[Event]) -> Iterable[FailedAttempt]:
    failed = (event for event in events if event.kind == Kind.DELIVERY_FAILED)
    return (FailedAttempt(event.occurred_at, event.reason) for event in failed)


def _passes(events: Sequence[Event]) -> Iterable[LetterPass]:
    letters = (event for event in events if event.kind in TOLD_OF_LETTERS)
    passes = (letter_desks.pass_of(event.kind, event.data, event.occurred_at) for event in letters)
    return (each for each in passes if each is not None)


def _packed(rows: Mapping[Row, int]) -> bytes:
    return zlib.compress(json.dumps([[*row, amount] for row, amount in sorted(rows.items())]).encode(), 9)


def share_in(share: FileShare) -> Counter[Row]:
    """What a file added when it was counted."""
    lines = json.loads(zlib.decompress(bytes(share.packed)))
    return Counter({(office, service, month, measure, key): n for office, service, month, measure, key, n in lines})


def files_of(offices: Collection[str], month: date, *, services: Collection[str]) -> QuerySet[CountedMonth, UUID]:
    """The files that added something in this month, of all services or of each of these alone."""
    rows = CountedMonth.objects.filter(office__in=offices, month=month)
    for service in services:
        rows = rows.filter(application__service__code=service)
    return rows.values_list("application", flat=True)


def amounts(offices: Collection[str], month: date, measure: Measure, *, service: str = "") -> Counter[str]:
    """What was tallied, by key."""
    return amounts_of(offices, month, [measure], service=service)[measure]


def amounts_of(
    offices: Collection[str], month: date, measures: Collection[Measure], *, service: str = ""
) -> Mapping[Measure, Counter[str]]:
    """The same of several measures in one statement, over these offices together and all services or one."""
    rows = MonthTally.objects.filter(office__in=offices, month=month, measure__in=measures).exclude(amount=0)
    if service:
        rows = rows.filter(service__code=service)
    sums = rows.values_list("measure", "key").annotate(Sum("amount")).order_by()
    tallied: dict[Measure, Counter[str]] = {measure: Counter() for measure in measures}
    for measure, key, amount in sums:
        tallied[Measure(measure)][key] = amount
    return tallied
