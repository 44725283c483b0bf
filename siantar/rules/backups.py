"""When a backup is due, which are kept, and when the last is too old. Pure; days are those of the office's zone."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime, timedelta, tzinfo

DAYS, WEEKS, MONTHS = 7, 4, 12
NIGHT = range(1, 5)  # hours of the clock on the wall
DAY = timedelta(hours=24)
TOO_OLD = timedelta(hours=26)
ARCHIVE_TOO_OLD = timedelta(minutes=15)  # PostgreSQL hands over once a minute while anything is written


def is_due(last: datetime | None, at: datetime, zone: tzinfo) -> bool:
    """Once a night; by day too where the machine was off at night, so that a day never goes without."""
    if last is None or at - last >= DAY:
        return True
    here = at.astimezone(zone)
    return here.hour in NIGHT and last.astimezone(zone).date() < here.date()


def is_too_old(last: datetime | None, at: datetime) -> bool:
    """Whether somebody must look why there is no newer one."""
    return last is None or at - last > TOO_OLD


def is_archive_too_old(last: datetime, at: datetime) -> bool:
    """Whether changes of the database no longer reach its archive: the background work alone writes each minute."""
    return at - last > ARCHIVE_TOO_OLD


def to_keep(times: Iterable[datetime], zone: tzinfo) -> set[datetime]:
    """The last backup of each of the last 7 days, 4 weeks and 12 months that have one; the newest always among them."""
    newest_first = sorted(times, reverse=True)

    def day(at: datetime) -> Hashable:
        return at.astimezone(zone).date()

    def week(at: datetime) -> Hashable:
        return at.astimezone(zone).isocalendar()[:2]

    def month(at: datetime) -> Hashable:
        here = at.astimezone(zone)
        return here.year, here.month

    wanted = ((day, DAYS), (week, WEEKS), (month, MONTHS))
    return {at for span, count in wanted for at in _last_of_each(newest_first, span, count)}


def _last_of_each(newest_first: list[datetime], span: Callable[[datetime], Hashable], count: int) -> list[datetime]:
    last: dict[Hashable, datetime] = {}
    for at in newest_first:
        last.setdefault(span(at), at)
    return list(last.values())[:count]
