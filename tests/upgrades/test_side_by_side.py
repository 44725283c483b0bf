"""While an update is under way the version before works on in a database that was migrated already.

What migrations may leave there is held by `tests/house/test_side_by_side.py`.
"""

from __future__ import annotations

import pytest
from django.db import connection

from siantar.casework.consequences import relay_all
from siantar.casework.models import Standing
from siantar.rules.vocabulary import Kind
from tests.people import given_file, given_town

# As the next release may leave them: what the lint lets through.
MORE = (
    "ALTER TABLE casework_application ADD COLUMN later varchar(20) NULL",
    "ALTER TABLE casework_event ADD COLUMN later varchar(20) NULL",
    "ALTER TABLE casework_standing ADD COLUMN counted integer NOT NULL DEFAULT 0",
    "ALTER TABLE casework_trackrow ADD COLUMN counted integer NOT NULL DEFAULT 0",
    "ALTER TABLE messaging_message ADD COLUMN later varchar(20) NULL",
    "CREATE TABLE casework_later (id integer PRIMARY KEY, name varchar(20) NOT NULL)",
    "CREATE INDEX later_index ON casework_event (kind, occurred_at)",
)


@pytest.mark.django_db
def test_over_a_database_that_has_more_than_it_knows_it_reads_and_writes(client):
    town = given_town()
    before = given_file(town)
    connection.check_constraints()  # PostgreSQL alters no table that still owes itself a look
    with connection.cursor() as cursor:
        for statement in MORE:
            cursor.execute(statement)
    file = given_file(town)
    for number in (before.receipt_number, file.receipt_number):
        assert town.tell("pemeriksa", Kind.CHECK_STARTED, number).result == "recorded"
        relay_all(town.clock)
        assert client.get(f"/api/v1/track/{number}").json()["stage"] == "checking"
        assert Standing.objects.get(application__receipt_number=number).stage == "checking"
