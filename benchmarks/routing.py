"""Routes measured on public instances: ours through our own problem and plan, PyVRP bare, OR-Tools, VROOM.

    python -m benchmarks.routing run ours 15 --family x solomon --every 1 >> results.jsonl
    python -m benchmarks.routing table results.jsonl

One core each (`taskset`); the gap is to the best-known cost in `best_known.csv`. OR-Tools and VROOM are not parts of
Siantar: `pip install -r benchmarks/requirements.txt` into any environment brings them.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

DATA = Path(os.environ.get("SIANTAR_TEST_DATA", Path(__file__).resolve().parents[2] / "shared/data")) / "routing"
FOLDERS = {"x": "x", "solomon": "solomon", "homberger200": "homberger200"}
SCALE = 1000  # thousandths of a unit where the instance counts real distances


@dataclass(frozen=True)
class Instance:
    """One public problem: whole-number ways, demands, windows and services; customer 0 is the depot."""

    family: str
    name: str
    best: float
    ways: np.ndarray
    demand: list[int]
    capacity: int
    vehicles: int
    windows: list[tuple[int, int]] | None
    service: list[int]
    scale: int


def instances(families: list[str], every: int) -> Iterator[Instance]:
    """The instances of these families, every n-th."""
    rows = [row for row in csv.DictReader((DATA / "best_known.csv").open()) if row["family"] in families]
    for row in sorted(rows, key=lambda row: (row["family"], row["instance"]))[::every]:
        read = _read_x if row["family"] == "x" else _read_solomon
        yield read(row)


def _read_x(row: dict[str, str]) -> Instance:
    sections: dict[str, list[list[float]]] = {"NODE_COORD_SECTION": [], "DEMAND_SECTION": []}
    capacity, section = 0, ""
    for line in (DATA / "x" / f"{row['instance']}.vrp").read_text().splitlines():
        word = line.split(":")[0].strip()
        if word == "CAPACITY":
            capacity = int(line.split(":")[1])
        elif word.isupper() and not word[0].isdigit():
            section = word
        elif section in sections and line.strip():
            sections[section].append([float(part) for part in line.split()])
    at = np.array(sections["NODE_COORD_SECTION"])[:, 1:]
    demand = [int(section[1]) for section in sections["DEMAND_SECTION"]]
    ways = np.rint(_apart(at)).astype(np.int64)
    best = float(row["best_known_cost"])
    return Instance("x", row["instance"], best, ways, demand, capacity, len(demand), None, [0] * len(demand), 1)


def _read_solomon(row: dict[str, str]) -> Instance:
    lines = (DATA / FOLDERS[row["family"]] / f"{row['instance']}.txt").read_text().splitlines()
    head = next(place for place, line in enumerate(lines) if "CAPACITY" in line)
    vehicles, capacity = (int(part) for part in lines[head + 1].split())
    rows = np.array([[float(part) for part in line.split()] for line in lines[head + 2 :] if len(line.split()) == 7 and line.split()[0].isdigit()])  # fmt: skip
    return Instance(
        row["family"], row["instance"], float(row["best_known_cost"]),
        np.rint(SCALE * _apart(rows[:, 1:3])).astype(np.int64), rows[:, 3].astype(int).tolist(), capacity,
        int(row["vehicles"]) if row["family"] == "homberger200" else vehicles,
        [(int(SCALE * a), int(SCALE * b)) for a, b in rows[:, 4:6]], (SCALE * rows[:, 6]).astype(int).tolist(), SCALE,
    )  # fmt: skip


def _apart(at: np.ndarray) -> np.ndarray:
    return np.hypot(at[:, None, 0] - at[None, :, 0], at[:, None, 1] - at[None, :, 1])


def as_problem(instance: Instance) -> object:
    """The instance as our own problem."""
    from siantar.routing.problem import ALWAYS, Courier, Matrix, PlanStop, Problem, Window

    shift = Window(*instance.windows[0]) if instance.windows else ALWAYS
    stops = tuple(
        PlanStop(str(i), i, instance.service[i], windows=(Window(*instance.windows[i]) if instance.windows else ALWAYS,),
             delivery=(instance.demand[i],))
        for i in range(1, len(instance.demand))
    )  # fmt: skip
    couriers = tuple(Courier(str(i), 0, 0, shift, (instance.capacity,)) for i in range(instance.vehicles))
    return Problem(stops, couriers, {"car": Matrix(instance.ways, np.zeros_like(instance.ways))})


def ours(instance: Instance, seconds: float) -> float | None:
    """Our engine, checked by our checker; None where stops are left out."""
    from siantar.routing import engine

    plan = engine.make(as_problem(instance), engine.Ask(seconds))  # type: ignore[arg-type]
    return None if plan.left_out or plan.broken else plan.cost


def pyvrp_bare(instance: Instance, seconds: float) -> float | None:
    """PyVRP called as its documentation shows."""
    import pyvrp
    from pyvrp.stop import MaxRuntime

    def times(i: int) -> dict[str, int]:
        return {"tw_early": instance.windows[i][0], "tw_late": instance.windows[i][1]} if instance.windows else {}

    count = len(instance.demand)
    clients = [pyvrp.Client(i, delivery=[instance.demand[i]], service_duration=instance.service[i], **times(i)) for i in range(1, count)]  # fmt: skip
    durations = instance.ways if instance.windows else np.zeros_like(instance.ways)
    vehicles = pyvrp.VehicleType(instance.vehicles, [instance.capacity])
    data = pyvrp.ProblemData(
        [pyvrp.Location(0, 0) for _ in range(count)], clients, [pyvrp.Depot(0, **times(0))], [vehicles], [instance.ways],
        [durations],
    )  # fmt: skip
    result = pyvrp.solve(data, MaxRuntime(seconds), seed=1, collect_stats=False, display=False)
    return float(result.best.distance_cost()) if result.is_feasible() else None


def ortools(instance: Instance, seconds: float) -> float | None:
    """OR-Tools' routing library with guided local search."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    count = len(instance.demand)
    manager = pywrapcp.RoutingIndexManager(count, instance.vehicles, 0)
    routing = pywrapcp.RoutingModel(manager)
    ways, demand, service = instance.ways.tolist(), instance.demand, instance.service
    node = manager.IndexToNode
    cost = routing.RegisterTransitCallback(lambda a, b: ways[node(a)][node(b)])
    routing.SetArcCostEvaluatorOfAllVehicles(cost)
    load = routing.RegisterUnaryTransitCallback(lambda a: demand[node(a)])
    routing.AddDimensionWithVehicleCapacity(load, 0, [instance.capacity] * instance.vehicles, True, "load")
    if instance.windows:
        clock = routing.RegisterTransitCallback(lambda a, b: ways[node(a)][node(b)] + service[node(a)])
        horizon = instance.windows[0][1]
        routing.AddDimension(clock, horizon, horizon, False, "time")
        time_of = routing.GetDimensionOrDie("time")
        for i in range(1, count):
            time_of.CumulVar(manager.NodeToIndex(i)).SetRange(*instance.windows[i])
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromMilliseconds(int(1000 * seconds))
    solution = routing.SolveWithParameters(parameters)
    return float(solution.ObjectiveValue()) if solution else None


def vroom(instance: Instance, seconds: float) -> float | None:
    """VROOM at its most thorough on one thread, stopped at the same limit."""
    import datetime

    import vroom as other

    problem = other.Input()
    problem.set_durations_matrix("car", instance.ways.astype(np.uint32))
    shift = {"time_window": instance.windows[0]} if instance.windows else {}
    problem.add_vehicle([other.Vehicle(i, 0, 0, profile="car", capacity=[instance.capacity], **shift) for i in range(instance.vehicles)])  # fmt: skip
    for i in range(1, len(instance.demand)):
        times = {"time_windows": [instance.windows[i]]} if instance.windows else {}
        problem.add_job(other.Job(i, i, delivery=[instance.demand[i]], default_service=instance.service[i], **times))
    solution = problem.solve(exploration_level=5, nb_threads=1, timeout=datetime.timedelta(seconds=seconds))
    return float(solution.summary.cost) if not solution.summary.unassigned else None


SOLVERS: dict[str, Callable[[Instance, float], float | None]] = {
    "ours": ours, "pyvrp": pyvrp_bare, "ortools": ortools, "vroom": vroom,
}  # fmt: skip


def run(solver: str, seconds: float, families: list[str], every: int) -> None:
    """One JSON line an instance: gap in percent, None where no complete plan was found."""
    for instance in instances(families, every):
        begun = time.monotonic()
        cost = SOLVERS[solver](instance, seconds)
        gap = None if cost is None else round(100 * (cost / instance.scale / instance.best - 1), 3)
        line_out = {"solver": solver, "seconds": seconds, "family": instance.family, "instance": instance.name, "gap": gap}
        print(json.dumps(line_out | {"spent": round(time.monotonic() - begun, 2)}), flush=True)


def table(file: Path) -> None:
    """Mean and worst gap by solver, time and family, over complete plans."""
    groups: dict[tuple[str, float, str], list[float | None]] = defaultdict(list)
    for line in file.read_text().splitlines():
        row = json.loads(line)
        groups[row["solver"], row["seconds"], row["family"]].append(row["gap"])
    print("| solver | seconds | instances | mean gap % | worst % | complete |\n|---|---|---|---|---|---|")
    for (solver, seconds, family), gaps in sorted(groups.items()):
        solved = [gap for gap in gaps if gap is not None]
        mean = f"{sum(solved) / len(solved):.2f}" if solved else "-"
        worst = f"{max(solved, default=0):.2f}"
        print(f"| {solver} | {seconds:g} | {family} | {mean} | {worst} | {len(solved)}/{len(gaps)} |")


def main() -> None:
    """`run SOLVER SECONDS` or `table FILE`."""
    parser = argparse.ArgumentParser(prog="benchmarks.routing")
    commands = parser.add_subparsers(dest="what", required=True)
    command = commands.add_parser("run")
    command.add_argument("solver", choices=SOLVERS)
    command.add_argument("seconds", type=float)
    command.add_argument("--family", nargs="+", default=list(FOLDERS))
    command.add_argument("--every", type=int, default=1)
    commands.add_parser("table").add_argument("file", type=Path)
    options = parser.parse_args()
    if not DATA.is_dir():
        sys.exit(f"no instances at {DATA}")
    if options.what == "table":
        table(options.file)
    else:
        run(options.solver, options.seconds, options.family, options.every)


if __name__ == "__main__":
    main()
