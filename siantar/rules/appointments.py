"""Which days and hours a resident may choose for the courier: working days ahead, after the office's cut-off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from siantar.rules.working_time import Calendar, windows_on

_LONGEST_SEARCH = 60  # days; a longer closure offers what lies within


@dataclass(frozen=True, slots=True)
class Hours:
    """What an office offers: spans of a day, how many working days ahead, and when tomorrow's list is made."""

    spans: tuple[tuple[time, time], ...] = ((time(8), time(10)), (time(10), time(12)), (time(13), time(15)))
    days: int = 5
    cut_off: time = time(15)


@dataclass(frozen=True, slots=True)
class VisitWindow:
    """One choice: from and to, in the office's zone."""

    begins_at: datetime
    ends_at: datetime


def offered(calendar: Calendar, hours: Hours, at: datetime) -> tuple[VisitWindow, ...]:
    """List the visits that may be chosen at `at`: never today, and not tomorrow's once its list is made.

    A span is offered on days when the office is open through all of it.
    """
    return tuple(
        VisitWindow(datetime.combine(day, begins, calendar.zone), datetime.combine(day, ends, calendar.zone))
        for day in _days(calendar, hours, at)
        for begins, ends in sorted(hours.spans)
        if _open_through(calendar, day, begins, ends)
    )


def _days(calendar: Calendar, hours: Hours, at: datetime) -> Sequence[date]:
    local = at.astimezone(calendar.zone)
    ahead = [local.date() + timedelta(days=n) for n in range(1, _LONGEST_SEARCH)]
    working = [day for day in ahead if windows_on(calendar, day)]
    late = local.time() >= hours.cut_off or not windows_on(calendar, local.date())
    return working[late : hours.days + late]


def _open_through(calendar: Calendar, day: date, begins: time, ends: time) -> bool:
    return any(opens <= begins and ends <= closes for opens, closes in windows_on(calendar, day))
