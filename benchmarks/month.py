"""A simulated month of deliveries on real roads: what does planning save, is work fair, are told windows kept.

    python -m benchmarks.month [--days 22] [--map balikpapan-kota]

22 working days, 20-60 deliveries each, three couriers. Roads and their one-way streets are the extract's; a day's
traffic makes every leg 1.4 times slower than free flow, give or take (lognormal), which no planner knows beforehand.
One of eight doors fails, one day of three brings two additions after the start. Four ways of making tours drive the
same days:

- ours: our own graph of the roads, fair working time
- air: our own engine without a map (air distance times 1.5)
- nearest: nearest neighbour by air, kelurahan by kelurahan shared out by number of stops
- sorted: by kelurahan, street and house number, cut into equal parts
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import fmean

import numpy as np

from siantar.routing import arrival_quantiles, changing, engine
from siantar.routing.problem import Courier, Matrix, PlanStop, Price, Problem, Window
from siantar.routing.roads import Roads, build
from siantar.routing.travel import SLOWER_THAN_FREE, AirWays, Point, metres_between, slowed

DATA = Path(os.environ.get("SIANTAR_TEST_DATA", Path(__file__).resolve().parents[2] / "shared/data")) / "roads"
COURIERS, DOOR, ZONES = 3, 180, 6
START, END = 8 * 3600, 16 * 3600
FAILS, NOISE = 1 / 8, 0.35
Tours = list[list[int]]


@dataclass
class Day:
    """One day's stops: points (0 is the office), zones and streets, and the seconds each leg will really take."""

    points: list[Point]
    zone: list[int]
    street: list[int]
    house: list[int]
    road: Matrix
    driven: np.ndarray


@dataclass
class Sums:
    """What a way of making tours came to."""

    driving: float = 0.0
    longest_to_mean: list[float] = field(default_factory=list)


def day_of(roads: Roads, chance: random.Random, office: int, centres: Sequence[Point]) -> Day:
    """Stops scattered over the town, more in some kelurahan than in others."""
    weights = [chance.uniform(0.3, 1.5) for _ in centres]
    near = np.argmin(metres_between([Point(a, b) for a, b in zip(roads.lat, roads.lon, strict=True)], centres), axis=1)
    many = chance.randrange(20, 61)
    picked = [office]
    for zone in chance.choices(range(len(centres)), weights, k=many):
        picked.append(int(chance.choice(np.flatnonzero(near == zone).tolist())))
    points = [Point(float(roads.lat[i]), float(roads.lon[i])) for i in picked]
    names = {}
    street = [names.setdefault((round(p.lat / 0.003), round(p.lon / 0.003)), chance.random()) for p in points]
    road = roads.matrix(points)
    noise = np.exp(np.random.default_rng(chance.randrange(10**9)).normal(0, NOISE, road.durations.shape))
    return Day(
        points, [int(near[i]) for i in picked], [round(1e6 * s) for s in street],
        [chance.randrange(1, 200) for _ in picked], road, road.durations * SLOWER_THAN_FREE * noise,
    )  # fmt: skip


def problem_of(day: Day, matrix: Matrix) -> Problem:
    """The day as a planner sees it."""
    price = Price(travel_second=0, work_second=1, metre=0.1)
    couriers = tuple(Courier(f"k{i}", 0, 0, Window(START, END), price=price) for i in range(COURIERS))
    stops = tuple(PlanStop(str(i), i, DOOR, zone=str(day.zone[i])) for i in range(1, len(day.points)))
    return Problem(stops, couriers, {"car": matrix})


def planned(matrix_of: Callable[[Day], Matrix]) -> Callable[[Day], Tours]:
    """Our engine on these travel times."""

    def make(day: Day) -> Tours:
        problem = problem_of(day, matrix_of(day))
        plan = engine.make(problem, engine.Ask(min(30.0, max(2.0, 0.06 * len(problem.stops))), fair=True))
        return [[int(id) for id in tour.stops] for tour in plan.tours]

    return make


def sorted_by_hand(day: Day) -> Tours:
    """Kelurahan, street, house number; cut into equal parts."""
    order = sorted(range(1, len(day.points)), key=lambda i: (day.zone[i], day.street[i], day.house[i]))
    return _cut(order)


def nearest_by_air(day: Day) -> Tours:
    """Kelurahan shared out by number of stops, then always to the nearest on the map."""
    air = metres_between(day.points, day.points)
    tours = []
    for part in _cut(sorted(range(1, len(day.points)), key=lambda i: day.zone[i])):
        left, here, tour = set(part), 0, []
        while left:
            here = min(left, key=lambda i, here=here: air[here, i])
            left.remove(here)
            tour.append(here)
        tours.append(tour)
    return tours


def _cut(order: list[int]) -> Tours:
    size = -(-len(order) // COURIERS)
    return [order[start : start + size] for start in range(0, size * COURIERS, size)]


def driving(day: Day, tours: Tours) -> tuple[float, list[float]]:
    """Seconds behind the handlebar of all, and the whole work of each."""
    ways = [sum(day.driven[a, b] for a, b in pairwise([0, *tour, 0])) for tour in tours]
    return sum(ways), [way + DOOR * len(tour) for way, tour in zip(ways, tours, strict=True)]


def told_windows(day: Day, chance: random.Random, record: list[arrival_quantiles.Off]) -> tuple[int, int, int, list[arrival_quantiles.Off]]:
    """Promises of one day looked back on: kept by the quantiles alone, and as told (rounded, two hours at least)."""
    seen = slowed(day.road, SLOWER_THAN_FREE)
    problem = problem_of(day, seen)
    plan = engine.make(problem, engine.Ask(2.0, fair=True))
    added = chance.random() < 1 / 3
    held = kept_as_told = many = 0
    fresh = []
    for tour in plan.tours:
        clock, here = float(tour.starts), 0
        for ahead, visit in enumerate(tour.visits):
            if added and ahead == len(tour.visits) // 2:
                clock += DOOR + chance.uniform(120, 600)
            there = visit.place
            clock += day.driven[here, there]
            early, late = arrival_quantiles.spread(ahead, record)
            off = clock - visit.begins
            begins, ends = arrival_quantiles.window(visit.begins, ahead, record, rough=False)
            held += early <= off <= late
            kept_as_told += begins <= clock <= ends
            many += 1
            fresh.append(arrival_quantiles.Off(ahead, off))
            clock += DOOR * (chance.uniform(0.3, 0.7) if chance.random() < FAILS else chance.lognormvariate(0, 0.4))
            here = there
    return held, kept_as_told, many, fresh


def replanning(day: Day, chance: random.Random) -> tuple[float, float]:
    """One courier, three additions: a quarter of a second from the old order against fifteen; and keeping the order."""
    problem = problem_of(day, slowed(day.road, SLOWER_THAN_FREE))
    me = problem.couriers[0]
    old = tuple(problem.stops[:-3])
    before = engine.make(problem.only(me, old), engine.Ask(3.0))
    whole = problem.only(me, problem.stops)
    start = changing.inserted(whole, before.order(), problem.stops[-3:])
    quick = engine.make(whole, engine.Ask(0.25, begin_with=start))
    best = engine.make(whole, engine.Ask(15.0, begin_with=start, seed=chance.randrange(100)))
    appended = {me.id: (*before.order()[me.id], *(stop.id for stop in problem.stops[-3:]))}
    from siantar.routing import checking

    plain = checking.timed(whole, appended)
    return quick.cost / min(best.cost, quick.cost) - 1, plain.cost / min(best.cost, quick.cost) - 1


def main() -> None:
    """Drive the month and print the table."""
    parser = argparse.ArgumentParser(prog="benchmarks.month")
    parser.add_argument("--days", type=int, default=22)
    parser.add_argument("--map", default="balikpapan-kota")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        roads = build(DATA / f"{options.map}.osm.pbf", Path(folder) / "roads.npz")
    chance = random.Random(2026)
    office = chance.randrange(len(roads.lat))
    picks = [chance.randrange(len(roads.lat)) for _ in range(ZONES)]
    centres = [Point(float(roads.lat[i]), float(roads.lon[i])) for i in picks]
    ways: dict[str, Callable[[Day], Tours]] = {
        "ours": planned(lambda day: slowed(day.road, SLOWER_THAN_FREE)),
        "air": planned(lambda day: AirWays().matrix(day.points)),
        "nearest": nearest_by_air,
        "sorted": sorted_by_hand,
    }
    sums = {name: Sums() for name in ways}
    record: list[arrival_quantiles.Off] = []
    held = kept_as_told = many = 0
    again = []
    for number in range(options.days):
        day = day_of(roads, chance, office, centres)
        for name, make in ways.items():
            total, work = driving(day, make(day))
            sums[name].driving += total
            sums[name].longest_to_mean.append(max(work) / fmean(work))
        day_sum, as_told, told_today, fresh = told_windows(day, chance, record)
        if number >= 5:  # a week to learn from
            held, kept_as_told, many = held + day_sum, kept_as_told + as_told, many + told_today
        record += fresh
        if number % 5 == 0:
            again.append(replanning(day, chance))
    ours = sums["ours"].driving
    for name, day_sum in sums.items():
        saved = 100 * (1 - ours / day_sum.driving)
        fair = fmean(day_sum.longest_to_mean)
        print(f"| {name} | {day_sum.driving / 3600:.1f} h | {saved:.0f} % | {fair:.2f} |")
    print(f"planned longest/mean of ours by day: mean {fmean(sums['ours'].longest_to_mean):.3f}")
    print(f"windows kept: {100 * held / many:.1f} % by quantiles, {100 * kept_as_told / many:.1f} % as told, of {many}")
    quick, plain = fmean(pair[0] for pair in again), fmean(pair[1] for pair in again)
    print(f"re-plan in 0.25 s: {100 * quick:.2f} % from 15 s (worst {100 * max(pair[0] for pair in again):.2f}); appended {100 * plain:.1f} %")  # fmt: skip


if __name__ == "__main__":
    main()
