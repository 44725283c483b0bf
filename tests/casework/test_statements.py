"""Recording takes a handful of statements, however many events and whatever kinds they are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from siantar.casework import ledger, possession
from siantar.casework.models import EventRow, WrongTry
from siantar.rules.access import Actor
from siantar.rules.event import Event
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import Kind, Role
from tests.people import HANDOVER, OFFICE, given_file, given_finished, given_on_the_road, given_town

pytestmark = pytest.mark.django_db
MOST = 12


def statements(town, events, by) -> tuple[list[str], list[str]]:
    with CaptureQueriesContext(connection) as captured:
        outcomes = ledger.record(events, by=by, at=town.tick())
    sql = [query["sql"] for query in captured.captured_queries]
    return [text[:100] for text in sql if "SAVEPOINT" not in text], [outcome.result for outcome in outcomes]


def delivery(file, at, check: str, **secret) -> Event:
    data = {**HANDOVER, "identity_check": check, "old_ktp": "collected"}
    private = {"receiver_name": "Siti"}
    return Event(uuid7(at), Kind.DELIVERED, file.receipt_number, at, data=data, private=private, secret=secret)


def test_events_of_every_kind_mixed_take_twelve_statements(town):
    """Late facts, corrections, shown receipts, resumed promises, loads: each asks for something else to be looked up."""
    courier = town.people["kurir1"]
    everyone = Actor(courier.person, OFFICE, frozenset(Role))
    incomplete = [given_file(town, complete=False) for _ in range(3)]
    fresh = [given_file(town) for _ in range(3)]
    ready = [given_finished(town) for _ in range(2)]
    for file in ready:
        town.tell("loket", Kind.MADE_READY, file.receipt_number)
    carried = [given_on_the_road(town) for _ in range(4)]
    contradicted = given_on_the_road(town)
    town.tell("kurir2", Kind.LOADED, contradicted.receipt_number, data={"handed_over": True})
    wrong = EventRow.objects.get(application=ready[0], kind=Kind.MADE_READY)
    at = town.tick()
    events = [
        *(Event(uuid7(at), Kind.DOCUMENTS_COMPLETED, file.receipt_number, at) for file in incomplete),
        *(Event(uuid7(at), Kind.CHECK_STARTED, file.receipt_number, at) for file in fresh),
        *(Event(uuid7(at), Kind.CHECK_PASSED, file.receipt_number, at + timedelta(seconds=1)) for file in fresh),
        Event(uuid7(at), Kind.CORRECTED, ready[0].receipt_number, at, reason="keliru", data={"event": str(wrong.pk)}),
        Event(uuid7(at), Kind.LOADED, ready[1].receipt_number, at),
        delivery(carried[0], at, "pin", pin=possession.pin_of(carried[0])),
        delivery(carried[1], at, "pin", pin="x"),
        delivery(carried[2], at, "receipt_scanned", proof=possession.proof_of(carried[2])),
        Event(uuid7(at), Kind.DELIVERY_FAILED, carried[3].receipt_number, at, reason="house_empty", private={"note": "x"}),
        Event(uuid7(at), Kind.UNLOADED, contradicted.receipt_number, at - timedelta(minutes=1)),
        Event(uuid7(at), Kind.HELD, fresh[0].receipt_number, at, reason="out_of_blanks"),
    ]
    sql, results = statements(town, events, everyone)
    assert len(sql) <= MOST, "\n".join(sql)
    assert [results.count(result) for result in ("recorded", "conflict", "refused")] == [15, 1, 1]
    assert WrongTry.objects.get(application=carried[1]).door_tries == 1


@pytest.mark.parametrize("many", [1, 25])
def test_papers_that_came_cost_the_same_however_many(town, many):
    files = [given_file(town, complete=False) for _ in range(many)]
    at = town.tick()
    events = [Event(uuid7(at), Kind.DOCUMENTS_COMPLETED, file.receipt_number, at) for file in files]
    sql, results = statements(town, events, town.people["loket"])
    assert set(results) == {"recorded"}
    assert len(sql) == 6, "\n".join(sql)


@pytest.fixture
def town():
    return given_town()
