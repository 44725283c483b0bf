"""When a resident may be written to: quiet hours, at most so many a day, and when a failed try is repeated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
MOST_TRIES = 20  # with the waits above more than half a day: a gateway that is down over night loses nothing


@dataclass(frozen=True, slots=True)
class Manners:
    """What an office holds to. Equal ends of the quiet hours: none are quiet."""

    zone: ZoneInfo
    quiet_from: time = time(20)
    quiet_until: time = time(7)
    daily_most: int = 4


def is_quiet(at: datetime, manners: Manners) -> bool:
    """Whether `at` lies in the quiet hours of the office's zone; the first moment does, the last does not."""
    now, begins, ends = at.astimezone(manners.zone).time(), manners.quiet_from, manners.quiet_until
    if begins <= ends:
        return begins <= now < ends
    return now >= begins or now < ends


def midnight_before(at: datetime, manners: Manners) -> datetime:
    """The beginning of the office's day."""
    return datetime.combine(at.astimezone(manners.zone).date(), time(), manners.zone)


def may_speak_at(at: datetime, manners: Manners, letters_today: int) -> datetime:
    """Find the first moment from `at` on when a receiver with `letters_today` letters may get one more."""
    if letters_today >= manners.daily_most:
        at = midnight_before(at, manners) + timedelta(days=1)
    if not is_quiet(at, manners):
        return at
    local = at.astimezone(manners.zone)
    ends = datetime.combine(local.date(), manners.quiet_until, manners.zone)
    return ends if ends > local else ends + timedelta(days=1)


def wait_after(tries: int, chance: float, least: timedelta | None = None) -> timedelta:
    """Say how long to wait after `tries` failed ones: doubling, up to an hour.

    `chance` in 0..1 shakes it, so that a crowd does not come back at once; `least` is what the other side asked for.
    """
    grown = min(FIRST_WAIT * (1 << min(max(tries - 1, 0), 16)), LONGEST_WAIT)
    return max(grown * (0.5 + chance / 2), least or timedelta())
