"""The JSON of the VROOM API (https://github.com/VROOM-Project/vroom/blob/master/docs/API.md), read.

Taken: vehicles, jobs, matrices per profile; where there are none, the travel times of the installation. Refused in
words: shipments, times by vehicle type, `max_load` of a break. Whatever else is not as documented is refused with its
place. `vroom_answer` writes what comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from siantar.routing import json_fields
from siantar.routing.json_fields import MOST_ID, fields, items, join, required, whole, wholes, words, wrong
from siantar.routing.model import Order
from siantar.routing.problem import ALWAYS, Break, Courier, Impossible, Matrix, PlanStop, Price, Problem, Window
from siantar.routing.travel import AirWays, Point, Ways
from siantar.routing.vroom_places import Places, given_matrices

Json = Mapping[str, Any]
Source = Callable[[Sequence[Point]], tuple[Matrix, Ways]]
_TOP = ("jobs", "shipments", "vehicles", "matrices", "matrix")
_JOB = (
    "id", "description", "location", "location_index", "setup", "service", "setup_per_type", "service_per_type",
    "amount", "delivery", "pickup", "skills", "priority", "time_windows",
)  # fmt: skip
_VEHICLE = (
    "id", "profile", "description", "start", "start_index", "end", "end_index", "capacity", "costs", "skills", "type",
    "time_window", "breaks", "speed_factor", "max_tasks", "max_travel_time", "max_distance", "steps",
)  # fmt: skip
_COSTS = ("fixed", "per_hour", "per_task_hour", "per_km")
_BREAK = ("id", "time_windows", "service", "description", "max_load")
_STEP = ("type", "id", "service_at", "service_after", "service_before")
_STEP_TYPES = ("start", "job", "pickup", "delivery", "break", "end")
_FASTEST = 5  # speed_factor


@dataclass(frozen=True, slots=True)
class VroomProblem:
    """A problem as it was read; `begin_with` from the vehicles' steps, `ways` where the travel times are our own."""

    problem: Problem
    begin_with: Order | None = None
    ways: Ways | None = None


def by_air(points: Sequence[Point]) -> tuple[Matrix, Ways]:
    """Travel times where there is no installation."""
    ways = AirWays()
    return ways.matrix(points), ways


def read(content: Any, source: Source = by_air) -> Problem:
    """Read the problem from VROOM's JSON. Raises Impossible, naming the place."""
    return read_whole(content, source).problem


def read_whole(content: Any, source: Source = by_air) -> VroomProblem:
    """Read the problem and how to begin; coordinates without matrices are timed by `source`. Raises Impossible."""
    fields("", content, _TOP)
    if content.get("shipments"):
        raise Impossible("shipments: shipments are not supported; give jobs with delivery or pickup")
    jobs = items("jobs", required("", content, "jobs"))
    vehicles = items("vehicles", required("", content, "vehicles"))
    if not vehicles:
        raise Impossible("vehicles: at least one vehicle is needed")
    matrices = given_matrices(content)
    places = Places(None if matrices is None else len(next(iter(matrices.values())).durations))
    stops = tuple(_stop(f"jobs[{i}]", job, places) for i, job in enumerate(jobs))
    couriers = tuple(_courier(f"vehicles[{i}]", vehicle, places) for i, vehicle in enumerate(vehicles))
    _require_different("jobs", [stop.id for stop in stops])
    _require_different("vehicles", [courier.id for courier in couriers])
    _require_same_size(stops, couriers)
    ways = None
    begin_with = _begin_with(vehicles, stops)
    if matrices is None:
        table, ways = source(places.points)
        matrices = {courier.profile: table for courier in couriers}
    else:
        _require_matrices(couriers, vehicles, matrices, content)
    return VroomProblem(Problem(stops, couriers, matrices), begin_with, ways)


def _require_different(group: str, ids: list[str]) -> None:
    for i, id in enumerate(ids):
        if id in ids[:i]:
            raise Impossible(f"{group}[{i}].id: {group}[{ids.index(id)}] has the same id {id}")


def _require_same_size(stops: tuple[PlanStop, ...], couriers: tuple[Courier, ...]) -> None:
    """Amounts are compared one by one, so all must have as many."""
    sizes = [(f"vehicles[{i}].capacity", len(courier.capacity)) for i, courier in enumerate(couriers)]
    for i, stop in enumerate(stops):
        sizes += [(f"jobs[{i}].delivery", len(stop.delivery)), (f"jobs[{i}].pickup", len(stop.pickup))]
    sizes = [(place, size) for place, size in sizes if size]
    for place, size in sizes:
        first, expected = sizes[0]
        if size != expected:
            raise Impossible(f"{place}: {size} amounts, but {first} has {expected}; give the same number everywhere")


def _require_matrices(
    couriers: tuple[Courier, ...], vehicles: Any, matrices: Mapping[str, Matrix], content: Json
) -> None:
    """Each vehicle's profile has its matrix, with distances where they are needed."""
    for i, (courier, vehicle) in enumerate(zip(couriers, vehicles, strict=True)):
        place = f"vehicles[{i}]"
        name = courier.profile
        if name not in matrices:
            raise Impossible(f"{place}.profile: no matrix for profile {name!r}; add matrices.{name}")
        table = (content.get("matrices") or {}).get(courier.profile, {})
        for name, needed in (("max_distance", courier.most_metres is not None), ("costs.per_km", courier.price.metre)):
            if needed and "distances" not in table:
                raise Impossible(f"{place}.{name}: needs matrices.{courier.profile}.distances")
        if "costs" in table and "per_hour" in vehicle.get("costs", {}):
            raise Impossible(f"{place}.costs.per_hour: contradicts matrices.{courier.profile}.costs; give one of them")


def _amounts(place: str, content: Json, name: str) -> tuple[int, ...]:
    return wholes(join(place, name), content[name]) if name in content else ()


def _skills(place: str, content: Json) -> frozenset[int]:
    return frozenset(wholes(f"{place}.skills", content.get("skills", [])))


def _seconds(place: str, content: Json, name: str) -> int:
    return whole(join(place, name), content.get(name, 0))


def _window(place: str, span: Any) -> Window:
    if not isinstance(span, list) or len(span) != 2:
        raise wrong(place, "a window is two numbers [start, end]", span)
    begins, ends = wholes(place, span)
    if begins > ends:
        raise Impossible(f"{place}: the window ends before it begins: [{begins}, {ends}]")
    return Window(begins, ends)


def _windows(place: str, content: Json) -> tuple[Window, ...]:
    if "time_windows" not in content:
        return (ALWAYS,)
    where = f"{place}.time_windows"
    windows = [_window(f"{where}[{i}]", span) for i, span in enumerate(items(where, content["time_windows"]))]
    if not windows:
        raise Impossible(f"{where}: at least one window is needed; leave the key out where any time will do")
    return tuple(sorted(windows, key=lambda window: window.earliest))


def _stop(place: str, job: Any, places: Places) -> PlanStop:
    fields(place, job, _JOB)
    words(place, job, "description")
    for name in ("setup_per_type", "service_per_type"):
        if name in job:
            raise Impossible(f"{place}.{name}: times by vehicle type are not supported; give {name.split('_')[0]}")
    if "amount" in job and "delivery" in job:
        raise Impossible(f"{place}.amount: the older name of delivery; give one of them")
    if (where := places.of(place, job, "location")) is None:
        raise Impossible(f"{place}: missing: {places.key('location')}")
    return PlanStop(
        id=str(whole(f"{place}.id", required(place, job, "id"), MOST_ID)),
        place=where,
        service=_seconds(place, job, "service"),
        setup=_seconds(place, job, "setup"),
        windows=_windows(place, job),
        delivery=_amounts(place, job, "delivery" if "delivery" in job else "amount"),
        pickup=_amounts(place, job, "pickup"),
        skills=_skills(place, job),
        priority=whole(f"{place}.priority", job.get("priority", 0), 100),
    )


def _courier(place: str, vehicle: Any, places: Places) -> Courier:
    fields(place, vehicle, _VEHICLE)
    for name in ("description", "profile", "type"):
        words(place, vehicle, name)
    start, end = places.of(place, vehicle, "start"), places.of(place, vehicle, "end")
    if start is None and end is None:
        raise Impossible(f"{place}: {places.key('start')} or {places.key('end')} is needed")
    shift = _window(f"{place}.time_window", vehicle["time_window"]) if "time_window" in vehicle else ALWAYS
    limits = {
        name: whole(join(place, name), vehicle[name]) if name in vehicle else None
        for name in ("max_tasks", "max_travel_time", "max_distance")
    }
    return Courier(
        id=str(whole(f"{place}.id", required(place, vehicle, "id"), MOST_ID)),
        start=start,
        end=end,
        shift=shift,
        capacity=_amounts(place, vehicle, "capacity"),
        skills=_skills(place, vehicle),
        breaks=_breaks(place, vehicle, shift),
        price=_price(f"{place}.costs", vehicle.get("costs", {})),
        profile=vehicle.get("profile", "car"),
        speed=_speed(f"{place}.speed_factor", vehicle.get("speed_factor", 1)),
        most_stops=limits["max_tasks"],
        most_travel=limits["max_travel_time"],
        most_metres=limits["max_distance"],
    )


def _speed(place: str, value: Any) -> float:
    speed = json_fields.number(place, value)
    if not 0 < speed <= _FASTEST:
        raise wrong(place, f"a number above 0 and up to {_FASTEST} is needed", value)
    return speed


def _price(place: str, costs: Any) -> Price:
    fields(place, costs, _COSTS)
    fixed, hour, task_hour, km = (
        whole(join(place, name), costs.get(name, 3600 if name == "per_hour" else 0)) for name in _COSTS
    )
    return Price(tour=fixed, travel_second=hour / 3600, work_second=0, metre=km / 1000, task_second=task_hour / 3600)


def _breaks(place: str, vehicle: Json, shift: Window) -> tuple[Break, ...]:
    where = f"{place}.breaks"
    content = items(where, vehicle.get("breaks", []))
    pauses = tuple(_break(f"{where}[{i}]", pause, shift) for i, pause in enumerate(content))
    _require_different(where, [pause.id for pause in pauses])
    return pauses


def _break(place: str, pause: Any, shift: Window) -> Break:
    """A pause with the parts of its windows that lie within the shift."""
    fields(place, pause, _BREAK)
    words(place, pause, "description")
    if "max_load" in pause:
        raise Impossible(f"{place}.max_load: a load during a break is not supported; leave the key out")
    windows = [
        Window(max(window.earliest, shift.earliest), min(window.latest, shift.latest))
        for window in _windows(place, pause)
        if window.earliest <= shift.latest and window.latest >= shift.earliest
    ]
    if not windows:
        span = f"[{shift.earliest}, {shift.latest}]"
        raise Impossible(f"{place}.time_windows: the break lies outside the vehicle's time_window {span}")
    id = whole(f"{place}.id", required(place, pause, "id"), MOST_ID)
    return Break(str(id), _seconds(place, pause, "service"), tuple(windows))


def _begin_with(vehicles: Any, stops: tuple[PlanStop, ...]) -> Order | None:
    """The order of the vehicles' `steps`, from which the search begins."""
    ids, visited, order = {stop.id for stop in stops}, set[str](), dict[str, tuple[str, ...]]()
    for i, vehicle in enumerate(vehicles):
        where = f"vehicles[{i}].steps"
        tour = []
        for j, step in enumerate(items(where, vehicle.get("steps", []))):
            id = _step(f"{where}[{j}]", step)
            if id and (id not in ids or id in visited):
                raise Impossible(f"{where}[{j}].id: job {id} is unknown or stands in two steps")
            if id:
                tour.append(id)
                visited.add(id)
        order[str(vehicle["id"])] = tuple(tour)
    return order if visited else None


def _step(place: str, step: Any) -> str:
    """The id of the job a step visits; empty for other steps."""
    fields(place, step, _STEP)
    kind = required(place, step, "type")
    if kind not in _STEP_TYPES:
        raise wrong(f"{place}.type", f"one of {', '.join(_STEP_TYPES)} is needed", kind)
    if kind in {"pickup", "delivery"}:
        raise Impossible(f"{place}.type: a step of a shipment; shipments are not supported")
    for name in ("service_at", "service_after", "service_before"):
        if name in step:
            whole(join(place, name), step[name])
    if kind in {"job", "break"}:
        id = whole(f"{place}.id", required(place, step, "id"), MOST_ID)
        return str(id) if kind == "job" else ""
    return ""
