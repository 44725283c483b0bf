"""Make a plan: PyVRP searches, an independent check has the last word.

First all stops are asked for; where no plan can hold them all, stops may be left out by priority. Fairness is a second
pass: with the shortest total known, each courier's fair share is the goal and going beyond it is priced.
"""

from __future__ import annotations

import math
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from pyvrp import PenaltyManager, PenaltyParams, ProblemData, RandomNumberGenerator, Solution
from pyvrp.IteratedLocalSearch import (
    IteratedLocalSearch,
    IteratedLocalSearchCallbacks,
    IteratedLocalSearchParams,
)
from pyvrp.search import OPERATORS, LocalSearch, PerturbationManager, PerturbationParams, compute_neighbours

from siantar.routing import changing, checking, fairness, reasons
from siantar.routing.model import Model, Order, Wanted
from siantar.routing.plan import LeftOut, Plan
from siantar.routing.problem import Problem

# Where every courier is needed for a short tour and windows bind, a plan shaken less finds its way back more often: gap
# at 30 s on rc1_2_1 1.7 % against 6.0, on c1_2_3 0.0 against 1.7. On long tours (r2_2_3: 5.8 against 1.1), or where
# couriers are to spare (X-n256: 1.1 against 0.3), the engine's own 25 is better.
SHORT_TOUR = 20
LEGS = 5  # first price of carrying one mean load too much, in mean legs
GENTLY, GENTLE_HISTORY = PerturbationParams(1, 10), 100

Better = Callable[[Plan], None]

NO_PLAN = 1 << 62  # from here on the engine means: not feasible
PATIENCE = 0.5  # share of the time in which a plan with all stops must be found
FAIRER_IS_LONGER = 1.02  # a share below what is needed in all would make everybody late alike, and nothing fair
FAIR_FROM = 0.3  # share of the time spent on the shortest plan before it is made fair


@dataclass(frozen=True, slots=True)
class Ask:
    """How long to search (seconds of wall clock), from what, and whether working time should be shared fairly."""

    seconds: float
    fair: bool = False
    begin_with: Order | None = None
    seed: int = 1


def make(problem: Problem, ask: Ask, better: Better | None = None) -> Plan:
    """Make the best plan the time allows. Always gives a plan.

    `better` gets each better one on the way, with its tours and without a word on what is left out.
    """
    begun = time.monotonic()
    hopeless, rest = _hopeless(problem)
    if not rest.stops or not rest.at_work:
        return _with(hopeless, changing.mended(rest, {courier.id: () for courier in rest.couriers}))

    def tell(plan: Plan) -> None:
        if better is not None:
            better(_with(hopeless, plan))

    until = begun + ask.seconds
    if not ask.fair or len(rest.at_work) == 1:
        return _with(hopeless, _shortest(rest, ask, until, tell))
    plan = _shortest(rest, ask, begun + FAIR_FROM * ask.seconds, tell)
    return _with(hopeless, _fairer(rest, plan, ask, until, tell))


def _hopeless(problem: Problem) -> tuple[tuple[LeftOut, ...], Problem]:
    """Take out the stops nobody could visit even alone."""
    out = reasons.all_hopeless(problem)
    gone = {left_out.stop for left_out in out}
    return out, replace(problem, stops=tuple(stop for stop in problem.stops if stop.id not in gone))


def _with(hopeless: tuple[LeftOut, ...], plan: Plan) -> Plan:
    return replace(plan, left_out=(*hopeless, *plan.left_out))


def _shortest(problem: Problem, ask: Ask, until: float, tell: Better) -> Plan:
    """Find the least cost with all stops, or with as many as can be."""
    left = until - time.monotonic()
    if not _overfull(problem):
        model = Model(problem, Wanted())
        solution = _search(model, ask, until, tell, give_up=time.monotonic() + PATIENCE * left)
        if solution is not None and not (plan := checking.timed(problem, model.order(solution))).broken:
            return plan
    model = Model(problem, Wanted(optional=True))
    solution = _search(model, ask, until, tell)
    order = model.order(solution) if solution is not None else {courier.id: () for courier in problem.couriers}
    plan = changing.mended(problem, order)
    if ask.begin_with is None or not plan.left_out:
        return plan
    before = changing.mended(problem, _still_asked(problem, ask.begin_with))
    return before if missed(problem, before) < missed(problem, plan) else plan


def _still_asked(problem: Problem, order: Order) -> Order:
    """What is left of an earlier order: the couriers and stops of today."""
    stops = {stop.id for stop in problem.stops}
    return {courier.id: [id for id in order.get(courier.id, ()) if id in stops] for courier in problem.couriers}


def _fairer(problem: Problem, plan: Plan, ask: Ask, until: float, tell: Better) -> Plan:
    """Share working time of the same stops as evenly as the map allows; the given plan where that fails.

    The price of going beyond one's share rises until the longest day is near the mean.
    """
    left = {left_out.stop for left_out in plan.left_out}
    served = replace(problem, stops=tuple(stop for stop in problem.stops if stop.id not in left))
    for beyond, part in ((4, 0.5), (20, 1.0)):
        shares = fairness.shares_of(served, round(FAIRER_IS_LONGER * sum(tour.active for tour in plan.tours)))
        model = Model(served, Wanted(shares=shares, beyond=beyond))
        now = time.monotonic()
        end = now + part * (until - now)
        solution = _search(model, replace(ask, begin_with=plan.order()), end, tell)
        if solution is not None:
            fair = checking.timed(problem, model.order(solution))
            if not fair.broken and len(fair.left_out) <= len(plan.left_out):
                plan = fair
        if fairness.is_fair(plan, served):
            break
    return plan


def missed(problem: Problem, plan: Plan) -> int:
    """How much a plan leaves out: every stop counts one, and one more for each step of its priority."""
    priorities = {stop.id: stop.priority for stop in problem.stops}
    return sum(1 + priorities[left_out.stop] for left_out in plan.left_out)


def _overfull(problem: Problem) -> bool:
    """Check whether the stops together are more than all couriers can carry."""
    sizes = max((len(courier.capacity) for courier in problem.couriers), default=0)
    for i in range(sizes):
        room = sum(courier.capacity[i] for courier in problem.couriers if i < len(courier.capacity))
        for direction in ("delivery", "pickup"):
            amounts = [getattr(stop, direction) for stop in problem.stops]
            if sum(amount[i] for amount in amounts if i < len(amount)) > room:
                return True
    return False


class _Reporter(IteratedLocalSearchCallbacks):
    """Passes feasible improvements on, a few times a second at most."""

    EVERY = 0.25

    def __init__(self, model: Model, tell: Better) -> None:
        self._model, self._tell, self._last = model, tell, 0.0

    def on_best(self, best: Solution) -> None:
        """A new best solution."""
        now = time.monotonic()
        if now - self._last < self.EVERY or not best.is_feasible():
            return
        self._last = now
        plan = checking.walked(self._model.problem, self._model.order(best))
        if not plan.broken:
            self._tell(plan)


def _search(model: Model, ask: Ask, until: float, tell: Better, give_up: float = math.inf) -> Solution | None:
    """Search the best feasible solution by `until`; None where there is none, or none by `give_up`."""
    data, random = model.data, RandomNumberGenerator(ask.seed)
    gently = data.has_time_windows() and data.num_clients <= SHORT_TOUR * data.num_vehicles
    search = _local_search(data, random, GENTLY if gently else PerturbationParams())
    params = PenaltyParams(max_penalty=max(1e5, 10.0 * model.prize))
    strict = PenaltyManager(params.midpoint_penalties(data), params)
    if ask.begin_with:
        first = model.solution(ask.begin_with)
        if first.num_missing_clients() or first.num_missing_groups() or not first.is_feasible():
            first = search(first, strict.max_cost_evaluator(), exhaustive=True)
    else:
        first = search(Solution.make_random(data, random), strict.max_cost_evaluator(), exhaustive=True)

    def over(best_cost: int) -> bool:
        now = time.monotonic()
        return now >= until or (now >= give_up and best_cost >= NO_PLAN)

    def first_found(best_cost: int) -> bool:
        return best_cost < NO_PLAN or over(best_cost)

    tuning = IteratedLocalSearchParams(callbacks=_Reporter(model, tell))
    tuning.callbacks.on_best(first)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the engine's advice on penalties: the check has the last word
        if not first.is_feasible():
            first = IteratedLocalSearch(data, strict, search, first, tuning).run(first_found, collect_stats=False).best
        if first.is_feasible():
            if gently and first.num_routes() >= data.num_vehicles:
                tuning.history_length = GENTLE_HISTORY
            elif gently:
                search = _local_search(data, random, PerturbationParams())
            usual = PenaltyManager(_first_penalties(model), replace(params, solutions_between_updates=100))
            first = IteratedLocalSearch(data, usual, search, first, tuning).run(over, collect_stats=False).best
    return first if first.is_feasible() else None


def _local_search(data: ProblemData, random: RandomNumberGenerator, shaken: PerturbationParams) -> LocalSearch:
    search = LocalSearch(data, random, compute_neighbours(data), PerturbationManager(shaken))
    for operator in OPERATORS:
        if operator.supports(data):
            search.add_operator(operator(data))
    return search


def _first_penalties(model: Model) -> tuple[list[float], float, float]:
    """What one unit too much of load, time or way costs at first: some mean legs, not the engine's fixed midpoint.

    From the midpoint of 50,000 the search stays nearly feasible for its first ten thousands of steps; measured in
    `benchmarks/routing`. Where stops may be left out, breaking a rule must cost more than leaving one out.
    """
    data = model.data
    legs = LEGS * max(1.0, float(np.mean(data.distance_matrix(0)[1:, 1:] if data.num_clients else 1)))
    goal = float(model.prize) if data.num_clients and not data.clients()[0].required else legs
    seconds = max(1.0, float(np.mean(data.duration_matrix(0))))
    loads = [
        goal / max(1.0, _mean([max(client.delivery[i], client.pickup[i]) for client in data.clients()]))
        for i in range(data.num_load_dimensions)
    ]
    return loads, max(1.0, goal / seconds), 1.0


def _mean(amounts: Sequence[int]) -> float:
    some = [amount for amount in amounts if amount]
    return sum(some) / len(some) if some else 1.0
