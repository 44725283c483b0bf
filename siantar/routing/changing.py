"""Change a plan by hand or by a new stop: what does it cost, what does it break, where is the cheapest place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from siantar.routing import checking, timing
from siantar.routing.model import Order
from siantar.routing.plan import Plan
from siantar.routing.problem import Courier, PlanStop, Problem, may_visit


@dataclass(frozen=True, slots=True)
class Difference:
    """What a change does: seconds of work more or less, and rules broken more or less."""

    work: int
    broken: int


def difference(before: Plan, after: Plan) -> Difference:
    """The price of a change."""
    return Difference(
        sum(tour.work for tour in after.tours) - sum(tour.work for tour in before.tours),
        len(after.broken) - len(before.broken),
    )


def moved(order: Order, stop: str, to: str, position: int) -> dict[str, tuple[str, ...]]:
    """The order with one stop at another place; to nobody ("") leaves it out."""
    changed = {name: tuple(id for id in ids if id != stop) for name, ids in order.items()}
    if to:
        ids = changed[to]
        changed[to] = (*ids[:position], stop, *ids[position:])
    return changed


def inserted(
    problem: Problem, order: Order, stops: Iterable[PlanStop], *, first: int = 0
) -> dict[str, tuple[str, ...]]:
    """Put each stop where it costs least and breaks nothing; a stop that fits nowhere stays out.

    The first `first` places of every tour stay as they are.
    """
    by_id = {stop.id: stop for stop in problem.stops}
    now = {name: tuple(ids) for name, ids in order.items()}
    couriers = {courier.id: courier for courier in problem.couriers}
    for stop in sorted(stops, key=lambda stop: -stop.priority):
        best: tuple[float, str, int] | None = None
        for name, ids in now.items():
            if may_visit(couriers[name], stop):
                cheapest = _cheapest(problem, couriers[name], [by_id[id] for id in ids], stop, first)
                if cheapest is not None and (best is None or cheapest[0] < best[0]):
                    best = (cheapest[0], name, cheapest[1])
        if best is not None:
            now = moved(now, stop.id, best[1], best[2])
    return now


def _cheapest(
    problem: Problem, courier: Courier, tour: Sequence[PlanStop], stop: PlanStop, first: int
) -> tuple[float, int] | None:
    """Find the place of least added cost; only the ten cheapest detours are timed."""
    matrix = problem.matrix_of(courier)
    before, flaws = timing.walk(problem, courier, tour)
    places = [courier.start, *(visited.place for visited in tour), courier.end]

    def detour(position: int) -> float:
        here, there = places[position], places[position + 1]
        leg = timing.leg
        there_and_on = leg(matrix, courier, here, stop.place)[2] + leg(matrix, courier, stop.place, there)[2]
        return there_and_on - leg(matrix, courier, here, there)[2]

    best: tuple[float, int] | None = None
    for position in sorted(range(min(first, len(tour)), len(tour) + 1), key=detour)[:10]:
        after, now = timing.walk(problem, courier, [*tour[:position], stop, *tour[position:]])
        added = after.cost - before.cost
        if len(now) <= len(flaws) and (best is None or added < best[0]):
            best = (added, position)
    return best


def _least_missed(problem: Problem, courier: str, tour: Sequence[str]) -> str:
    """Of a tour that is too long as a whole the stop that goes first: the least important, then the longest detour."""
    driver = next(driver for driver in problem.couriers if driver.id == courier)
    stops = {stop.id: stop for stop in problem.stops}
    matrix, leg = problem.matrix_of(driver), timing.leg
    places = [driver.start, *(stops[id].place for id in tour), driver.end]

    def rank(position: int) -> tuple[int, float, int]:
        here, place, there = places[position : position + 3]
        saved = sum(leg(matrix, driver, *way)[0] for way in ((here, place), (place, there)))
        return stops[tour[position]].priority, leg(matrix, driver, here, there)[0] - saved, -position

    return tour[min(range(len(tour)), key=rank)]


def mended(problem: Problem, order: Order) -> Plan:
    """Take out the stops that break a rule and put them where they fit, or leave them out."""
    now = {name: tuple(ids) for name, ids in order.items()}
    while (plan := checking.walked(problem, now)).broken:
        flaw = plan.broken[0]
        tour = now[flaw.courier] if flaw.courier else next(ids for ids in now.values() if flaw.stop in ids)
        out = flaw.stop if flaw.stop in tour else _least_missed(problem, flaw.courier, tour)
        now = moved(now, out, "", 0)
    visited = {id for ids in now.values() for id in ids}
    left = [stop for stop in problem.stops if stop.id not in visited]
    return checking.timed(problem, inserted(problem, now, left)) if left else plan
