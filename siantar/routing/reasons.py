"""Why a stop is in nobody's tour: what would break if somebody went there, tried in the tours as they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from siantar.routing import timing
from siantar.routing.plan import Broken, Flaw, LeftOut, Tour, Why
from siantar.routing.problem import ALWAYS, UNREACHABLE, Courier, PlanStop, Problem, may_visit

TRIED = 2  # places in a tour of the least detour, where a stop is tried beside the times of its windows
ALONE = {
    Flaw.CAPACITY: Why.TOO_LARGE, Flaw.TOO_MANY: Why.MAX_TASKS, Flaw.TOO_LONG: Why.MAX_TRAVEL_TIME,
    Flaw.TOO_FAR: Why.MAX_DISTANCE,
}  # fmt: skip
AMONG_OTHERS = ALONE | {Flaw.CAPACITY: Why.NO_ROOM}


class OpenTour:
    """A courier's tour into which stops are tried."""

    def __init__(self, problem: Problem, courier: Courier, stops: Sequence[PlanStop]) -> None:
        self.courier, self._problem, self._stops = courier, problem, list(stops)

    @cached_property
    def _walked(self) -> tuple[Tour, tuple[Broken, ...]]:
        return timing.walk(self._problem, self.courier, self._stops)

    @cached_property
    def _before(self) -> Counter[tuple[Flaw, int]]:
        return _counted(self._walked[1])

    def flaws_with(self, stop: PlanStop) -> list[set[tuple[Flaw, int]]]:
        """What would break more than now, at each place where the stop is tried."""
        tries = []
        for position in self._positions(stop):
            tour = [*self._stops[:position], stop, *self._stops[position:]]
            tries.append(set(_counted(timing.walk(self._problem, self.courier, tour)[1]) - self._before))
            if not tries[-1]:
                break
        return tries

    def _positions(self, stop: PlanStop) -> list[int]:
        matrix, courier = self._problem.matrix_of(self.courier), self.courier
        places = [courier.start, *(visited.place for visited in self._stops), courier.end]

        def detour(position: int) -> int:
            here, there = places[position], places[position + 1]
            leg = timing.leg
            way = leg(matrix, courier, here, stop.place)[0] + leg(matrix, courier, stop.place, there)[0]
            return way - leg(matrix, courier, here, there)[0]

        near = sorted(range(len(self._stops) + 1), key=detour)[:TRIED]
        return list(dict.fromkeys([*near, *self._in_time(stop)]))

    def _in_time(self, stop: PlanStop) -> Iterable[int]:
        """Where in the tour the stop's windows are, if it has any."""
        visits = [visit for visit in self._walked[0].visits if not visit.is_break]
        for window in stop.windows:
            if window != ALWAYS:
                yield sum(visit.leaves <= window.earliest for visit in visits)
                yield sum(visit.leaves <= window.latest for visit in visits)


def _counted(broken: Iterable[Broken]) -> Counter[tuple[Flaw, int]]:
    return Counter((flaw.flaw, flaw.dimension) for flaw in broken)


def why_left(problem: Problem, tours: Sequence[OpenTour], stop: PlanStop) -> LeftOut:
    """Say why nobody goes there: nobody could even alone, or what is the least that keeps it out of the tours."""
    if reason := hopeless(problem, problem.couriers, stop):
        return reason
    tries = [flaws for tour in tours if may_visit(tour.courier, stop) for flaws in tour.flaws_with(stop)]
    least = min(tries, key=_hardship, default=set())
    if not least:
        return LeftOut(stop.id, Why.FITS)
    return _named(stop, least, AMONG_OTHERS, Why.NO_TIME)


def _hardship(flaws: set[tuple[Flaw, int]]) -> tuple[int, int]:
    """A single rule that keeps a stop out is its reason rather than several; a limit rather than time."""
    return len(flaws), sum(flaw not in ALONE for flaw, _dimension in flaws)


def _named(stop: PlanStop, flaws: set[tuple[Flaw, int]], names: dict[Flaw, Why], otherwise: Why) -> LeftOut:
    limits = sorted((flaw, dimension) for flaw, dimension in flaws if flaw in names)
    if not limits:
        return LeftOut(stop.id, otherwise)
    flaw, dimension = limits[0]
    return LeftOut(stop.id, names[flaw], dimension if flaw is Flaw.CAPACITY else None)


def all_hopeless(problem: Problem) -> tuple[LeftOut, ...]:
    """List the stops nobody could visit even with an empty day."""
    kinds = list({replace(courier, id=""): courier for courier in problem.couriers}.values())
    reasons = []
    for stop in problem.stops:
        picky = stop.courier or stop.not_by
        if reason := hopeless(problem, problem.couriers if picky else kinds, stop):
            reasons.append(reason)
    return tuple(reasons)


def hopeless(problem: Problem, couriers: Iterable[Courier], stop: PlanStop) -> LeftOut | None:
    """Say why none of these couriers could visit the stop, looking at it alone; None when one could."""
    able = [courier for courier in couriers if may_visit(courier, stop)]
    if not able:
        return LeftOut(stop.id, Why.NOBODY_MAY)
    if not (able := list(_who_reach(problem, stop, able))):
        return LeftOut(stop.id, Why.UNREACHABLE)
    tries = [set(_counted(timing.walk(problem, courier, [stop])[1])) for courier in able]
    if not all(tries):
        return None
    return _named(stop, min(tries, key=_hardship), ALONE, Why.WINDOW_CLOSED)


def _who_reach(problem: Problem, stop: PlanStop, able: Iterable[Courier]) -> Iterable[Courier]:
    for courier in able:
        matrix = problem.matrix_of(courier)
        there = timing.leg(matrix, courier, courier.start, stop.place)[0]
        back = timing.leg(matrix, courier, stop.place, courier.end)[0]
        if max(there, back) < UNREACHABLE:
            yield courier
