"""The promise of a service on one file: when it ends, and what is left of it after the resident's pause."""

from __future__ import annotations

from datetime import datetime, timedelta

from siantar.casework.models import Application
from siantar.casework.unfolding import Progress
from siantar.catalogue import words
from siantar.catalogue.models import Service
from siantar.directory.calendars import calendar_of
from siantar.rules import working_time


def promise_of(service: Service, start: datetime) -> datetime:
    """The end of the promise given at `start`."""
    work = timedelta(hours=float(service.promise_hours))
    return working_time.add(calendar_of(service.office), start, work)


def promise_after_pause(application: Application, progress: Progress, at: datetime) -> datetime | None:
    """The end of the promise when the clock runs again at `at`; None while it never stopped."""
    if progress.promised_at is not None:
        return None
    calendar = calendar_of(application.office)
    used = timedelta()
    for entry, following in zip(progress.timeline, progress.timeline[1:], strict=False):
        if words.clock(entry.stage) != words.RESIDENT:
            used += working_time.between(calendar, entry.at, following.at)
    left = timedelta(hours=float(application.service.promise_hours)) - used
    return working_time.add(calendar, at, max(left, timedelta()))
