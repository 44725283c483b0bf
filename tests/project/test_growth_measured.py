"""`make growth` in its tiny form: it runs against two real servers, and its table is reckoned from what was measured."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from benchmarks import growth
from benchmarks.rush import Store
from benchmarks.serving import siantar
from tests.project.test_backup import ON_POSTGRESQL


@pytest.mark.skipif(ON_POSTGRESQL, reason="each side has a database of its own; benchmarks.growing is tried on both")
def test_all_that_is_measured_is_answered(tmp_path, monkeypatch):
    monkeypatch.setattr(growth, "TIMES", dict.fromkeys(growth.TIMES, 2))
    with ExitStack() as stack:
        sides = []
        for name, files in (("small", 20), ("large", 60)):
            store, sample, size = growth.filled(files, "", tmp_path / name)
            port = stack.enter_context(siantar(store.environment()))
            sides.append(growth.Side(files, store, port, sample, size))
        growth.measure(sides, turns=2)
    assert [side.sample["files"] - 320 for side in sides] == [20, 60]
    for side in sides:
        assert {kind: len(taken) for kind, taken in side.taken.items()} == dict.fromkeys(growth.TIMES, 2)
    lines = list(growth.rows(*sides))
    assert len(lines) == 2 + len(growth.TIMES) + 1
    assert lines[-1].startswith("| storage | ")


def test_the_ratios_are_those_of_medians_and_ends(tmp_path):
    small, large = (
        growth.Side(files, Store("", tmp_path), 0, {"files": files, "events": 8 * files}, files * each) for files, each in ((10, 1000), (100, 1500))
    )
    for kind in growth.TIMES:
        small.taken[kind], large.taken[kind] = [0.001] * 50 + [0.003] * 50 + [0.003], [0.002] * 101
    line = next(line for line in growth.rows(small, large) if line.startswith("| scan"))
    assert line == "| scan | 3.0, 3.0 ms | 2.0, 2.0 ms | 0.67 | 0.67 |"
    assert list(growth.rows(small, large))[-1] == "| storage | 1.0 kB a file, 8.0 events | 1.5 kB a file, 8.0 events | 1.50 | |"
