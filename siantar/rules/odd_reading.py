"""What makes a day's reading of personal data by one person unlike others (UU 27/2022 Art. 37); it accuses nobody.

Screens that fill themselves (lists, the board, a courier's day) are not counted: nobody chose those files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from uuid import UUID

MANY = 150  # files opened one by one in a day
ALOOF = 20  # of them without any act of the reader
SEARCHES = 5  # by NIK, without any act about a file of that person
NIGHT = frozenset({21, 22, 23, 0, 1, 2, 3, 4})  # hours of the clock on the wall
BY_ITSELF = frozenset({"list", "dispatch", "run_today", "learn_place", "print_loading_list", "print_courier_day"})
BY_NIK = "search_by_nik"


class Sign(StrEnum):
    """What is unlike others."""

    MANY = "many"
    ALOOF = "aloof"
    NIK = "nik"
    NIGHT = "night"


@dataclass(frozen=True, slots=True)
class Sight:
    """One look: when, why, at which file or person; `own` where the reader acted on it that day."""

    at: datetime
    why: str
    file: UUID | None
    subject: UUID | None
    own: bool


@dataclass(frozen=True, slots=True)
class Oddity:
    """A sign with how often, from when to when."""

    sign: Sign
    times: int
    first_at: datetime
    last_at: datetime


def oddities(sights: Iterable[Sight], zone: tzinfo) -> list[Oddity]:
    """What is odd about one person's day."""
    chosen = [sight for sight in sights if sight.why not in BY_ITSELF]
    opened = [sight for sight in chosen if sight.file is not None]
    signs: dict[Sign, tuple[Sequence[Sight], Callable[[Sequence[Sight]], int], int]] = {
        Sign.MANY: (opened, _files, MANY),
        Sign.ALOOF: ([sight for sight in opened if not sight.own], _files, ALOOF),
        Sign.NIK: ([sight for sight in chosen if sight.why == BY_NIK and not sight.own], len, SEARCHES),
        Sign.NIGHT: ([sight for sight in chosen if sight.at.astimezone(zone).hour in NIGHT], len, 1),
    }
    return [
        Oddity(sign, times, min(sight.at for sight in those), max(sight.at for sight in those))
        for sign, (those, count, least) in signs.items()
        if (times := count(those)) >= least
    ]


def _files(sights: Sequence[Sight]) -> int:
    return len({sight.file for sight in sights})
