"""The promise of a service on one file: its end, what a pause leaves of it, and whose clock the time ran on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from siantar.casework.history import Progress
from siantar.casework.models import Application
from siantar.catalogue import words
from siantar.catalogue.models import Service
from siantar.directory.calendars import calendar_of
from siantar.rules import working_time
from siantar.rules.working_time import Calendar


def promise_of(service: Service, start: datetime) -> datetime:
    """The end of the promise given at `start`."""
    work = timedelta(hours=float(service.promise_hours))
    return working_time.add(calendar_of(service.office), start, work)


def promise_after_pause(application: Application, progress: Progress, at: datetime) -> datetime | None:
    """The end of the promise when the clock runs again at `at`; None while it never stopped."""
    if progress.promised_at is not None:
        return None
    spent = _spent(calendar_of(application.office), progress, at)
    used = sum((work for clock, work in spent if clock != words.RESIDENT), timedelta())
    left = timedelta(hours=float(application.service.promise_hours)) - used
    return working_time.add(calendar_of(application.office), at, max(left, timedelta()))


def time_spent(application: Application, progress: Progress, until: datetime) -> Mapping[str, timedelta]:
    """Working time by whose clock ran: office, agency, resident, courier. The end of the story stops them all."""
    return spent_by_clock(calendar_of(application.office), progress, until)


def spent_by_clock(calendar: Calendar, progress: Progress, until: datetime) -> Mapping[str, timedelta]:
    """The same for many files of an office, whose calendar was asked for once."""
    spent = dict.fromkeys((words.OFFICE, words.AGENCY, words.RESIDENT, words.COURIER), timedelta())
    for clock, work in _spent(calendar, progress, until):
        if clock in spent:
            spent[clock] += work
    return spent


def _spent(calendar: Calendar, progress: Progress, until: datetime) -> Iterator[tuple[str, timedelta]]:
    ends = [entry.at for entry in progress.timeline[1:]] + [until]
    for entry, end in zip(progress.timeline, ends, strict=True):
        yield words.clock(entry.stage), working_time.between(calendar, entry.at, end)
