"""Our problem in the words of PyVRP, and its solutions in ours.

Every stop is a client with a location of its own (one for each of its windows, mutually exclusive), so that setup,
bans and preferences can be priced on the way to it. Costs are whole numbers: `scale` of them make one of ours.
A break is a stretch cut out of everybody's time, so that the engine never sees it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from pyvrp import Client, ClientGroup, Depot, Location, ProblemData, Route, Solution, VehicleType

from siantar.routing import timing
from siantar.routing.breaks import common_breaks, shift_of, squeezed, squeezed_windows
from siantar.routing.problem import (
    UNREACHABLE,
    Courier,
    Price,
    Problem,
    Seconds,
    may_visit,
)

STRANGE_ZONE = 90  # seconds a courier is thought to lose on entering a zone they do not know
_TIERS = 101  # priorities 0 to 100
_SCALES = (1, 10, 100, 1000)
_ROOMY = 10**12
_FAR_ENOUGH = 1 << 44

Order = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the problem is put: may stops be left out, what share of work is fair for each courier (seconds), and what
    a second beyond it is thought to cost (in seconds)."""

    optional: bool = False
    shares: Mapping[str, int] | None = None
    beyond: int = 3


@dataclass(frozen=True, slots=True)
class _Alike:
    """Couriers who are the same to the engine, and the stops they may not visit."""

    members: tuple[Courier, ...]
    banned: frozenset[int]

    @property
    def sample(self) -> Courier:
        """Give any of them: to the engine they are one."""
        return self.members[0]

    @property
    def ways(self) -> tuple[object, ...]:
        """What their matrix depends on."""
        price = self.sample.price
        prices = price.travel_second, price.metre, price.task_second
        return self.sample.profile, self.sample.speed, prices, self.banned, self.sample.knows


class Model:
    """A problem as PyVRP takes it (`data`), and the way back."""

    def __init__(self, problem: Problem, wanted: Wanted) -> None:
        self.problem = problem
        self._wanted = wanted
        self._pauses = common_breaks(problem.couriers)
        self._visits = [
            (i, window) for i, stop in enumerate(problem.stops) for window in squeezed_windows(stop, self._pauses)
        ]
        self._alike = _who_is_alike(problem, wanted)
        self.scale = _scale_of(problem)
        ends = {place for courier in problem.couriers for place in (courier.start, courier.end) if place is not None}
        anywhere = [None] if any(courier.start is None or courier.end is None for courier in problem.couriers) else []
        self._depots: list[int | None] = [*sorted(ends), *anywhere]

    @cached_property
    def prize(self) -> int:
        """What leaving out a stop of the lowest priority costs: more than any detour to it."""
        return 3 * max(map(_largest, self._ways.values()), default=1) + self._scaled(self._dearest_tour) + 1

    @property
    def _dearest_tour(self) -> float:
        return max((courier.price.tour for courier in self.problem.couriers), default=0)

    @cached_property
    def data(self) -> ProblemData:
        """The problem for the engine."""
        keys = list(self._ways)
        clients, groups = self._clients()
        return ProblemData(
            [Location(0, 0) for _ in range(len(self._depots) + len(self._visits))],
            clients,
            [Depot(i) for i in range(len(self._depots))],
            [self._vehicles(alike, keys.index(alike.ways)) for alike in self._alike],
            [cast(Any, self._with_bans(alike)) for alike in self._one_per_way],
            [cast(Any, self._durations(alike)) for alike in self._one_per_way],
            groups,
        )

    @property
    def _one_per_way(self) -> list[_Alike]:
        return list({alike.ways: alike for alike in reversed(self._alike)}.values())[::-1]

    @cached_property
    def _ways(self) -> dict[tuple[object, ...], Seconds]:
        return {alike.ways: self._costs(alike) for alike in self._one_per_way}

    def _places(self) -> list[int]:
        return [place or 0 for place in self._depots] + [self.problem.stops[i].place for i, _ in self._visits]

    def _spread(self, matrix: Seconds) -> Seconds:
        """A matrix of places as one of locations; from and to nowhere costs nothing."""
        places = np.array(self._places(), dtype=np.intp)
        spread = matrix[np.ix_(places, places)].astype(np.int64)
        if self._depots and self._depots[-1] is None:
            spread[len(self._depots) - 1, :] = spread[:, len(self._depots) - 1] = 0
        return spread

    def _durations(self, alike: _Alike) -> Seconds:
        raw = self._spread(self.problem.matrix_of(alike.sample).durations)
        ways = raw if alike.sample.speed == 1 else np.rint(raw / alike.sample.speed).astype(np.int64)
        setups = np.array([0] * len(self._depots) + [self.problem.stops[i].setup for i, _ in self._visits])
        if setups.any():
            ways = ways + np.where(self._elsewhere(), setups[None, :], 0)
        reachable: Seconds = np.where(raw >= UNREACHABLE, 0, ways)
        np.fill_diagonal(reachable, 0)
        return reachable

    def _costs(self, alike: _Alike) -> Seconds:
        """Scaled price of travel without bans."""
        matrix, price = self.problem.matrix_of(alike.sample), alike.sample.price
        raw = self._spread(matrix.durations)
        if matrix.costs is not None:
            priced = self._spread(matrix.costs) * float(self.scale)
        else:
            seconds = raw if alike.sample.speed == 1 else np.rint(raw / alike.sample.speed)
            priced = self.scale * (seconds * price.travel_second + self._spread(matrix.distances) * price.metre)
        priced = priced + self.scale * price.task_second * self._seconds_at_doors()
        costs: Seconds = np.rint(np.where(raw >= UNREACHABLE, 0, priced)).astype(np.int64)
        return costs + self._strangeness(alike.sample)

    def _elsewhere(self) -> NDArray[np.bool_]:
        """Which ways lead to another place, where setup is spent anew."""
        places = np.array(self._places())
        elsewhere: NDArray[np.bool_] = places[:, None] != places[None, :]
        elsewhere[: len(self._depots), :] |= np.array([place is None for place in self._depots])[:, None]
        return elsewhere

    def _seconds_at_doors(self) -> Seconds:
        """Seconds of setup and service on the way to each location."""
        mine = [self.problem.stops[i] for i, _ in self._visits]
        setups, services = (
            np.array([0] * len(self._depots) + seconds)
            for seconds in ([stop.setup for stop in mine], [stop.service for stop in mine])
        )
        at_doors: Seconds = np.where(self._elsewhere(), setups[None, :], 0) + services[None, :]
        return at_doors

    def _strangeness(self, courier: Courier) -> Seconds:
        """What entering a zone the courier does not know is thought to cost."""
        zones = [""] * len(self._depots) + [self.problem.stops[i].zone for i, _ in self._visits]
        if not courier.knows or not any(zones):
            return np.zeros(1, dtype=np.int64)
        named = np.array(zones)
        strange = np.array([zone != "" and zone not in courier.knows for zone in zones])
        entering = strange[None, :] & (named[:, None] != named[None, :])
        return np.where(entering, self._scaled(STRANGE_ZONE), 0).astype(np.int64)

    def _with_bans(self, alike: _Alike) -> Seconds:
        """Ways to forbidden or unreachable places cost more than any prize; a bound, never the engine's own maximum."""
        ban = 2 * _TIERS * self.prize
        costs = self._ways[alike.ways].copy()
        costs[self._spread(self.problem.matrix_of(alike.sample).durations) >= UNREACHABLE] = ban
        shut = [len(self._depots) + k for k, (i, _) in enumerate(self._visits) if i in alike.banned]
        costs[:, shut] = ban
        np.fill_diagonal(costs, 0)
        return costs

    def _scaled(self, price: float) -> int:
        return round(self.scale * price)

    def _clients(self) -> tuple[list[Client], list[ClientGroup]]:
        dims = self._dimensions()
        several: dict[int, list[int]] = {}
        for k, (i, _) in enumerate(self._visits):
            several.setdefault(i, []).append(k)
        groups = [
            ClientGroup(ks, required=not self._wanted.optional) for _, ks in sorted(several.items()) if len(ks) > 1
        ]
        group_of = {k: g for g, group in enumerate(groups) for k in group.clients}
        clients = []
        for k, (i, window) in enumerate(self._visits):
            stop = self.problem.stops[i]
            clients.append(
                Client(
                    len(self._depots) + k,
                    delivery=_padded(stop.delivery, dims),
                    pickup=_padded(stop.pickup, dims) if not self._counts else [*_padded(stop.pickup, dims - 1), 1],
                    service_duration=stop.service,
                    tw_early=window.earliest,
                    tw_late=window.latest,
                    prize=self.prize * (1 + min(stop.priority, _TIERS - 1)) if self._wanted.optional else 0,
                    required=not self._wanted.optional and k not in group_of,
                    group=group_of.get(k),
                )
            )
        return clients, groups

    @property
    def _counts(self) -> bool:
        """Say whether the number of stops is limited: then it travels as one more load."""
        return any(courier.most_stops is not None for courier in self.problem.couriers)

    def _dimensions(self) -> int:
        loads = [len(courier.capacity) for courier in self.problem.couriers]
        loads += [max(len(stop.delivery), len(stop.pickup)) for stop in self.problem.stops]
        return max(loads, default=0) + self._counts

    def _vehicles(self, alike: _Alike, profile: int) -> VehicleType:
        courier, dims = alike.sample, self._dimensions()
        capacity = [*courier.capacity, *[_ROOMY] * (dims - self._counts - len(courier.capacity))]
        if self._counts:
            capacity.append(_ROOMY if courier.most_stops is None else courier.most_stops)
        hours = shift_of(courier, self._pauses)
        shift = hours.latest - hours.earliest
        share = min(shift, (self._wanted.shares or {}).get(courier.id, shift))
        return VehicleType(
            len(alike.members),
            capacity,
            self._depots.index(courier.start),
            self._depots.index(courier.end),
            fixed_cost=self._scaled(courier.price.tour),
            tw_early=hours.earliest,
            tw_late=hours.latest,
            shift_duration=share,
            max_overtime=shift - share,
            unit_overtime_cost=self._scaled(self._wanted.beyond) if share < shift else 0,
            max_distance=self._farthest(courier),
            unit_distance_cost=1,
            unit_duration_cost=self._scaled(courier.price.work_second),
            profile=profile,
        )

    def _farthest(self, courier: Courier) -> int:
        """The limit of travel in what the engine sums up, where it is priced by the same measure alone.

        Any other limit the check finds broken, and stops are taken out until it holds (`changing.mended`).
        """
        price = courier.price
        costs = self.problem.matrix_of(courier).costs
        if costs is None and not price.task_second and not courier.knows:
            if courier.most_travel is not None and price.travel_second > 0 and price.metre == 0:
                return self._scaled(courier.most_travel * price.travel_second)
            if courier.most_metres is not None and price.metre > 0 and price.travel_second == 0:
                return self._scaled(courier.most_metres * price.metre)
        return _FAR_ENOUGH

    def solution(self, order: Order) -> Solution:
        """Turn a plan into the engine's starting point; stops it does not know are left aside."""
        stops = {stop.id: stop for stop in self.problem.stops}
        index = {stop.id: i for i, stop in enumerate(self.problem.stops)}
        by_name = {courier.id: (kind, courier) for kind, alike in enumerate(self._alike) for courier in alike.members}
        routes = []
        for name, ids in order.items():
            tour_stops = [stops[id] for id in ids if id in stops]
            if name in by_name and tour_stops:
                kind, courier = by_name[name]
                tour, _ = timing.walk(self.problem, courier, tour_stops)
                begun = {visit.stop: visit.begins for visit in tour.visits}
                routes.append(Route(self.data, [self._visit(index[s.id], begun[s.id]) for s in tour_stops], kind))
        return Solution(self.data, routes)

    def _visit(self, stop: int, begins: int) -> int:
        """The client that stands for a stop when service begins then."""
        mine = [(k, window) for k, (i, window) in enumerate(self._visits) if i == stop]
        at = squeezed(begins, self._pauses)
        return next((k for k, window in mine if window.earliest <= at <= window.latest), mine[0][0])

    def order(self, solution: Solution) -> dict[str, tuple[str, ...]]:
        """Read whose tour has which stops in which order; every courier is named."""
        free = [list(alike.members) for alike in self._alike]
        tours: dict[str, tuple[str, ...]] = {}
        for route in solution.routes():
            courier = free[route.vehicle_type()].pop(0)
            clients = (activity.idx for activity in route if activity.is_client())
            tours[courier.id] = tuple(self.problem.stops[self._visits[k][0]].id for k in clients)
        return {courier.id: tours.get(courier.id, ()) for courier in self.problem.couriers}


def _who_is_alike(problem: Problem, wanted: Wanted) -> list[_Alike]:
    groups: dict[tuple[object, ...], list[Courier]] = {}
    banned: dict[str, frozenset[int]] = {}
    picky = any(stop.courier or stop.not_by or stop.skills for stop in problem.stops)
    for courier in problem.at_work:
        shut = [i for i, stop in enumerate(problem.stops) if not may_visit(courier, stop)] if picky else []
        banned[courier.id] = frozenset(shut)
        key = (
            courier.start, courier.end, courier.shift, courier.capacity, courier.price, courier.profile, courier.speed,
            courier.most_stops, courier.most_travel, courier.most_metres, courier.knows, banned[courier.id],
            sum(pause.length for pause in courier.breaks), (wanted.shares or {}).get(courier.id),
        )  # fmt: skip
        groups.setdefault(key, []).append(courier)
    return [_Alike(tuple(members), banned[members[0].id]) for members in groups.values()]


def _prices(problem: Problem) -> list[float]:
    return [
        part
        for price in {courier.price for courier in problem.couriers} | {Price()}
        for part in (price.tour, price.travel_second, price.work_second, price.metre, price.task_second)
    ]


def _scale_of(problem: Problem) -> int:
    """The smallest scale that makes all prices whole numbers."""
    whole = (s for s in _SCALES if all(abs(part * s - round(part * s)) < 1e-9 for part in _prices(problem)))
    return next(whole, _SCALES[-1])


def _largest(costs: Seconds) -> int:
    return int(costs.max(initial=1))


def _padded(amounts: Sequence[int], dims: int) -> list[int]:
    return [*amounts, *[0] * (dims - len(amounts))]
