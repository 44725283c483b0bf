"""Working hours as one long axis: where an instant lies on it, and which instant lies where; days are added up once."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime, time, timedelta

from siantar.rules.working_time import Calendar, NeverOpen, Window, windows_on

HOUR = 3600.0


class Ticks:
    """The working hours of a calendar from `first` (the zero of the axis) to `last`, both days included."""

    def __init__(self, calendar: Calendar, first: date, last: date) -> None:
        self._calendar, self._first = calendar, first
        self._days: list[tuple[Window, ...]] = []
        self._before: list[float] = []
        total = 0.0
        for number in range((last - first).days + 1):
            windows = windows_on(calendar, first + timedelta(days=number))
            self._days.append(windows)
            self._before.append(total)
            total += sum(_seconds(closes) - _seconds(opens) for opens, closes in windows) / HOUR
        self._total = total

    def at(self, instant: datetime) -> float:
        """Working hours from the zero of the axis to an instant; outside the days of the axis its end is meant."""
        local = instant.astimezone(self._calendar.zone)
        number = (local.date() - self._first).days
        if number < 0:
            return 0.0
        if number >= len(self._days):
            return self._total
        now = _seconds(local.time())
        today = sum(max(0.0, min(now, _seconds(closes)) - _seconds(opens)) for opens, closes in self._days[number])
        return self._before[number] + today / HOUR

    def instant(self, hours: float) -> datetime:
        """The first instant by which so many working hours have passed. Raises NeverOpen beyond the axis."""
        if hours > self._total:
            raise NeverOpen("beyond the days that were added up")
        number = max(0, bisect_right(self._before, max(0.0, hours - 1e-9)) - 1)
        left = hours - self._before[number]
        day = self._first + timedelta(days=number)
        for opens, closes in self._days[number]:
            span = (_seconds(closes) - _seconds(opens)) / HOUR
            if left <= span + 1e-9:
                return datetime.combine(day, opens, self._calendar.zone) + timedelta(hours=left)
            left -= span
        raise NeverOpen("a day without hours was met")


def _seconds(moment: time) -> float:
    return moment.hour * HOUR + moment.minute * 60 + moment.second + moment.microsecond / 1e6
