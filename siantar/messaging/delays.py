"""Residents hear of a delay before they notice: files whose promise is about to be missed are looked for and told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from siantar.casework import forecasts, ledger
from siantar.casework.models import EventRow, Standing
from siantar.casework.outcome import Result
from siantar.directory.calendars import calendar_of
from siantar.directory.models import Office
from siantar.rules import promise, working_time
from siantar.rules.access import Actor
from siantar.rules.event import Event
from siantar.rules.journey import FAR_FROM_DONE
from siantar.rules.vocabulary import Kind, Role
from siantar.rules.working_time import Calendar

LEAST_LEFT = timedelta(hours=3)  # working hours in which a file this far from done is not finished
LOOK_AHEAD = timedelta(days=4)  # in the calendar, over a weekend and a holiday
LOOK_BACK = timedelta(days=2)  # a worker that stood still tells late rather than never; older ones are history
AT_ONCE = 200
Window = tuple[datetime, datetime]


def will_be_late(standing: Standing, at: datetime, calendar: Calendar, earliest: datetime | None = None) -> bool:
    """Whether the promise is likely to be missed: by the forecast's `earliest` end, or by how little time is left."""
    if standing.promised_at is None:
        return False
    if earliest is not None and promise.is_overdue(standing.promised_at, earliest, calendar.zone):
        return True
    return working_time.between(calendar, at, standing.promised_at) < LEAST_LEFT


def foresee(at: datetime) -> int:
    """Record `delay_foreseen` for every open file that will be late and whose owner does not know; how many."""
    recorded = 0
    for office in Office.objects.filter(nature=Office.Nature.OFFICE):
        calendar = calendar_of(office)
        near = list(_endangered(office, at))
        thought = forecasts.foretold([standing.application.receipt_number for standing in near])
        windows = {standing.pk: thought.get(standing.application.receipt_number) for standing in near}
        late = {
            standing: window
            for standing in near
            if will_be_late(standing, at, calendar, (window := windows[standing.pk]) and window[0])
        }
        recorded += _record(office, late, at)
    return recorded


def _endangered(office: Office, at: datetime) -> Iterable[Standing]:
    near = Standing.objects.filter(
        office=office,
        stage__in=FAR_FROM_DONE,
        promised_at__gte=at - LOOK_BACK,
        promised_at__lte=at + LOOK_AHEAD,
    )
    return near.select_related("application").order_by("promised_at")


def _record(office: Office, late: Mapping[Standing, Window | None], at: datetime) -> int:
    by = Actor("siantar", office.code, frozenset({Role.DISPATCHER}))
    events = list(_events(late, at))
    recorded_ids = set(EventRow.objects.filter(pk__in=[event.id for event in events]).values_list("pk", flat=True))
    fresh = [event for event in events if event.id not in recorded_ids]
    recorded = 0
    for first in range(0, len(fresh), AT_ONCE):
        outcomes = ledger.record(fresh[first : first + AT_ONCE], by=by, at=at)
        recorded += sum(outcome.result is Result.RECORDED for outcome in outcomes)
    return recorded


def _events(late: Mapping[Standing, Window | None], at: datetime) -> Iterator[Event]:
    """One fact for each file, with the days on which it is expected instead, where they are known."""
    for standing, window in late.items():
        assert standing.promised_at is not None
        promised = standing.promised_at.isoformat()
        id = _once(standing.application_id, promised)
        days = {"first_at": window[0].isoformat(), "last_at": window[1].isoformat()} if window else {}
        data = {"promised_at": promised, **days}
        yield Event(id, Kind.DELAY_FORESEEN, standing.application.receipt_number, at, data=data)


def _once(application: UUID, promised: str) -> UUID:
    """One id a promise: two workers that see the same file record it once."""
    return UUID(bytes=hashlib.sha256(f"delay {application} {promised}".encode()).digest()[:16], version=5)
