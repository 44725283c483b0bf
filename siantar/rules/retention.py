"""How long what is kept of a resident, and when which part of it must go (UU 27/2022 Art. 42-44). Pure.

A file's personal parts go one after the other, counted from the day it ended; its events, figures and chain stay.
What a person holds (a lawsuit, an audit), what is still argued about, and what is not ended does not go.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from siantar.rules.vocabulary import ENDS, Stage


class Retained(StrEnum):
    """What is kept for a time of its own."""

    PROOFS = "proofs"
    DOOR = "door"
    MESSAGES = "messages"
    ADDRESS = "address"
    PERSON = "person"
    SURVEY = "survey"
    COMPLAINTS = "complaints"
    REQUESTS = "requests"
    PLACES = "places"
    LOOKS = "looks"
    OLD_REGISTER = "old_register"


# Parts of a file, in the order in which they go; the others are counted from a day of their own.
OF_A_FILE = (Retained.PROOFS, Retained.DOOR, Retained.MESSAGES, Retained.ADDRESS, Retained.PERSON)
BY_THEMSELVES = tuple(kind for kind in Retained if kind not in OF_A_FILE)
DAYS: Mapping[Retained, int] = {
    Retained.PROOFS: 180,
    Retained.DOOR: 180,
    Retained.MESSAGES: 180,
    Retained.ADDRESS: 365,
    Retained.PERSON: 1825,
    Retained.SURVEY: 730,
    Retained.COMPLAINTS: 730,
    Retained.REQUESTS: 1825,
    Retained.PLACES: 1095,
    Retained.LOOKS: 1825,
    Retained.OLD_REGISTER: 1825,
}
LEAST, MOST = 30, 36500  # a phone that was lost and found still sends; a hundred years are for ever
NIGHT = range(1, 5)  # hours of the clock on the wall
DAY = timedelta(hours=24)


class Trouble(StrEnum):
    """Why periods cannot be as they were written."""

    OUT_OF_RANGE = "out_of_range"
    OUT_OF_ORDER = "out_of_order"


@dataclass(frozen=True, slots=True)
class FileStand:
    """What must be known of a file; `argued` while a contradiction, complaint or request about it is open."""

    stage: Stage
    since: datetime
    held: bool = False
    argued: bool = False
    gone: frozenset[Retained] = frozenset()


def trouble_with(days: Mapping[Retained, int]) -> tuple[Retained, Trouble] | None:
    """The first period that cannot be so: too short, too long, or a part that would outlive what it hangs on."""
    for kind in Retained:
        if not LEAST <= days[kind] <= MOST:
            return kind, Trouble.OUT_OF_RANGE
    for kind in (Retained.PROOFS, Retained.DOOR, Retained.MESSAGES):
        if days[kind] > days[Retained.ADDRESS]:
            return kind, Trouble.OUT_OF_ORDER
    if days[Retained.ADDRESS] > days[Retained.PERSON]:
        return Retained.ADDRESS, Trouble.OUT_OF_ORDER
    return None


def before(kind: Retained, days: Mapping[Retained, int], at: datetime) -> datetime:
    """What ended up to this moment is due."""
    return at - timedelta(days=days[kind])


def is_over(since: datetime, kind: Retained, days: Mapping[Retained, int], at: datetime) -> bool:
    """Whether the period that began at `since` is over."""
    return since <= before(kind, days, at)


def due(stand: FileStand, days: Mapping[Retained, int], at: datetime) -> tuple[Retained, ...]:
    """Which parts of a file must go now, in their order."""
    if stand.held or stand.argued or stand.stage not in ENDS:
        return ()
    return tuple(kind for kind in OF_A_FILE if kind not in stand.gone and is_over(stand.since, kind, days, at))


def is_night_due(last: datetime | None, at: datetime, zone: tzinfo) -> bool:
    """Whether a run begins now: once a night, by day where the machine was off for a day."""
    if last is None or at - last >= DAY:
        return True
    here = at.astimezone(zone)
    return here.hour in NIGHT and last.astimezone(zone).date() < here.date()
