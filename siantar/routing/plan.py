"""What a plan says: who goes where when, what is left out and why, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Why a stop is in nobody's tour: `FITS` where nothing but a decision keeps it out."""

    NOBODY_MAY = "nobody_may"
    UNREACHABLE = "unreachable"
    TOO_LARGE = "too_large"
    WINDOW_CLOSED = "window_closed"
    NO_TIME = "no_time"
    NO_ROOM = "no_room"
    MAX_TASKS = "max_tasks"
    MAX_TRAVEL_TIME = "max_travel_time"
    MAX_DISTANCE = "max_distance"
    FITS = "fits"


@dataclass(frozen=True, slots=True)
class Visit:
    """One stop (or break) in a tour: arrive, wait until it may begin, serve, leave. Seconds."""

    stop: str
    place: int
    arrival: int
    waiting: int
    setup: int
    service: int
    travelled: int
    metres: int
    load: tuple[int, ...] = ()
    is_break: bool = False

    @property
    def begins(self) -> int:
        """When service begins."""
        return self.arrival + self.waiting + self.setup

    @property
    def leaves(self) -> int:
        """When the courier goes on."""
        return self.begins + self.service


class Flaw(StrEnum):
    """What a tour breaks."""

    LATE = "late"
    SHIFT = "shift"
    CAPACITY = "capacity"
    NOT_ALLOWED = "not_allowed"
    UNREACHABLE = "unreachable"
    TOO_MANY = "too_many"
    TOO_LONG = "too_long"
    TOO_FAR = "too_far"


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that a tour breaks at a stop (empty: as a whole), by how many seconds or units, of which amount."""

    flaw: Flaw
    courier: str
    stop: str = ""
    by: int = 0
    dimension: int = 0


@dataclass(frozen=True, slots=True)
class Tour:
    """One courier's way: leaves at `starts`, is done at `ends`; `travel` and `metres` of driving, `cost` as priced."""

    courier: str
    visits: tuple[Visit, ...]
    starts: int
    ends: int
    travel: int
    metres: int
    cost: float
    start_load: tuple[int, ...] = ()

    @property
    def stops(self) -> tuple[str, ...]:
        """Ids of the stops in order."""
        return tuple(visit.stop for visit in self.visits if not visit.is_break)

    @property
    def work(self) -> int:
        """Seconds from leaving to being done."""
        return self.ends - self.starts

    @property
    def active(self) -> int:
        """The same without the breaks: what is shared out fairly."""
        return self.work - sum(visit.service for visit in self.visits if visit.is_break)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A stop in nobody's tour, with the reason; of which amount, where room is short."""

    stop: str
    why: Why
    dimension: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Tours for all stops but the left out; `cost` is the sum of the tours' costs."""

    tours: tuple[Tour, ...]
    left_out: tuple[LeftOut, ...]
    cost: float
    broken: tuple[Broken, ...] = ()

    def order(self) -> dict[str, tuple[str, ...]]:
        """Stops in order by courier: what is needed to time the plan anew."""
        return {tour.courier: tour.stops for tour in self.tours}
