"""What is not as VROOM documents it is refused with its place; nothing is accepted in silence, nothing breaks."""

from __future__ import annotations

import copy
import json
import math
import subprocess
import sys
from functools import reduce
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.routing import engine, json_fields, vroom, vroom_answer
from siantar.routing.problem import Impossible
from siantar.routing.travel import AirWays

ROOT = Path(__file__).resolve().parents[2]
QUICK = engine.Ask(0.1)
SMALL = {
    "vehicles": [{
        "id": 1, "profile": "car", "description": "Kurir", "start_index": 0, "end_index": 0, "capacity": [4, 40],
        "costs": {"fixed": 0, "per_hour": 3600, "per_task_hour": 0, "per_km": 0}, "skills": [1], "type": "motor",
        "time_window": [0, 30000], "breaks": [{"id": 1, "time_windows": [[9000, 10000]], "service": 600}],
        "speed_factor": 1.5, "max_tasks": 9, "max_travel_time": 9000, "max_distance": 90000,
        "steps": [{"type": "start"}, {"type": "job", "id": 1}, {"type": "end"}],
    }],
    "jobs": [{
        "id": 1, "description": "Siti", "location_index": 1, "setup": 60, "service": 300, "delivery": [1, 10],
        "pickup": [0, 0], "skills": [1], "priority": 100, "time_windows": [[0, 8000], [12000, 20000]],
    }],
    "matrices": {"car": {"durations": [[0, 600], [610, 0]], "distances": [[0, 5000], [5100, 0]]}},
}  # fmt: skip
WHOLE = [-1, 1.7, 1.0, True, False, "1", None, math.nan, math.inf, -math.inf, [], {}, 2**70, 1698138000000]
SPANS = [[1, 2, 3], [1], [], [3, 1], [1.5, 2], ["1", 2], [True, 2], [-5, 2], 7, "x", None, {}, [None, 2]]
LISTS = [7, "x", None, {}, True]
OBJECTS = [7, "x", None, [], True]
TEXTS = [7, None, [], {}, True]


def changed(path: str, value, problem=SMALL):
    """The small problem with one value set: `vehicles.0.costs.fixed`."""
    other = copy.deepcopy(problem)
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    reduce(lambda content, part: content[part], way, other)[last] = value
    return other


def place_of(path: str) -> str:
    return reduce(lambda name, part: f"{name}[{part}]" if part.isdigit() else f"{name}.{part}".lstrip("."), path.split("."), "")


BAD = [
    *((path, WHOLE) for path in (
        "vehicles.0.start_index", "vehicles.0.end_index", "vehicles.0.max_tasks", "vehicles.0.max_travel_time",
        "vehicles.0.max_distance", "vehicles.0.costs.fixed", "vehicles.0.costs.per_hour", "vehicles.0.costs.per_km",
        "vehicles.0.costs.per_task_hour", "vehicles.0.capacity.0", "vehicles.0.skills.0", "vehicles.0.breaks.0.service",
        "vehicles.0.time_window.1", "jobs.0.location_index", "jobs.0.setup", "jobs.0.service", "jobs.0.delivery.1",
        "jobs.0.pickup.0", "jobs.0.skills.0", "jobs.0.priority",
    )),
    *((path, [value for value in WHOLE if value != 1698138000000]) for path in ("vehicles.0.id", "jobs.0.id", "vehicles.0.breaks.0.id")),
    *((path, SPANS) for path in ("vehicles.0.time_window", "jobs.0.time_windows.0", "vehicles.0.breaks.0.time_windows.0")),
    *((path, [*LISTS, []]) for path in ("jobs.0.time_windows", "vehicles.0.breaks.0.time_windows")),
    *((path, LISTS) for path in (
        "jobs", "vehicles", "vehicles.0.capacity", "vehicles.0.skills", "vehicles.0.breaks", "vehicles.0.steps",
        "jobs.0.delivery", "jobs.0.pickup", "jobs.0.skills", "matrices.car.durations", "matrices.car.distances",
        "matrices.car.durations.0",
    )),
    *((path, OBJECTS) for path in ("jobs.0", "vehicles.0", "vehicles.0.costs", "vehicles.0.breaks.0", "vehicles.0.steps.0", "matrices", "matrices.car")),
    *((path, TEXTS) for path in ("vehicles.0.description", "vehicles.0.profile", "vehicles.0.type", "jobs.0.description")),
    ("vehicles.0.speed_factor", [0, 0.0, -1, 5.01, math.nan, math.inf, "1", True, None, []]),
    ("jobs.0.priority", [101, 1000]),
    ("jobs.0.location_index", [2, 99]),
    ("vehicles.0.start_index", [2, 99]),
    ("matrices.car.durations.0.1", [-1, 1.7, True, "5", math.nan, math.inf, []]),
    ("matrices.car.durations.1", [[0], [0, 1, 2], []]),
    ("matrices.car.distances", [[[0]], [[0, 1], [1]], []]),
    ("jobs.0.delivery", [[1], [1, 2, 3]]),
    ("vehicles.0.breaks.0.time_windows", [[[40000, 50000]], [[30001, 30002]]]),
    ("vehicles.0.steps.1.type", ["pickup", "drive", 7]),
    ("vehicles.0.steps.1.id", [9, "1", True]),
]  # fmt: skip
CASES = [(path, value) for path, values in BAD for value in values]


@pytest.mark.parametrize(("path", "value"), CASES, ids=lambda part: str(part)[:30])
def test_a_value_that_is_not_as_documented_is_refused_at_its_place(path, value):
    with pytest.raises(Impossible) as refusal:
        vroom.read(changed(path, value))
    place = place_of(path)
    reason = str(refusal.value).split(": ")[0]
    assert reason.startswith(place.rpartition(".")[0] or place) and (place.startswith(reason) or reason.startswith(place)), reason


def test_the_small_problem_itself_is_understood_and_solved():
    reading = vroom.read_whole(SMALL)
    plan = engine.make(reading.problem, QUICK)
    answer = vroom_answer.write(reading, plan, SMALL)
    assert (answer["summary"]["unassigned"], answer["summary"]["routes"]) == (0, 1)
    assert reading.begin_with == {"1": ("1",)}


@pytest.mark.parametrize("path", ["vehicle", "Jobs", "options", "vehicles.0.startindex", "vehicles.0.timeWindow", "jobs.0.time_window",
                                  "jobs.0.location_idx", "vehicles.0.costs.hour", "vehicles.0.breaks.0.duration",
                                  "matrices.car.duration", "vehicles.0.steps.0.job"])  # fmt: skip
def test_a_misnamed_key_is_refused_with_its_place(path):
    with pytest.raises(Impossible, match="unknown key") as refusal:
        vroom.read(changed(path, 1))
    assert str(refusal.value).startswith(place_of(path))


@pytest.mark.parametrize(("path", "words"), [
    ("jobs.0.setup_per_type", "not supported"), ("jobs.0.service_per_type", "not supported"),
    ("vehicles.0.breaks.0.max_load", "not supported"), ("jobs.0.amount", "delivery"), ("matrix", "matrices"),
    ("shipments", "not supported"),
])  # fmt: skip
def test_what_is_documented_and_not_supported_is_refused_in_words(path, words):
    with pytest.raises(Impossible, match=words):
        vroom.read(changed(path, [{"pickup": {}}]))


@pytest.mark.parametrize("path", ["vehicles", "jobs", "vehicles.0.id", "jobs.0.id", "jobs.0.location_index", "matrices.car.durations"])
def test_what_is_missing_is_named(path):
    other = copy.deepcopy(SMALL)
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    del reduce(lambda content, part: content[part], way, other)[last]
    with pytest.raises(Impossible, match=last):
        vroom.read(other)


@pytest.mark.parametrize("group", ["jobs", "vehicles"])
def test_an_id_that_stands_twice_is_refused_at_its_place(group):
    other = copy.deepcopy(SMALL)
    other[group].append(copy.deepcopy(other[group][0]))
    if group == "vehicles":
        del other[group][1]["steps"]
    with pytest.raises(Impossible, match=rf"{group}\[1\]\.id: .*same id"):
        vroom.read(other)


def test_amounts_that_cannot_be_compared_are_refused():
    with pytest.raises(Impossible, match=r"jobs\[0\]\.delivery: 2 amounts, but vehicles\[0\]\.capacity has 1"):
        vroom.read(changed("vehicles.0.capacity", [1]))


@pytest.mark.parametrize("path", ["vehicles.0.max_distance", "vehicles.0.costs.per_km"])
def test_a_limit_by_distance_needs_distances(path):
    other = changed(path, 10)
    del other["matrices"]["car"]["distances"]
    if path != "vehicles.0.max_distance":
        del other["vehicles"][0]["max_distance"]
    with pytest.raises(Impossible, match="distances"):
        vroom.read(other)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
paths = st.sampled_from(sorted({path for path, _value in CASES}))


@given(paths, values)
def test_whatever_stands_somewhere_is_understood_or_refused(path, value):
    try:
        problem = vroom.read(changed(path, value))
    except Impossible:
        return
    assert engine.make(problem, engine.Ask(0.0)).broken == ()


@pytest.mark.parametrize("text", ['{"jobs": [', "", "[]", "7", '{"jobs": 1, "jobs": 2}', "9" * 5000, "[" * 100_000, '{"a": NaN}', "\ufeff{}"])
def test_a_text_that_is_no_problem_is_answered_in_json(text):
    done = subprocess.run(
        [sys.executable, "-m", "siantar.routing", "-", "--seconds", "0"], input=text.encode(), capture_output=True, timeout=60, check=False, cwd=ROOT,
    )  # fmt: skip
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["code"], done.stderr) == (1, 2, b"")
    assert answer["error"]


def test_bytes_that_are_no_text_are_answered_in_json(tmp_path):
    file = tmp_path / "x.json"
    file.write_bytes(b"\xff\xfe{")
    done = subprocess.run([sys.executable, "-m", "siantar.routing", str(file)], capture_output=True, check=False, cwd=ROOT)
    assert (done.returncode, json.loads(done.stdout)["code"]) == (1, 2)


@pytest.mark.parametrize("seconds", ["nan", "inf", "-1", "4000", "x"])
def test_a_search_without_an_end_is_refused(seconds):
    done = subprocess.run([sys.executable, "-m", "siantar.routing", "-", "--seconds", seconds], capture_output=True, check=False, cwd=ROOT)
    assert done.returncode == 2
    assert b"--seconds" in done.stderr
    assert b"Traceback" not in done.stderr


def solved(problem, **more):
    reading = vroom.read_whole(problem, **more)
    plan = engine.make(reading.problem, QUICK)
    assert plan.broken == ()
    return vroom_answer.write(reading, plan, problem)


@pytest.mark.parametrize("now", [0, 1698138000, 4102444800])
def test_unix_times_are_times(now):
    problem = {
        "vehicles": [{"id": 1, "start_index": 0, "end_index": 0, "time_window": [now, now + 7200]}],
        "jobs": [{"id": 1, "location_index": 1}], "matrices": {"car": {"durations": [[0, 60], [60, 0]]}},
    }  # fmt: skip
    (route,) = solved(problem)["routes"]
    assert [step["arrival"] for step in route["steps"]] == [now, now + 60, now + 120]


def test_unix_times_of_jobs_alone_are_times_too():
    now = 1698138000
    problem = {
        "vehicles": [{"id": 1, "start_index": 0}],
        "jobs": [{"id": 1, "location_index": 1, "time_windows": [[now, now + 10]]}],
        "matrices": {"car": {"durations": [[0, 60], [60, 0]]}},
    }
    (route,) = solved(problem)["routes"]
    assert route["waiting_time"] == 0
    assert now <= route["steps"][1]["arrival"] <= now + 10


LINE = [[600 * abs(i - j) for j in range(5)] for i in range(5)]


def limited(count=4, **vehicle):
    return {
        "vehicles": [{"id": 1, "start_index": 0, "end_index": 0, **vehicle}],
        "jobs": [{"id": i, "location_index": i, "delivery": [1, i]} for i in range(1, count + 1)],
        "matrices": {"car": {"durations": LINE, "distances": [[10 * cell for cell in row] for row in LINE]}},
    }


@pytest.mark.parametrize(("vehicle", "reason"), [
    ({"max_tasks": 2}, {"reason": "max_tasks", "limit": "max_tasks"}),
    ({"max_tasks": 0}, {"reason": "max_tasks", "limit": "max_tasks"}),
    ({"max_travel_time": 2500}, {"reason": "max_travel_time", "limit": "max_travel_time"}),
    ({"max_travel_time": 100}, {"reason": "max_travel_time", "limit": "max_travel_time"}),
    ({"max_travel_time": 2500, "costs": {"per_km": 7}}, {"reason": "max_travel_time", "limit": "max_travel_time"}),
    ({"max_distance": 25000}, {"reason": "max_distance", "limit": "max_distance"}),
    ({"max_distance": 25000, "costs": {"per_hour": 0, "per_km": 3}}, {"reason": "max_distance", "limit": "max_distance"}),
    ({"capacity": [3, 100]}, {"reason": "no_room", "limit": "capacity[0]"}),
    ({"capacity": [9, 6]}, {"reason": "no_room", "limit": "capacity[1]"}),
    ({"capacity": [9, 0]}, {"reason": "too_large", "limit": "capacity[1]"}),
    ({"time_window": [0, 2500]}, {"reason": "window_closed"}),
])  # fmt: skip
def test_every_limit_is_honoured_and_is_a_reason_of_its_own(vehicle, reason):
    answer = solved(limited(**vehicle))
    assert answer["unassigned"]
    for left in answer["unassigned"]:
        assert {name: left[name] for name in ("reason", "limit") if name in left} == reason
    for route in answer["routes"]:
        assert route["duration"] <= vehicle.get("max_travel_time", 10**9)
        assert route["distance"] <= vehicle.get("max_distance", 10**9)
        assert sum(step["type"] == "job" for step in route["steps"]) <= vehicle.get("max_tasks", 99)
        assert all(a <= b for a, b in zip(route["delivery"], vehicle.get("capacity", [99, 999]), strict=True))


def test_a_job_that_only_time_keeps_out_is_said_so():
    problem = limited(time_window=[0, 6000])
    for job in problem["jobs"]:
        job["service"] = 1000
    assert {left["reason"] for left in solved(problem)["unassigned"]} == {"no_time"}


def test_task_time_is_priced():
    dear = {"id": 2, "start_index": 0, "end_index": 0, "costs": {"per_task_hour": 36000}}
    problem = limited(costs={"per_task_hour": 3600})
    problem["vehicles"].append(dear)
    for job in problem["jobs"]:
        job["service"] = 300
    (route,) = solved(problem)["routes"]
    assert (route["vehicle"], route["cost"]) == (1, route["duration"] + 1200)


def test_vehicles_with_different_breaks_take_each_their_own():
    problem = limited(time_window=[0, 20000], breaks=[{"id": 4, "service": 600, "time_windows": [[700, 3000]]}])
    problem["vehicles"].append({"id": 2, "start_index": 0, "end_index": 0, "time_window": [0, 20000], "max_tasks": 2})
    problem["vehicles"][0]["max_tasks"] = 2
    answer = solved(problem)
    breaks = {route["vehicle"]: [step["id"] for step in route["steps"] if step["type"] == "break"] for route in answer["routes"]}
    assert breaks == {1: [4], 2: []}
    assert answer["unassigned"] == []


def test_coordinates_alone_are_timed_by_the_installation_and_it_says_by_what():
    problem = {
        "vehicles": [{"id": 1, "start": [106.66, -6.25], "end": [106.66, -6.25]}],
        "jobs": [{"id": 7, "location": [106.67, -6.25]}, {"id": 8, "location": [106.66, -6.25]}],
    }
    requests = []

    def source(points):
        requests.append(points)
        return AirWays(factor=2.0).matrix(points), AirWays(factor=2.0)

    answer = solved(problem, source=source)
    assert answer["summary"]["travel_times"] == {"source": "air", "version": "air 2.000 20.00"}
    assert len(requests[0]) == 2
    assert [step["location"] for step in answer["routes"][0]["steps"] if step.get("id") == 7] == [[106.67, -6.25]]
    assert answer["summary"]["distance"] == pytest.approx(4 * 1106, rel=0.01)
    assert solved(SMALL)["summary"]["travel_times"] == {"source": "matrices"}


@pytest.mark.parametrize("where", [[106.66], [106.66, -6.25, 3], [-6.25, 106.66], ["106", 6], [None, 1], "x", 7, None, [math.nan, 0]])
def test_a_coordinate_that_is_none_is_refused_at_its_place(where):
    problem = {"vehicles": [{"id": 1, "start": [106.66, -6.25]}], "jobs": [{"id": 7, "location": where}]}
    with pytest.raises(Impossible, match=r"jobs\[0\]\.location"):
        vroom.read(problem)


def test_an_error_repeats_no_more_of_a_value_than_a_line():
    assert len(str(json_fields.wrong("x", "a text is needed", ["a" * 5000]))) < 120
