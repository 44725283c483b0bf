"""What a dispatcher asks: stops to visit, couriers to send, and how long each way takes.

Times are whole seconds on one axis the caller chooses (an office counts from midnight), distances whole metres.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

Seconds = NDArray[np.int64]


class Impossible(ValueError):
    """A problem that contradicts itself; the message names the field."""


@dataclass(frozen=True, slots=True)
class Window:
    """From the earliest to the latest second, both included."""

    earliest: int
    latest: int


ALWAYS = Window(0, 2**32 - 1)  # Unix times too


@dataclass(frozen=True, slots=True)
class PlanStop:
    """A place to visit once. `place` is a row of the matrix; `setup` is spent only when coming from another place.

    `windows` say when service may begin (any of them); `priority` 0 to 100 decides who is left out first.
    `courier` pins the stop to one courier, `not_by` keeps couriers away from it.
    """

    id: str
    place: int
    service: int = 0
    setup: int = 0
    windows: tuple[Window, ...] = (ALWAYS,)
    delivery: tuple[int, ...] = ()
    pickup: tuple[int, ...] = ()
    skills: frozenset[int] = frozenset()
    priority: int = 0
    courier: str = ""
    not_by: frozenset[str] = frozenset()
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """A pause that begins within one of its windows."""

    id: str
    length: int
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class Price:
    """What a courier costs: per tour, per second on the way, of work (waiting counts), at the doors; per metre."""

    tour: float = 0
    travel_second: float = 1
    work_second: float = 0
    metre: float = 0
    task_second: float = 0


@dataclass(frozen=True, slots=True)
class Courier:
    """Who drives. `start` and `end` are rows of the matrix; None means wherever the first or last stop is.

    A shift that ends before it begins is over: nothing fits into it. `speed` above 1 is faster than the matrix. `knows`
    are the zones this courier knows, cheaper for them; `owed` is working time (seconds) they had more than their fair
    share of this week.
    """

    id: str
    start: int | None
    end: int | None
    shift: Window = ALWAYS
    capacity: tuple[int, ...] = ()
    skills: frozenset[int] = frozenset()
    breaks: tuple[Break, ...] = ()
    price: Price = Price()
    profile: str = "car"
    speed: float = 1.0
    most_stops: int | None = None
    most_travel: int | None = None
    most_metres: int | None = None
    knows: frozenset[str] = frozenset()
    owed: int = 0


@dataclass(frozen=True, slots=True)
class Matrix:
    """Seconds and metres from each place to each; not symmetric. `costs` replace the price of travel where given.

    An entry of UNREACHABLE or more means there is no way.
    """

    durations: Seconds
    distances: Seconds
    costs: Seconds | None = None


UNREACHABLE = 10**8


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything a plan is made from."""

    stops: tuple[PlanStop, ...]
    couriers: tuple[Courier, ...]
    matrices: Mapping[str, Matrix] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _require_sense(self)

    def matrix_of(self, courier: Courier) -> Matrix:
        """The ways of this courier's vehicle."""
        return self.matrices[courier.profile]

    @property
    def at_work(self) -> tuple[Courier, ...]:
        """The couriers whose shift is not over."""
        return tuple(courier for courier in self.couriers if working_time(courier) > 0)

    def only(self, courier: Courier, stops: tuple[PlanStop, ...]) -> Problem:
        """Reduce the problem to one courier and these stops."""
        return replace(self, couriers=(courier,), stops=stops)


def working_time(courier: Courier) -> int:
    """Seconds of the shift without its breaks; negative when it is over."""
    return courier.shift.latest - courier.shift.earliest - sum(pause.length for pause in courier.breaks)


def may_visit(courier: Courier, stop: PlanStop) -> bool:
    """Check that skills, pins and bans let this courier go there."""
    pinned = not stop.courier or stop.courier == courier.id
    return pinned and courier.id not in stop.not_by and stop.skills <= courier.skills


def _require_sense_of(courier: Courier) -> None:
    if not 0 < courier.speed < float("inf"):
        raise Impossible(f"courier {courier.id}: a speed is above 0")
    for pause in courier.breaks:
        if not pause.windows or pause.length < 0 or any(window.earliest > window.latest for window in pause.windows):
            raise Impossible(f"courier {courier.id}: break {pause.id} has no window, or one that ends before it begins")
    limits = [limit for limit in (courier.most_stops, courier.most_travel, courier.most_metres) if limit is not None]
    if min((*courier.capacity, *limits), default=0) < 0:
        raise Impossible(f"courier {courier.id}: a negative capacity or limit")


def _require_sense(problem: Problem) -> None:
    if len({stop.id for stop in problem.stops}) != len(problem.stops):
        raise Impossible("two stops have the same id")
    if len({courier.id for courier in problem.couriers}) != len(problem.couriers):
        raise Impossible("two couriers have the same id")
    for courier in problem.couriers:
        if courier.profile not in problem.matrices:
            raise Impossible(f"no matrix for profile {courier.profile!r}")
        _require_sense_of(courier)
    size = min((len(matrix.durations) for matrix in problem.matrices.values()), default=0)
    places = [stop.place for stop in problem.stops]
    places += [place for courier in problem.couriers for place in (courier.start, courier.end) if place is not None]
    if any(not 0 <= place < size for place in places):
        raise Impossible(f"a place lies outside the matrix of {size} rows")
    for stop in problem.stops:
        if not 0 <= stop.priority <= 100:
            raise Impossible(f"stop {stop.id}: a priority is between 0 and 100")
        if not stop.windows or any(window.earliest > window.latest for window in stop.windows):
            raise Impossible(f"stop {stop.id}: a window ends before it begins")
        if min((stop.service, stop.setup, *stop.delivery, *stop.pickup), default=0) < 0:
            raise Impossible(f"stop {stop.id}: a negative amount or time")
