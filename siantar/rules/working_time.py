"""The promise clock: working hours of an Indonesian office as pure functions.

Perpres 21/2023: Monday to Friday from 07:30, 37.5 hours a week, break 60 minutes (Friday 90);
in Ramadan from 08:00, 32.5 hours, break 30 minutes (Friday 60). Holidays come from the caller's table.
Instants are aware datetimes; durations are timedeltas of working time.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Window = tuple[time, time]
FRIDAY, SATURDAY = 4, 5
_LONGEST_SEARCH = timedelta(days=3660)

# 4 days of 7.5 h and a Friday of 7.5 h make 37.5 h; in Ramadan five days of 6.5 h make 32.5 h.
ORDINARY: tuple[Window, ...] = ((time(7, 30), time(12, 0)), (time(13, 0), time(16, 0)))
ORDINARY_FRIDAY: tuple[Window, ...] = ((time(7, 30), time(11, 30)), (time(13, 0), time(16, 30)))
RAMADAN: tuple[Window, ...] = ((time(8, 0), time(12, 0)), (time(12, 30), time(15, 0)))
RAMADAN_FRIDAY: tuple[Window, ...] = ((time(8, 0), time(11, 30)), (time(12, 30), time(15, 30)))


class NeverOpen(ValueError):
    """The calendar has no working hour within ten years: its table of holidays is wrong."""


@dataclass(frozen=True)
class Calendar:
    """When an office works: its zone, closed days and the spans of Ramadan (first and last day)."""

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Jakarta"))
    closed: frozenset[date] = frozenset()
    ramadan: tuple[tuple[date, date], ...] = ()


HOURS_A_DAY = 7.5


def as_days(hours: float) -> int:
    """So many working hours as whole working days of 7.5 hours, begun ones counted."""
    return math.ceil(hours / HOURS_A_DAY)


def windows_on(calendar: Calendar, day: date) -> tuple[Window, ...]:
    """The working windows of a day in local time; empty on weekends and closed days."""
    if day.weekday() >= SATURDAY or day in calendar.closed:
        return ()
    fasting = any(first <= day <= last for first, last in calendar.ramadan)
    if day.weekday() == FRIDAY:
        return RAMADAN_FRIDAY if fasting else ORDINARY_FRIDAY
    return RAMADAN if fasting else ORDINARY


def add(calendar: Calendar, start: datetime, work: timedelta) -> datetime:
    """The instant at which `work` of working time has passed since `start`; in the office's zone."""
    left = work
    for begin, end in _open_spans(calendar, start, start + _LONGEST_SEARCH):
        if left <= end - begin:
            return begin + left
        left -= end - begin
    raise NeverOpen("no working hours in the next ten years")


def days_after(calendar: Calendar, start: datetime, days: int) -> datetime:
    """The end of office hours on the `days`-th working day after the day of `start`; in the office's zone."""
    day = start.astimezone(calendar.zone).date()
    last = day + _LONGEST_SEARCH
    while days and day < last:
        day += timedelta(days=1)
        days -= bool(windows_on(calendar, day))
    if days:
        raise NeverOpen("no working days in the next ten years")
    windows = windows_on(calendar, day)
    closes = windows[-1][1] if windows else time(23, 59)
    return datetime.combine(day, closes, calendar.zone)


def between(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """Working time that passed from `start` to `end`; zero when `end` comes first."""
    return sum((b - a for a, b in _open_spans(calendar, start, end)), timedelta())


def _open_spans(calendar: Calendar, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    start, end = start.astimezone(calendar.zone), end.astimezone(calendar.zone)
    day = start.date()
    while day <= end.date():
        for opens, closes in windows_on(calendar, day):
            begin = max(start, datetime.combine(day, opens, calendar.zone))
            finish = min(end, datetime.combine(day, closes, calendar.zone))
            if begin < finish:
                yield begin, finish
        day += timedelta(days=1)
