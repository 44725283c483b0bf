"""What must go is erased, once a night and office, by the worker; or now, by a command. Or only listed.

A run may be killed anywhere and goes on where it stopped: what is erased stands in `Erasure`, of the same transaction.
The rules (`rules.retention`) judge again under the lock, so that two workers erase nothing twice, nor what was held
a moment ago.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet, Sum

from siantar.casework.models import Application
from siantar.directory import audit
from siantar.directory.models import Office
from siantar.directory.offices import serving_residents
from siantar.privacy import schedule
from siantar.privacy.models import LegalHold, RetentionRun
from siantar.rights import file_parts, single_things
from siantar.rights.single_things import SINGLES
from siantar.rules import retention
from siantar.rules.audit import Audited
from siantar.rules.retention import OF_A_FILE, Retained

AT_ONCE = 20  # things a turn of the worker erases, so that other jobs get theirs


@dataclass(frozen=True, slots=True)
class Owed:
    """What of one kind must go now: how many, and of files their receipt numbers."""

    kind: Retained
    days: int
    count: int
    numbers: tuple[str, ...] = ()


def owed(office: str, at: datetime, most: int = 100) -> list[Owed]:
    """What a run would erase now, by kind; at most so many receipt numbers of each. Changes nothing."""
    days = schedule.days_of(office)
    lines = []
    for kind in OF_A_FILE:
        ripe = file_parts.ripe(office, kind, days, at)
        numbers = tuple(ripe.values_list("application__receipt_number", flat=True)[:most])
        lines.append(Owed(kind, days[kind], ripe.count(), numbers))
    for kind, single in SINGLES.items():
        lines.append(Owed(kind, days[kind], sum(1 for _ in single.old(office, retention.before(kind, days, at)))))
    return lines


def held_back(office: str) -> int:
    """How many files of an office somebody holds."""
    return LegalHold.objects.filter(office=office, ended_at=None).count()


def holds_of(office: str) -> list[tuple[LegalHold, str]]:
    """The holds of an office with the receipt numbers of their files, those that last on top."""
    holds = list(schedule.holds_of(office))
    files = Application.objects.filter(pk__in=[hold.file for hold in holds]).values_list("pk", "receipt_number")
    numbers = dict(files)
    return [(hold, numbers[hold.file]) for hold in holds if hold.file in numbers]


def nights_of(office: str) -> QuerySet[RetentionRun]:
    """The runs of an office, the last one on top."""
    return RetentionRun.objects.filter(office=office).order_by("-begun_at")


def erase_nightly(at: datetime) -> int:
    """A turn of the worker: begin the night's run of each office, or go on with it; how many things were erased."""
    return sum(_turn(office, at) for office in serving_residents())


def run_now(office: Office, at: datetime) -> RetentionRun:
    """A whole run of an office, or the rest of the one under way."""
    run = _open_run(office.code) or _begin(office.code, at)
    while _erase_some(run, at):
        pass
    return _close(run, at)


def _turn(office: Office, at: datetime) -> int:
    run = _open_run(office.code)
    if run is None:
        last = RetentionRun.objects.filter(office=office).order_by("-begun_at").first()
        if not retention.is_night_due(last.begun_at if last else None, at, ZoneInfo(office.zone)):
            return 0
        run = _begin(office.code, at)
    erased = _erase_some(run, at)
    if not erased:
        _close(run, at)
    return erased


def _open_run(office: str) -> RetentionRun | None:
    return RetentionRun.objects.filter(office=office, ended_at=None).first()


def _begin(office: str, at: datetime) -> RetentionRun:
    try:
        with transaction.atomic():
            return RetentionRun.objects.create(office_id=office, begun_at=at)
    except IntegrityError:  # another worker began it a moment ago
        return RetentionRun.objects.get(office=office, ended_at=None)


def _close(run: RetentionRun, at: datetime) -> RetentionRun:
    kinds = run.erasures.values("kind").annotate(of=Count("pk"), things=Sum("items"))
    counts = {row["kind"]: {"of": row["of"], "items": row["things"]} for row in kinds}
    with transaction.atomic():
        closed = RetentionRun.objects.filter(pk=run.pk, ended_at=None).update(ended_at=at, counts=counts)
        if closed and counts:
            more = {kind: str(line["of"]) for kind, line in counts.items()}
            audit.note(Audited.DATA_ERASED, at=at, whose=None, by=None, **{"office": run.office_id, **more})
    run.refresh_from_db()
    return run


def _erase_some(run: RetentionRun, at: datetime) -> int:
    """Up to `AT_ONCE` things, files first; 0 when nothing is left."""
    days = schedule.days_of(run.office_id)
    for kind in OF_A_FILE:
        ripe = file_parts.ripe(run.office_id, kind, days, at).values_list("application__receipt_number", flat=True)
        if erased := sum(file_parts.erase(run, number, days, at) for number in list(ripe[:AT_ONCE])):
            return erased
    for kind, single in SINGLES.items():
        old = list(islice(single.old(run.office_id, retention.before(kind, days, at)), AT_ONCE))
        if erased := sum(single_things.erase(run, kind, thing, at) for thing in old):
            return erased
    return 0
