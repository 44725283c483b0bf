"""The JSON of the VROOM API (https://github.com/VROOM-Project/vroom/blob/master/docs/API.md), in and out.

Taken: vehicles, jobs, shipments not; matrices with `durations`, `distances`, `costs` per profile. Coordinates without a
matrix are refused by name: travel times come from the caller or from `travel`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from siantar.routing.plan import Plan, Tour, Visit
from siantar.routing.problem import (
    ALWAYS,
    UNREACHABLE,
    Break,
    Courier,
    Impossible,
    Matrix,
    Price,
    Problem,
    Seconds,
    Stop,
    Window,
)

Json = Mapping[str, Any]
_NO_WAY = 2**32 - 1


def read(told: Json) -> Problem:
    """The problem told in VROOM's JSON. Raises Impossible, naming the field."""
    if not isinstance(told, Mapping):
        raise Impossible("expected a JSON object")
    if told.get("shipments"):
        raise Impossible("shipments are not supported; give jobs with delivery or pickup")
    try:
        matrices = _matrices(told)
        stops = tuple(_stop(one) for one in told.get("jobs", ()))
        couriers = tuple(_courier(one) for one in _required(told, "vehicles"))
    except (TypeError, ValueError, AttributeError, KeyError) as problem:
        raise problem if isinstance(problem, Impossible) else Impossible(f"not understood: {problem}") from problem
    return Problem(stops, couriers, matrices)


def _required(told: Json, name: str) -> Any:
    if name not in told:
        raise Impossible(f"missing: {name}")
    return told[name]


def _matrices(told: Json) -> dict[str, Matrix]:
    given = told.get("matrices")
    if given is None and "matrix" in told:
        given = {"car": {"durations": told["matrix"]}}
    if not given:
        raise Impossible("missing: matrices")
    return {name: _matrix(name, one) for name, one in given.items()}


def _matrix(name: str, told: Json) -> Matrix:
    durations = _square(f"matrices.{name}.durations", _required(told, "durations"))
    distances = told.get("distances")
    costs = told.get("costs")
    matrix = Matrix(
        durations,
        np.zeros_like(durations) if distances is None else _square(f"matrices.{name}.distances", distances),
        None if costs is None else _square(f"matrices.{name}.costs", costs),
    )
    if any(other is not None and other.shape != durations.shape for other in (matrix.distances, matrix.costs)):
        raise Impossible(f"matrices.{name}: the matrices differ in size")
    return matrix


def _square(name: str, rows: Any) -> Seconds:
    try:
        numbers = np.array([[_NO_WAY if cell is None else cell for cell in row] for row in rows], dtype=np.float64)
    except (TypeError, ValueError) as problem:
        raise Impossible(f"{name}: rows of numbers of equal length are needed") from problem
    if numbers.ndim != 2 or numbers.shape[0] != numbers.shape[1]:
        raise Impossible(f"{name}: a square matrix is needed")
    if not np.isfinite(numbers).all() or (numbers < 0).any():
        raise Impossible(f"{name}: a negative or infinite number")
    return np.minimum(np.rint(numbers), UNREACHABLE).astype(np.int64)


def _windows(told: Any) -> tuple[Window, ...]:
    if not told:
        return (ALWAYS,)
    return tuple(sorted((Window(int(one[0]), int(one[1])) for one in told), key=lambda window: window.earliest))


def _amounts(told: Any) -> tuple[int, ...]:
    return tuple(int(one) for one in told or ())


def _place(told: Json, name: str) -> int | None:
    index = told.get(f"{name}_index")
    if index is None and told.get(name) is not None:
        raise Impossible(f"{name}: give {name}_index and a matrix")
    return None if index is None else int(index)


def _stop(told: Json) -> Stop:
    place = _place(told, "location")
    if place is None:
        raise Impossible(f"job {told.get('id')}: location_index is missing")
    delivery = told.get("delivery", told.get("amount"))
    return Stop(
        id=str(_required(told, "id")),
        place=place,
        service=int(told.get("service", 0)),
        setup=int(told.get("setup", 0)),
        windows=_windows(told.get("time_windows")),
        delivery=_amounts(delivery),
        pickup=_amounts(told.get("pickup")),
        skills=frozenset(int(one) for one in told.get("skills", ())),
        priority=int(told.get("priority", 0)),
    )


def _courier(told: Json) -> Courier:
    id = str(_required(told, "id"))
    start, end = _place(told, "start"), _place(told, "end")
    if start is None and end is None:
        raise Impossible(f"vehicle {id}: start_index or end_index is needed")
    shift = told.get("time_window")
    costs = told.get("costs", {})
    return Courier(
        id=id,
        start=start,
        end=end,
        shift=Window(int(shift[0]), int(shift[1])) if shift else ALWAYS,
        capacity=_amounts(told.get("capacity")),
        skills=frozenset(int(one) for one in told.get("skills", ())),
        breaks=tuple(
            Break(str(one.get("id", place)), int(one.get("service", 0)), _windows(one.get("time_windows")))
            for place, one in enumerate(told.get("breaks", ()))
        ),
        price=Price(
            tour=float(costs.get("fixed", 0)),
            travel_second=float(costs.get("per_hour", 3600)) / 3600,
            work_second=0,
            metre=float(costs.get("per_km", 0)) / 1000,
        ),
        profile=str(told.get("profile", "car")),
        speed=float(told.get("speed_factor", 1)),
        most_stops=told.get("max_tasks"),
        most_travel=told.get("max_travel_time"),
        most_metres=told.get("max_distance"),
    )


def write(problem: Problem, plan: Plan, told: Json, *, computing_ms: int = 0) -> dict[str, Any]:
    """The plan in VROOM's JSON; ids, descriptions and locations as they were told."""
    jobs = {str(one["id"]): one for one in told.get("jobs", ())}
    vehicles = {str(one["id"]): one for one in told["vehicles"]}
    stops = {stop.id: stop for stop in problem.stops}
    driven = [tour for tour in plan.tours if tour.stops]
    routes = [_route(tour, vehicles[tour.courier], jobs) for tour in driven]
    left = [jobs[one.stop] for one in plan.left_out]
    reasons = {one.stop: one.why for one in plan.left_out}
    return {
        "code": 0,
        "summary": {
            **_sums(routes),
            "routes": len(routes),
            "unassigned": len(left),
            "setup": sum(route["setup"] for route in routes),
            "delivery": _added([route["delivery"] for route in routes]),
            "pickup": _added([route["pickup"] for route in routes]),
            "priority": sum(stops[id].priority for tour in driven for id in tour.stops),
            "violations": [],
            "computing_times": {"loading": 0, "solving": computing_ms, "routing": 0},
        },
        "unassigned": [
            {**_named(one), **_where(one), "type": "job", "reason": str(reasons[str(one["id"])])} for one in left
        ],
        "routes": routes,
    }


def _sums(parts: Sequence[Json]) -> dict[str, int]:
    names = ("cost", "service", "duration", "waiting_time", "distance")
    return {name: sum(part[name] for part in parts) for name in names}


def _added(amounts: Sequence[Sequence[int]]) -> list[int]:
    size = max(map(len, amounts), default=0)
    return [sum(amount[i] for amount in amounts if i < len(amount)) for i in range(size)]


def _named(told: Json) -> dict[str, Any]:
    return {"id": told["id"], **({"description": told["description"]} if "description" in told else {})}


def _where(told: Json) -> dict[str, Any]:
    return {"location_index": told["location_index"], **({"location": told["location"]} if "location" in told else {})}


def _route(tour: Tour, vehicle: Json, jobs: Mapping[str, Json]) -> dict[str, Any]:
    mine = [jobs[id] for id in tour.stops]
    size = len(tour.start_load)
    visits = [visit for visit in tour.visits if not visit.is_break]
    return {
        "vehicle": vehicle["id"],
        **({"description": vehicle["description"]} if "description" in vehicle else {}),
        "cost": _whole(tour.cost),
        "setup": sum(visit.setup for visit in visits),
        "service": sum(visit.service for visit in tour.visits),
        "duration": tour.travel,
        "waiting_time": sum(visit.waiting for visit in tour.visits),
        "distance": tour.metres,
        "priority": sum(int(one.get("priority", 0)) for one in mine),
        "delivery": _added([_amounts(one.get("delivery", one.get("amount"))) for one in mine]),
        "pickup": _added([_amounts(one.get("pickup")) for one in mine]),
        "violations": [],
        "steps": _steps(tour, vehicle, jobs, [0] * size),
    }


def _steps(tour: Tour, vehicle: Json, jobs: Mapping[str, Json], empty: list[int]) -> list[dict[str, Any]]:
    still = {"setup": 0, "service": 0, "waiting_time": 0, "violations": []}
    steps: list[dict[str, Any]] = []
    if vehicle.get("start_index") is not None:
        steps.append(
            {
                "type": "start",
                "location_index": vehicle["start_index"],
                **still,
                "load": list(tour.start_load),
                "arrival": tour.starts,
                "duration": 0,
                "distance": 0,
            }
        )
    load = list(tour.start_load)
    for visit in tour.visits:
        load = list(visit.load) or load
        steps.append(_step(visit, jobs, load))
    if vehicle.get("end_index") is not None:
        steps.append(
            {
                "type": "end",
                "location_index": vehicle["end_index"],
                **still,
                "load": load or empty,
                "arrival": tour.ends,
                "duration": tour.travel,
                "distance": tour.metres,
            }
        )
    return steps


def _step(visit: Visit, jobs: Mapping[str, Json], load: list[int]) -> dict[str, Any]:
    times = {
        "setup": visit.setup,
        "service": visit.service,
        "waiting_time": visit.waiting,
        "load": load,
        "arrival": visit.arrival,
        "duration": visit.travelled,
        "distance": visit.metres,
        "violations": [],
    }
    if visit.is_break:
        return {"type": "break", "id": int(visit.stop) if visit.stop.isdigit() else visit.stop, **times}
    told = jobs[visit.stop]
    return {"type": "job", **_named(told), "job": told["id"], **_where(told), **times}


def _whole(cost: float) -> int | float:
    return int(cost) if cost == int(cost) else round(cost, 3)
