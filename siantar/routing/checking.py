"""The independent checker: times a plan anew from its order alone and reports everything that does not hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from siantar.routing import timing
from siantar.routing.plan import Broken, LeftOut, Plan, Tour, Why
from siantar.routing.problem import UNREACHABLE, Courier, PlanStop, Problem, may_visit


class NotThePlan(ValueError):
    """An order that visits a stop twice, or knows one that was not asked for."""


def timed(problem: Problem, order: Mapping[str, Sequence[str]]) -> Plan:
    """The plan behind an order of stops by courier, with all it breaks. Raises NotThePlan."""
    stops = {stop.id: stop for stop in problem.stops}
    couriers = {courier.id: courier for courier in problem.couriers}
    _require_each_once(order, stops, couriers)
    tours: list[Tour] = []
    broken: list[Broken] = []
    for name, ids in order.items():
        tour, flaws = timing.walk(problem, couriers[name], [stops[id] for id in ids])
        tours.append(tour)
        broken += flaws
    visited = {id for ids in order.values() for id in ids}
    left = tuple(LeftOut(stop.id, why_left(problem, stop)) for stop in problem.stops if stop.id not in visited)
    return Plan(tuple(tours), left, sum(tour.cost for tour in tours), tuple(broken))


def _require_each_once(
    order: Mapping[str, Sequence[str]], stops: Mapping[str, PlanStop], couriers: Mapping[str, Courier]
) -> None:
    seen: set[str] = set()
    for name, ids in order.items():
        if name not in couriers:
            raise NotThePlan(f"nobody called {name}")
        for id in ids:
            if id not in stops or id in seen:
                raise NotThePlan(f"stop {id} is unknown or visited twice")
            seen.add(id)


def why_left(problem: Problem, stop: PlanStop) -> Why:
    """Say why nobody goes there: nobody could even alone, or time or room ran out."""
    if reason := hopeless(problem, problem.couriers, stop):
        return reason
    return Why.NO_TIME if _time_is_scarce(problem) else Why.NO_ROOM


def all_hopeless(problem: Problem) -> tuple[LeftOut, ...]:
    """List the stops nobody could visit even with an empty day."""
    kinds = list({replace(courier, id=""): courier for courier in problem.couriers}.values())
    reasons = []
    for stop in problem.stops:
        picky = stop.courier or stop.not_by
        if reason := hopeless(problem, problem.couriers if picky else kinds, stop):
            reasons.append(LeftOut(stop.id, reason))
    return tuple(reasons)


def hopeless(problem: Problem, couriers: Iterable[Courier], stop: PlanStop) -> Why | None:
    """Say why none of these couriers could visit the stop, looking at it alone; None when one could."""
    able = [courier for courier in couriers if may_visit(courier, stop)]
    if not able:
        return Why.NOBODY_MAY
    if not (able := list(_who_reach(problem, stop, able))):
        return Why.UNREACHABLE
    if not (able := [courier for courier in able if _fits(courier, stop)]):
        return Why.TOO_LARGE
    if all(timing.walk(problem, courier, [stop])[1] for courier in able):
        return Why.WINDOW_CLOSED
    return None


def _who_reach(problem: Problem, stop: PlanStop, able: Iterable[Courier]) -> Iterable[Courier]:
    for courier in able:
        matrix = problem.matrix_of(courier)
        there = timing.leg(matrix, courier, courier.start, stop.place)[0]
        back = timing.leg(matrix, courier, stop.place, courier.end)[0]
        if max(there, back) < UNREACHABLE:
            yield courier


def _fits(courier: Courier, stop: PlanStop) -> bool:
    return all(
        amount <= most
        for amounts in (stop.delivery, stop.pickup)
        for amount, most in zip(amounts, courier.capacity, strict=False)
    )


def _time_is_scarce(problem: Problem) -> bool:
    """Check that all stops together fit into the couriers' capacity, so that only time can have been short."""
    sizes = max((len(courier.capacity) for courier in problem.couriers), default=0)
    for i in range(sizes):
        load = sum(stop.delivery[i] for stop in problem.stops if i < len(stop.delivery))
        room = sum(courier.capacity[i] for courier in problem.couriers if i < len(courier.capacity))
        if load > room:
            return False
    return True
