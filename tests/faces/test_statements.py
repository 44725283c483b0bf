"""Scans cost the same number of statements whether one envelope is told or twenty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from siantar.faces.frame import event_intake
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import Kind
from tests.people import given_finished, given_town

pytestmark = pytest.mark.django_db


def statements_for(town, many):
    numbers = []
    for _ in range(many):
        numbers.append(given_finished(town).receipt_number)
        town.tell("loket", Kind.MADE_READY, numbers[-1])
    at = town.tick()
    events = [
        {"id": str(uuid7(at)), "type": "loaded", "receipt_number": n, "occurred_at": at.isoformat()} for n in numbers
    ]
    with CaptureQueriesContext(connection) as statements:
        answers = event_intake.record(events, by=town.people["kurir1"], at=at)
    assert {answer.outcome for answer in answers} == {"recorded"}
    return [query["sql"][:90] for query in statements.captured_queries]


def test_twenty_loads_take_as_many_statements_as_two():
    town = given_town()
    two, twenty = statements_for(town, 2), statements_for(town, 20)
    assert len(twenty) == len(two), twenty
