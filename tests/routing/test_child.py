"""A plan is made in a process of its own, behind everything that somebody waits for."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from siantar.routing import codec
from siantar.routing.child import BEHIND
from siantar.routing.problem import Courier, PlanStop, Problem, Window
from tests.routing.worlds import DAY, matrix_of

OURS = os.getpriority(os.PRIO_PROCESS, 0)
PLACES = [(0, 0), (100, 900), (2000, 300), (700, 1500)]


@pytest.mark.skipif(OURS + BEHIND > 19, reason="the suite itself runs at the lowest priority")
def test_the_search_stands_behind_the_pages():
    stops = tuple(PlanStop(f"s{place}", place, 60) for place in range(1, len(PLACES)))
    problem = Problem(stops, (Courier("k1", 0, 0, Window(0, DAY)),), {"car": matrix_of(PLACES)})
    job = {"seconds": 30, "fair": True, "begin_with": None, "problem": json.loads(codec.write(problem))}
    command = [sys.executable, "-m", "siantar.routing.child"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        child.stdin.write(json.dumps(job) + "\n")
        child.stdin.flush()
        first = json.loads(child.stdout.readline())
        assert os.getpriority(os.PRIO_PROCESS, child.pid) == OURS + BEHIND
        child.kill()
    assert sorted(stop for tour in first["order"].values() for stop in tour) == ["s1", "s2", "s3"]
