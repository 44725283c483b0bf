"""Time one tour: given the order, when is the courier where, and which rules break. Independent of the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from siantar.routing.plan import Broken, Flaw, Tour, Visit
from siantar.routing.problem import UNREACHABLE, Break, Courier, Matrix, PlanStop, Problem, Window, may_visit


@dataclass(slots=True)
class _Clock:
    """Where the courier is while the tour is walked through."""

    place: int | None
    now: int
    breaks: list[Break]
    travel: int = 0
    metres: int = 0
    price: float = 0.0
    visits: list[Visit] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    room: list[int] = field(default_factory=list)


def walk(problem: Problem, courier: Courier, order: Sequence[PlanStop]) -> tuple[Tour, tuple[Broken, ...]]:
    """Time the tour in this order, leaving as late as makes nothing later; list what it breaks."""
    starts = courier.shift.earliest
    clock = _pass(problem, courier, order, starts)
    delay = min([sum(visit.waiting for visit in clock.visits if not visit.is_break), *clock.room])
    if delay > 0 and order:
        later = _pass(problem, courier, order, starts + delay)
        if later.now <= clock.now and len(later.broken) <= len(clock.broken):
            clock, starts = later, starts + delay
    return _finished(courier, order, clock, starts)


def _pass(problem: Problem, courier: Courier, order: Sequence[PlanStop], starts: int) -> _Clock:
    matrix = problem.matrix_of(courier)
    clock = _Clock(courier.start, starts, sorted(courier.breaks, key=lambda pause: pause.windows[0].earliest))
    carried = start_load(courier, order)
    _check_load(clock, courier, carried, "")
    for stop in order:
        _travel(clock, courier, leg(matrix, courier, clock.place, stop.place), stop.id)
        carried = _after(carried, stop)
        _serve(clock, courier, stop, carried)
        _check_load(clock, courier, carried, stop.id)
    if order:
        _travel(clock, courier, leg(matrix, courier, clock.place, courier.end), "")
    return clock


def start_load(courier: Courier, order: Sequence[PlanStop]) -> tuple[int, ...]:
    """Compute what the courier takes along from the start: everything that is delivered on the way."""
    size = max([len(courier.capacity), *(max(len(stop.delivery), len(stop.pickup)) for stop in order)], default=0)
    return tuple(sum(stop.delivery[i] for stop in order if i < len(stop.delivery)) for i in range(size))


def _after(carried: tuple[int, ...], stop: PlanStop) -> tuple[int, ...]:
    def amount(of: tuple[int, ...], i: int) -> int:
        return of[i] if i < len(of) else 0

    return tuple(held - amount(stop.delivery, i) + amount(stop.pickup, i) for i, held in enumerate(carried))


def leg(matrix: Matrix, courier: Courier, here: int | None, there: int | None) -> tuple[int, int, float]:
    """Seconds, metres and price from one place to another; nothing where a tour begins or ends anywhere."""
    if here is None or there is None:
        return 0, 0, 0.0
    raw = int(matrix.durations[here, there])
    seconds = raw if courier.speed == 1 or raw >= UNREACHABLE else round(raw / courier.speed)
    metres = int(matrix.distances[here, there])
    if matrix.costs is not None:
        return seconds, metres, float(matrix.costs[here, there])
    return seconds, metres, seconds * courier.price.travel_second + metres * courier.price.metre


def _travel(clock: _Clock, courier: Courier, way: tuple[int, int, float], to: str) -> None:
    seconds, metres, price = way
    if seconds >= UNREACHABLE:
        clock.broken.append(Broken(Flaw.UNREACHABLE, courier.id, to))
    clock.now += seconds
    clock.travel += seconds
    clock.metres += metres
    clock.price += price


def _serve(clock: _Clock, courier: Courier, stop: PlanStop, carried: tuple[int, ...]) -> None:
    setup = stop.setup if clock.place != stop.place else 0
    window = window_for(stop.windows, clock.now + setup)
    _rest(clock, courier, max(clock.now + setup, window.earliest))
    window = window_for(stop.windows, clock.now + setup)
    begins = max(clock.now + setup, window.earliest)
    if begins > window.latest:
        clock.broken.append(Broken(Flaw.LATE, courier.id, stop.id, begins - window.latest))
    if not may_visit(courier, stop):
        clock.broken.append(Broken(Flaw.NOT_ALLOWED, courier.id, stop.id))
    waiting = begins - setup - clock.now
    clock.visits.append(
        Visit(stop.id, stop.place, clock.now, waiting, setup, stop.service, clock.travel, clock.metres, carried)
    )
    waited = sum(visit.waiting for visit in clock.visits if not visit.is_break)
    clock.room.append(max(0, window.latest - begins) + waited)
    clock.price += courier.price.task_second * (setup + stop.service)
    clock.now, clock.place = begins + stop.service, stop.place


def _rest(clock: _Clock, courier: Courier, begins: int) -> None:
    """Take every break that is due before something would begin at `begins`: between two doings, never within one."""
    while clock.breaks and begins > clock.breaks[0].windows[0].earliest:
        pause = clock.breaks.pop(0)
        window = window_for(pause.windows, clock.now)
        waiting = max(0, window.earliest - clock.now)
        if clock.now > window.latest:
            clock.broken.append(Broken(Flaw.LATE, courier.id, pause.id, clock.now - window.latest))
        place = clock.place if clock.place is not None else -1
        clock.visits.append(
            Visit(pause.id, place, clock.now, waiting, 0, pause.length, clock.travel, clock.metres, (), True)
        )
        clock.now += waiting + pause.length
        begins = max(begins, clock.now)


def _check_load(clock: _Clock, courier: Courier, carried: tuple[int, ...], stop: str) -> None:
    for i, (amount, most) in enumerate(zip(carried, courier.capacity, strict=False)):
        if amount > most:
            clock.broken.append(Broken(Flaw.CAPACITY, courier.id, stop, amount - most, i))


def window_for(windows: Sequence[Window], at: int) -> Window:
    """Choose the window in which service can begin soonest when ready at `at`; the last one when all are over."""
    still = [window for window in windows if window.latest >= at]
    return min(still, key=lambda window: window.earliest) if still else max(windows, key=lambda window: window.latest)


def _finished(
    courier: Courier, order: Sequence[PlanStop], clock: _Clock, starts: int
) -> tuple[Tour, tuple[Broken, ...]]:
    if order and clock.now > courier.shift.latest:
        clock.broken.append(Broken(Flaw.SHIFT, courier.id, by=clock.now - courier.shift.latest))
    limits = ((courier.most_stops, len(order), Flaw.TOO_MANY), (courier.most_travel, clock.travel, Flaw.TOO_LONG))
    for most, used, flaw in (*limits, (courier.most_metres, clock.metres, Flaw.TOO_FAR)):
        if most is not None and used > most:
            clock.broken.append(Broken(flaw, courier.id, by=used - most))
    price = courier.price
    cost = price.tour + clock.price + price.work_second * (clock.now - starts) if order else 0.0
    tour = Tour(
        courier.id, tuple(clock.visits), starts, clock.now, clock.travel, clock.metres, cost, start_load(courier, order)
    )
    return tour, tuple(clock.broken)
