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
    PlanStop,
    Price,
    Problem,
    Seconds,
    Window,
)

Json = Mapping[str, Any]
_NO_WAY = 2**32 - 1


def read(content: Json) -> Problem:
    """Read the problem from VROOM's JSON. Raises Impossible, naming the field."""
    if not isinstance(content, Mapping):
        raise Impossible("expected a JSON object")
    if content.get("shipments"):
        raise Impossible("shipments are not supported; give jobs with delivery or pickup")
    try:
        matrices = _matrices(content)
        stops = tuple(_stop(job) for job in content.get("jobs", ()))
        couriers = tuple(_courier(vehicle) for vehicle in _required(content, "vehicles"))
    except (TypeError, ValueError, AttributeError, KeyError) as problem:
        raise problem if isinstance(problem, Impossible) else Impossible(f"not understood: {problem}") from problem
    return Problem(stops, couriers, matrices)


def _required(content: Json, name: str) -> Any:
    if name not in content:
        raise Impossible(f"missing: {name}")
    return content[name]


def _matrices(content: Json) -> dict[str, Matrix]:
    matrices = content.get("matrices")
    if matrices is None and "matrix" in content:
        matrices = {"car": {"durations": content["matrix"]}}
    if not matrices:
        raise Impossible("missing: matrices")
    return {name: _matrix(name, matrix) for name, matrix in matrices.items()}


def _matrix(name: str, content: Json) -> Matrix:
    durations = _square(f"matrices.{name}.durations", _required(content, "durations"))
    distances = content.get("distances")
    costs = content.get("costs")
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


def _windows(spans: Any) -> tuple[Window, ...]:
    if not spans:
        return (ALWAYS,)
    return tuple(sorted((Window(int(span[0]), int(span[1])) for span in spans), key=lambda window: window.earliest))


def _amounts(amounts: Any) -> tuple[int, ...]:
    return tuple(int(amount) for amount in amounts or ())


def _place(content: Json, name: str) -> int | None:
    index = content.get(f"{name}_index")
    if index is None and content.get(name) is not None:
        raise Impossible(f"{name}: give {name}_index and a matrix")
    return None if index is None else int(index)


def _stop(job: Json) -> PlanStop:
    place = _place(job, "location")
    if place is None:
        raise Impossible(f"job {job.get('id')}: location_index is missing")
    delivery = job.get("delivery", job.get("amount"))
    return PlanStop(
        id=str(_required(job, "id")),
        place=place,
        service=int(job.get("service", 0)),
        setup=int(job.get("setup", 0)),
        windows=_windows(job.get("time_windows")),
        delivery=_amounts(delivery),
        pickup=_amounts(job.get("pickup")),
        skills=frozenset(int(skill) for skill in job.get("skills", ())),
        priority=int(job.get("priority", 0)),
    )


def _courier(vehicle: Json) -> Courier:
    id = str(_required(vehicle, "id"))
    start, end = _place(vehicle, "start"), _place(vehicle, "end")
    if start is None and end is None:
        raise Impossible(f"vehicle {id}: start_index or end_index is needed")
    shift = vehicle.get("time_window")
    costs = vehicle.get("costs", {})
    return Courier(
        id=id,
        start=start,
        end=end,
        shift=Window(int(shift[0]), int(shift[1])) if shift else ALWAYS,
        capacity=_amounts(vehicle.get("capacity")),
        skills=frozenset(int(skill) for skill in vehicle.get("skills", ())),
        breaks=tuple(
            Break(str(pause.get("id", place)), int(pause.get("service", 0)), _windows(pause.get("time_windows")))
            for place, pause in enumerate(vehicle.get("breaks", ()))
        ),
        price=Price(
            tour=float(costs.get("fixed", 0)),
            travel_second=float(costs.get("per_hour", 3600)) / 3600,
            work_second=0,
            metre=float(costs.get("per_km", 0)) / 1000,
        ),
        profile=str(vehicle.get("profile", "car")),
        speed=float(vehicle.get("speed_factor", 1)),
        most_stops=vehicle.get("max_tasks"),
        most_travel=vehicle.get("max_travel_time"),
        most_metres=vehicle.get("max_distance"),
    )


def write(problem: Problem, plan: Plan, content: Json, *, computing_ms: int = 0) -> dict[str, Any]:
    """Write the plan in VROOM's JSON; ids, descriptions and locations as they came in."""
    jobs = {str(job["id"]): job for job in content.get("jobs", ())}
    vehicles = {str(vehicle["id"]): vehicle for vehicle in content["vehicles"]}
    stops = {stop.id: stop for stop in problem.stops}
    driven = [tour for tour in plan.tours if tour.stops]
    routes = [_route(tour, vehicles[tour.courier], jobs) for tour in driven]
    left = [jobs[left_out.stop] for left_out in plan.left_out]
    reasons = {left_out.stop: left_out.why for left_out in plan.left_out}
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
            {**_named(job), **_where(job), "type": "job", "reason": str(reasons[str(job["id"])])} for job in left
        ],
        "routes": routes,
    }


def _sums(parts: Sequence[Json]) -> dict[str, int]:
    names = ("cost", "service", "duration", "waiting_time", "distance")
    return {name: sum(part[name] for part in parts) for name in names}


def _added(amounts: Sequence[Sequence[int]]) -> list[int]:
    size = max(map(len, amounts), default=0)
    return [sum(amount[i] for amount in amounts if i < len(amount)) for i in range(size)]


def _named(listed: Json) -> dict[str, Any]:
    return {"id": listed["id"], **({"description": listed["description"]} if "description" in listed else {})}


def _where(job: Json) -> dict[str, Any]:
    return {"location_index": job["location_index"], **({"location": job["location"]} if "location" in job else {})}


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
        "priority": sum(int(job.get("priority", 0)) for job in mine),
        "delivery": _added([_amounts(job.get("delivery", job.get("amount"))) for job in mine]),
        "pickup": _added([_amounts(job.get("pickup")) for job in mine]),
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
    job = jobs[visit.stop]
    return {"type": "job", **_named(job), "job": job["id"], **_where(job), **times}


def _whole(cost: float) -> int | float:
    return int(cost) if cost == int(cost) else round(cost, 3)
