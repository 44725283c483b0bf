"""`make rush` in its tiny form: it runs against a real server, and what was answered is what is in the books."""

from __future__ import annotations

import os
from itertools import pairwise

import pytest

from benchmarks import rush_table
from benchmarks.rush import WAY, NoFileLeft, RushRun, Scene, Size, due, flood, run
from benchmarks.rush_machine import Families
from tests.project.test_backup import ON_POSTGRESQL


@pytest.fixture(scope="module")
def measured():
    cores = min(2, len(os.sched_getaffinity(0)))
    return run(Size(2.0, (2, 4), (cores,), 60, 2, ON_POSTGRESQL), flooded=1.0)


def test_what_was_answered_is_in_the_books(measured):
    _runs, _most, [(before, sent, after)] = measured
    assert before["files"] == 60
    assert after["files"] == before["files"] + sent["files"]
    assert after["events"] == before["events"] + sent["events"]
    assert sent["events"] > sent["files"]
    assert (sent["conflicts"], sent["refused"], after["conflicts"]) == (0, 0, 0)


def test_all_that_was_due_was_answered(measured):
    runs, most, _books = measured
    assert [each.failed for each in runs] == [{}, {}]
    assert [each.count() for each in runs] == [each.due for each in runs]
    assert [each.plans[1] for each in runs] == [4, 8]
    assert min(each.multiple for each in most.values()) > 0
    for each in runs:
        assert all(seconds > 0 for taken in each.taken.values() for seconds in taken)
        assert {"server", "work and plans", "load itself", "others"} <= set(each.spent)
        assert ("database" in each.spent) is ON_POSTGRESQL
        assert each.spent["server"] > 0


def test_a_rush_is_as_large_as_it_says():
    size = Size(seconds=600)
    rates = size.rates()
    assert round(rates["resident looks"] * 600) == 5000
    assert [round(rates[kind] * 600) for kind in ("hand-in", "work list", "courier syncs")] == [150, 300, 400]
    assert Size(offices=14).rates()["hand-in"] == 2 * rates["hand-in"]
    from random import Random

    moments = due(size, 3, Random(1))
    assert all(earlier[0] <= later[0] for earlier, later in pairwise(moments))
    looks = sum(kind == "resident looks" for _at, kind in moments)
    assert 14_000 < looks < 16_000
    assert moments[-1][0] < 600


def test_the_model_carries_what_one_core_does_to_more():
    spent = {"server": 6.0, "database": 3.0, "work and plans": 2.0}
    first = RushRun(1, 10, 10.0, {"hand-in": [0.01, 0.02, 0.5]}, {}, spent, (3, 70), 3)
    second = RushRun(2, 12.0, 10.0, {"hand-in": [0.01]}, {"hand-in: x": 2}, {**spent, "server": 10.0, "others": 2.0}, (70, 70), 3)
    assert (rush_table.left(first, 2), rush_table.left(second, 2)) == (1.0, pytest.approx(1.6))
    lines = list(rush_table.model({1: first, 2: second}, 2))
    assert "costs 0.090 core seconds" in lines[0]
    assert "| 1 | 1.00 | 0.90 | 10x | 10x | fitted here |" in lines
    assert "| 2 | 1.60 | 1.30 | 16x | 12x | 0.75 |" in lines
    assert "| 8 | 8 | | 80x | not measured | |" in lines
    assert "| 1 | 10x | hand-in | 3 | 0 | 20 ms | 490 ms | 500 ms |" in list(rush_table.times([first]))
    assert "| 2 | 12x | hand-in | 1 | 2 | 10 ms | 10 ms | 10 ms |" in list(rush_table.times([second]))
    assert "| 2 | 12x | 1.00 | 0.30 | 0.20 | 0.00 | 0.20 | 70 of 70 | the cores together, 83 % |" in list(rush_table.shares([second], 2))
    assert "| 1 | 10x | 0.60 | 0.30 | 0.20 | 0.00 | 0.00 | 3 of 70 | the cores together, 110 % |" in list(rush_table.shares([first], 2))


def test_a_flood_ends_where_no_file_is_left():
    scene = Scene(0, {"courier": [("token", "36.74.02")], "ready": {"36.74.02": ["003DZW6RT127"]}})
    scene.bags[0][0][1] = len(WAY)
    with pytest.raises(NoFileLeft, match="give FILES"):
        scene.act("courier syncs")()
    scene.act = lambda kind: scene._sync() if kind == "courier syncs" else lambda: None
    hour = 3600.0
    assert flood(scene, Size(), 1, hour, Families({"server": os.getpid()})).seconds < hour


def test_a_courier_with_an_empty_bag_leaves_the_line_to_another():
    scene = Scene(0, {"courier": [("mine", "36.74.02"), ("other", "36.74.02")], "ready": {"36.74.02": ["A", "B"]}})
    for entry in scene.bags[0]:
        entry[1] = len(WAY)
    sent = []
    scene._post_events = lambda token, events: sent.append((token, [event["receipt_number"] for event in events]))
    for _step in WAY:
        scene.act("courier syncs")()
    assert sent == [("other", ["B"])] * len(WAY)
