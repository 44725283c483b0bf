"""Five hundred events of every kind in one request: a handful of statements, and each judged on its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle, islice

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from siantar.casework import ledger, possession
from siantar.casework.models import Application, EventRow
from siantar.rules.access import Actor
from siantar.rules.event import Event
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import Kind, Role
from tests.house.test_gate_doors import BEFORE
from tests.people import AGENCY, HANDOVER, OFFICE, Town, given_file, given_on_the_road, given_town

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 12
FILES = 59
WINDOW = {"from": "2026-11-26T08:00:00+07:00", "to": "2026-11-26T10:00:00+07:00"}
DATA = {
    **HANDOVER, **WINDOW, "old_ktp": "collected", "method": "counter", "fields": ["name"], "courier": "0",
    "planned": "2026-11-26T09:00:00+07:00",
}  # fmt: skip


def event_of(kind: Kind, file: Application, judged: EventRow, at, *, pin: str) -> Event:
    """An event of this kind, as whole as any may be."""
    reasons = {Kind.HELD: "out_of_blanks", Kind.DELIVERY_FAILED: "house_empty"}
    data = {**DATA, "event": str(judged.pk)} if kind is Kind.CORRECTED else DATA
    if kind in {Kind.DELIVERED, Kind.COLLECTED}:
        data = {**data, "identity_check": "pin"}
    secret = {"pin": pin} if kind in {Kind.DELIVERED, Kind.COLLECTED} else {}
    return Event(
        uuid7(at), kind, file.receipt_number, at, reason=reasons.get(kind, "alasan"), to=AGENCY, bundle="B1",
        data=data, private={"receiver_name": "Siti", "note": "x"}, secret=secret,
    )  # fmt: skip


def given_files(town: Town) -> Iterator[Application]:
    """Files at every point of their way, and many at its beginning."""
    for kind in BEFORE:
        yield BEFORE[kind](town)
    yield given_on_the_road(town)
    while True:
        yield given_file(town)


def test_five_hundred_of_every_kind_mixed_take_twelve_statements():
    town = given_town()
    files = list(islice(given_files(town), FILES))
    judged = EventRow.objects.filter(application=files[0]).order_by("seq").first()
    courier = town.people["kurir1"]
    everyone = Actor(courier.person, OFFICE, frozenset(Role))
    at = town.tick(60)
    kinds = [kind for kind in Kind if kind is not Kind.HANDED_IN]
    pairs = zip(cycle(kinds), cycle(files), strict=False)
    events = [
        event_of(
            kind, file, judged, at - timedelta(minutes=number % 50),  # some of them late
            pin=possession.pin_of(file) if number % 2 else "wrong!",
        )
        for number, (kind, file) in enumerate(islice(pairs, ledger.MOST))
    ]
    assert len(events) == ledger.MOST == 500
    with CaptureQueriesContext(connection) as captured:
        outcomes = ledger.record(events, by=everyone, at=at)
    statements = [query["sql"][:90] for query in captured.captured_queries if "SAVEPOINT" not in query["sql"]]
    assert len(statements) <= MOST_STATEMENTS, "\n".join(statements)
    recorded = {event.kind for event, outcome in zip(events, outcomes, strict=True) if outcome.result == "recorded"}
    assert len(recorded) > 15, recorded
    assert {outcome.result for outcome in outcomes} == {"recorded", "conflict", "refused"}
