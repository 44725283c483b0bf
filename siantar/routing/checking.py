"""The independent checker: times a plan anew from its order alone and reports everything that does not hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from siantar.routing import reasons, timing
from siantar.routing.plan import Broken, Plan, Tour
from siantar.routing.problem import Courier, PlanStop, Problem


class NotThePlan(ValueError):
    """An order that visits a stop twice, or knows one that was not asked for."""


def timed(problem: Problem, order: Mapping[str, Sequence[str]]) -> Plan:
    """The plan behind an order of stops by courier, with all it breaks, and why others are left out.

    Raises NotThePlan.
    """
    plan = walked(problem, order)
    stops = {stop.id: stop for stop in problem.stops}
    couriers = {courier.id: courier for courier in problem.couriers}
    visited = {id for ids in order.values() for id in ids}
    open_tours = [reasons.OpenTour(problem, couriers[name], [stops[id] for id in ids]) for name, ids in order.items()]
    left = tuple(reasons.why_left(problem, open_tours, stop) for stop in problem.stops if stop.id not in visited)
    return replace(plan, left_out=left)


def walked(problem: Problem, order: Mapping[str, Sequence[str]]) -> Plan:
    """The same without a word on what is left out: a reason costs more than a tour. Raises NotThePlan."""
    stops = {stop.id: stop for stop in problem.stops}
    couriers = {courier.id: courier for courier in problem.couriers}
    _require_each_once(order, stops, couriers)
    tours: list[Tour] = []
    broken: list[Broken] = []
    for name, ids in order.items():
        tour, flaws = timing.walk(problem, couriers[name], [stops[id] for id in ids])
        tours.append(tour)
        broken += flaws
    return Plan(tuple(tours), (), sum(tour.cost for tour in tours), tuple(broken))


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
