"""Spans of the calendar that reports are made for: `2026-11`, `2026-T4` (quarter), `2026-S2` (half), `2026`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_SHAPE = re.compile(r"(20[0-9][0-9])(?:-(?:T([1-4])|S([12])|(0[1-9]|1[0-2])))?\Z")


@dataclass(frozen=True, slots=True)
class Period:
    """A span of whole months, both days included; `code` is its stable name."""

    code: str
    first_on: date
    last_on: date


class NotAPeriod(ValueError):
    """The text names no span."""


def parse(text: str) -> Period:
    """Read the period with this code. Raises NotAPeriod."""
    match = _SHAPE.match(text)
    if not match:
        raise NotAPeriod(text)
    year, quarter, half, month = int(match[1]), match[2], match[3], match[4]
    if month:
        return _months(text, year, int(month), 1)
    if quarter:
        return _months(text, year, int(quarter) * 3 - 2, 3)
    if half:
        return _months(text, year, int(half) * 6 - 5, 6)
    return _months(text, year, 1, 12)


def month_of(day: date) -> Period:
    """The month of a day."""
    return parse(f"{day:%Y-%m}")


def half_of(day: date) -> Period:
    """The half year of a day."""
    return parse(f"{day.year}-S{1 if day.month <= 6 else 2}")


def months_back(day: date, count: int) -> tuple[Period, ...]:
    """List the month of a day and those before it, newest first."""
    first = day.replace(day=1)
    months = []
    for _ in range(count):
        months.append(month_of(first))
        first = (first - timedelta(days=1)).replace(day=1)
    return tuple(months)


def _months(code: str, year: int, month: int, count: int) -> Period:
    end = month + count
    after = date(year + (end - 1) // 12, (end - 1) % 12 + 1, 1)
    return Period(code, date(year, month, 1), after - timedelta(days=1))
