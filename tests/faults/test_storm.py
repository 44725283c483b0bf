"""A short storm over a running office: nothing acknowledged is lost, doubled or changed. `make faults N=1000` is the long one."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.cluster import Cluster, standing
from tests.faults.storm.books import Books
from tests.faults.storm.oracle import Oracle, compare
from tests.faults.storm.storm import storm
from tests.faults.storm.wire import Request

FAULTS, SEED = 16, 20261133  # of the first four faults of machines, one loses the power in a backup, one in a rotation
FILE, NUMBER, EVENT = "0193", "003MB22Q99FC", "0194"
REQUEST = Request("POST", "/api/v1/events")


@pytest.fixture
def database() -> Iterator[Cluster | None]:
    """A PostgreSQL of its own that may crash, in the turn on PostgreSQL; None on SQLite."""
    if not os.environ.get("SIANTAR_DATABASE_URL"):
        yield None
        return
    with standing(durable=True) as cluster:
        yield cluster


@pytest.mark.fault
def test_whatever_breaks_every_acknowledged_fact_is_there_once(tmp_path, database):
    weather = storm(tmp_path, faults=FAULTS, seed=SEED, database=database)
    assert weather.wrong == [], (weather.faults, weather.facts)
    assert weather.facts["handed_in"], weather.facts
    assert weather.facts["plans"], weather.facts
    assert {"power_lost_in_backup", "power_lost_in_rotation"} <= weather.faults.keys()


def informed() -> Oracle:
    """An oracle that was told of one file and one event."""
    oracle = Oracle()
    oracle.files[FILE] = NUMBER
    event = {"id": EVENT, "type": "check_started", "receipt_number": NUMBER}
    oracle.sent[EVENT] = oracle.facts[EVENT] = event
    return oracle


def books(**other) -> Books:
    events = [("0001", NUMBER, "handed_in", ""), (EVENT, NUMBER, "check_started", "")]
    whole = {"files": [(FILE, NUMBER)], "events": events, "items": [], "photos": [], "plans": {}, "visits": [], "ballots": [], "answers": 0, "waiting": 0, "undigested": 0}
    return Books(**{**whole, **other})


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"files": []}, "lost or changed: hand-in"),
        ({"files": [(FILE, "002MQY81HC09")]}, "lost or changed: hand-in"),
        ({"events": [("0001", NUMBER, "handed_in", "")]}, "lost or changed: check_started"),
        ({"events": [*books().events, ("0002", NUMBER, "handed_in", "")]}, "handed in 2 times"),
        ({"events": [*books().events, ("0003", NUMBER, "check_started", "")]}, "from nowhere"),
        ({"ballots": [NUMBER, NUMBER], "answers": 2}, "doubled: the vote"),
        ({"visits": [NUMBER, NUMBER]}, "to be visited 2 times"),
        ({"answers": 1}, "0 ballots and 1 answers"),
        ({"waiting": 1}, "1 events wait"),
        ({"items": [("r", "B1", NUMBER), ("r", "B2", NUMBER)]}, "doubled: 2 bundles"),
    ],
)
def test_the_oracle_names_what_is_lost_doubled_or_changed(wrong, sentence):
    assert list(compare(informed(), books(), {REQUEST: 1})) == []
    assert any(sentence in line for line in compare(informed(), books(**wrong), {REQUEST: 1}))


def test_what_was_refused_and_never_sent_again_is_no_fact():
    oracle = informed()
    oracle.refused[EVENT] = REQUEST
    del oracle.facts[EVENT]
    assert any("refused and stored" in line for line in compare(oracle, books(), {REQUEST: 1}))
    assert list(compare(oracle, books(), {REQUEST: 2})) == []  # sent again, it is decided anew
