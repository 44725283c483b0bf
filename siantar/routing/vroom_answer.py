"""The answer to a VROOM problem in the JSON of the VROOM API: ids, descriptions and locations as they came in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from siantar.routing.plan import LeftOut, Plan, Tour, Visit, Why
from siantar.routing.vroom import VroomProblem

Json = Mapping[str, Any]
_LIMITS = {Why.MAX_TASKS: "max_tasks", Why.MAX_TRAVEL_TIME: "max_travel_time", Why.MAX_DISTANCE: "max_distance"}


def write(reading: VroomProblem, plan: Plan, content: Json, *, computing_ms: int = 0) -> dict[str, Any]:
    """Write the plan in VROOM's JSON; beside it the reason of each job left out, and whose travel times were used."""
    jobs = {str(job["id"]): job for job in content["jobs"]}
    vehicles = {str(vehicle["id"]): vehicle for vehicle in content["vehicles"]}
    stops = {stop.id: stop for stop in reading.problem.stops}
    driven = [tour for tour in plan.tours if tour.stops]
    routes = [_route(tour, vehicles[tour.courier], jobs) for tour in driven]
    return {
        "code": 0,
        "summary": {
            **_sums(routes),
            "routes": len(routes),
            "unassigned": len(plan.left_out),
            "setup": sum(route["setup"] for route in routes),
            "delivery": _added([route["delivery"] for route in routes]),
            "pickup": _added([route["pickup"] for route in routes]),
            "priority": sum(stops[id].priority for tour in driven for id in tour.stops),
            "violations": [],
            "computing_times": {"loading": 0, "solving": computing_ms, "routing": 0},
            "travel_times": _travel_times(reading),
        },
        "unassigned": [_unassigned(left_out, jobs[left_out.stop]) for left_out in plan.left_out],
        "routes": routes,
    }


def _travel_times(reading: VroomProblem) -> dict[str, str]:
    """Whose travel times: the problem's own matrices, or the installation's, by quality and version."""
    if reading.ways is None:
        return {"source": "matrices"}
    source = {"road": "server", "graph": "graph", "air": "air"}[reading.ways.quality]
    return {"source": source, "version": reading.ways.version}


def _unassigned(left_out: LeftOut, job: Json) -> dict[str, Any]:
    """A job that nobody does, with the reason, and the limit that kept it out where it was one."""
    limit = _LIMITS.get(left_out.why, "" if left_out.dimension is None else f"capacity[{left_out.dimension}]")
    reason = {"reason": str(left_out.why), **({"limit": limit} if limit else {})}
    return {**_named(job), **_where(job, "location"), "type": "job", **reason}


def _sums(parts: Sequence[Json]) -> dict[str, int]:
    names = ("cost", "service", "duration", "waiting_time", "distance")
    return {name: sum(part[name] for part in parts) for name in names}


def _added(amounts: Sequence[Sequence[int]]) -> list[int]:
    size = max(map(len, amounts), default=0)
    return [sum(amount[i] for amount in amounts if i < len(amount)) for i in range(size)]


def _named(listed: Json) -> dict[str, Any]:
    return {"id": listed["id"], **({"description": listed["description"]} if "description" in listed else {})}


def _where(content: Json, name: str) -> dict[str, Any]:
    """Where it is, as it came in; a step calls it a location whatever it was called."""
    index, location = content.get(f"{name}_index"), content.get(name)
    return {
        **({"location_index": index} if index is not None else {}),
        **({"location": location} if location is not None else {}),
    }


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
        "priority": sum(job.get("priority", 0) for job in mine),
        "delivery": _added([job.get("delivery", job.get("amount", [])) for job in mine]),
        "pickup": _added([job.get("pickup", []) for job in mine]),
        "violations": [],
        "steps": _steps(tour, vehicle, jobs, [0] * size),
    }


def _steps(tour: Tour, vehicle: Json, jobs: Mapping[str, Json], empty: list[int]) -> list[dict[str, Any]]:
    still = {"setup": 0, "service": 0, "waiting_time": 0, "violations": []}
    steps: list[dict[str, Any]] = []
    if where := _where(vehicle, "start"):
        steps.append(
            {
                "type": "start",
                **where,
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
    if where := _where(vehicle, "end"):
        steps.append(
            {
                "type": "end",
                **where,
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
    return {"type": "job", **_named(job), "job": job["id"], **_where(job, "location"), **times}


def _whole(cost: float) -> int | float:
    return int(cost) if cost == int(cost) else round(cost, 3)
