"""The JSON of the VROOM API: other people's problems run through ours, and the answer adds up."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from siantar.routing import vroom
from siantar.routing.problem import Impossible

ROOT = Path(__file__).resolve().parents[2]
WAYS = [[0, 600, 900, 700], [610, 0, 400, 800], [880, 410, 0, 300], [720, 790, 310, 0]]


def answer_with(**more):
    problem = {
        "vehicles": [
            {"id": 1, "start_index": 0, "end_index": 0, "capacity": [2], "time_window": [28800, 43200], "skills": [1]},
            {"id": 2, "start_index": 0, "end_index": 0, "capacity": [2], "description": "Kurir 2"},
        ],
        "jobs": [
            {"id": 11, "location_index": 1, "service": 300, "delivery": [1], "description": "Jelupang"},
            {"id": 12, "location_index": 2, "service": 300, "delivery": [1], "time_windows": [[30000, 31000]]},
            {"id": 13, "location_index": 3, "service": 300, "pickup": [1], "skills": [1], "priority": 10},
        ],
        "matrices": {"car": {"durations": WAYS, "distances": [[10 * cell for cell in row] for row in WAYS]}},
    }
    return problem | more


def run(problem, *options):
    done = subprocess.run(
        [sys.executable, "-m", "siantar.routing", "-", "--seconds", "0.3", *options],
        input=json.dumps(problem), capture_output=True, text=True, timeout=60, check=False, cwd=ROOT,
    )  # fmt: skip
    return done.returncode, json.loads(done.stdout)


def test_a_problem_comes_back_as_routes_whose_sums_are_right():
    code, answer = run(answer_with())
    assert code == answer["code"] == 0
    summary, routes = answer["summary"], answer["routes"]
    assert summary["unassigned"] == 0
    assert summary["cost"] == summary["duration"] == sum(route["cost"] for route in routes)
    assert summary["distance"] == 10 * summary["duration"]
    assert summary["service"] == 900
    assert summary["priority"] == 10
    jobs = [step for route in routes for step in route["steps"] if step["type"] == "job"]
    assert sorted(step["id"] for step in jobs) == [11, 12, 13]
    appointment = next(step for step in jobs if step["id"] == 12)
    assert 30000 <= appointment["arrival"] + appointment["waiting_time"] <= 31000
    for route in routes:
        assert route["steps"][0]["type"] == "start"
        assert route["steps"][-1]["type"] == "end"
        arrivals = [step["arrival"] for step in route["steps"]]
        assert arrivals == sorted(arrivals)
        assert route["steps"][-1]["duration"] == route["duration"]


def test_what_cannot_be_done_is_unassigned_not_lost():
    problem = answer_with()
    problem["jobs"].append({"id": 14, "location_index": 1, "skills": [9]})
    _, answer = run(problem)
    assert answer["summary"]["unassigned"] == 1
    assert answer["unassigned"][0]["id"] == 14
    assert answer["unassigned"][0]["reason"] == "nobody_may"


def test_an_open_tour_and_another_profile_are_understood():
    problem = answer_with(vehicles=[{"id": 5, "start_index": 0, "profile": "scooter", "speed_factor": 2.0, "skills": [1]}])
    problem["matrices"] = {"scooter": problem["matrices"]["car"]}
    _, answer = run(problem)
    (route,) = answer["routes"]
    assert route["steps"][-1]["type"] == "job"
    assert route["duration"] == (600 + 400 + 300) // 2
    assert answer["summary"]["unassigned"] == 0


def test_the_most_tasks_of_a_vehicle_hold():
    problem = answer_with(vehicles=[{"id": 1, "start_index": 0, "end_index": 0, "max_tasks": 2, "skills": [1]}])
    _, answer = run(problem)
    assert len([step for step in answer["routes"][0]["steps"] if step["type"] == "job"]) == 2
    assert answer["summary"]["unassigned"] == 1


def test_limits_and_fixed_costs_are_kept():
    problem = answer_with(vehicles=[{"id": i, "start_index": 0, "end_index": 0, "costs": {"fixed": 100_000}, "skills": [1]} for i in (1, 2)])  # fmt: skip
    _, answer = run(problem)
    assert answer["summary"]["routes"] == 1
    problem = answer_with(vehicles=[{"id": 1, "start_index": 0, "end_index": 0, "max_travel_time": 1300, "skills": [1]}])
    _, answer = run(problem)
    assert answer["summary"]["duration"] <= 1300
    assert answer["summary"]["unassigned"] == 2


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"matrices": {}}, "matrices"),
        ({"matrices": {"car": {"durations": [[0, 1]]}}}, "square"),
        ({"matrices": {"car": {"durations": [[0, -1], [1, 0]]}}}, "negative"),
        ({"vehicles": [{"id": 1}]}, "start_index"),
        ({"jobs": [{"id": 1, "location": [2.3, 48.8]}]}, "location"),
        ({"jobs": [{"id": 1, "location_index": 99}]}, "outside"),
        ({"jobs": [{"id": 1, "location_index": 1}, {"id": 1, "location_index": 2}]}, "same id"),
        ({"jobs": [{"id": 1, "location_index": 1, "time_windows": [[9, 3]]}]}, "window"),
        ({"shipments": [{"pickup": {}, "delivery": {}}]}, "shipments"),
        ({"jobs": 7}, "not understood"),
    ],
)
def test_what_is_not_understood_is_named(change, named):
    with pytest.raises(Impossible, match=named):
        vroom.read(answer_with(**change))


def test_a_broken_file_is_answered_in_json():
    code, answer = run([])
    assert code == 1
    assert answer["code"] == 2
    assert "object" in answer["error"]
