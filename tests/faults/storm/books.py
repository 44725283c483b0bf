"""Read the database past the product, as an auditor with a connection would."""

from __future__ import annotations

import hashlib
import sqlite3
import uuid
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg

from tests.faults.storm.oracle import Books
from tests.journeys.conftest import Siantar

DERIVED = {  # what a rebuild makes again; when a file may be done is foretold anew by a job
    "casework_standing": "*",
    "casework_movement": "*",
    "casework_trackrow": "receipt_number, body, etag",
}
FILES = "SELECT id, receipt_number FROM casework_application"
EVENTS = """SELECT e.id, a.receipt_number, e.kind, e.bundle FROM casework_event e
            JOIN casework_application a ON a.id = e.application_id"""
ITEMS = """SELECT b.request, b.number, a.receipt_number FROM bundles_item i JOIN bundles_batch b ON b.number = i.batch_id
           JOIN casework_application a ON a.id = i.application_id WHERE b.request IS NOT NULL"""
PLANS = "SELECT id, best IS NOT NULL FROM delivery_planning"
VISITS = """SELECT a.receipt_number FROM delivery_stop s JOIN casework_application a ON a.id = s.application_id WHERE s.open"""
BALLOTS = """SELECT a.receipt_number FROM feedback_ballot b JOIN casework_application a ON a.id = b.application_id"""


def read(home: Siantar) -> Books:
    """All that the oracle asks about."""
    with _connection(home) as ask:
        return Books(
            files=[(_id(id), number) for id, number in ask(FILES)],
            events=[(_id(id), number, kind, bundle) for id, number, kind, bundle in ask(EVENTS)],
            items=[(_id(request), bundle, number) for request, bundle, number in ask(ITEMS)],
            photos=[_id(event) for (event,) in ask("SELECT event FROM delivery_proof")],
            plans={_id(id): bool(has_order) for id, has_order in ask(PLANS)},
            visits=[number for (number,) in ask(VISITS)],
            ballots=[number for (number,) in ask(BALLOTS)],
            answers=_number(ask("SELECT count(*) FROM feedback_answer")),
            waiting=_number(ask("SELECT count(*) FROM casework_event WHERE relayed_at IS NULL")),
            undigested=_number(ask("SELECT count(*) FROM casework_undigested")),
        )


def derived(home: Siantar) -> dict[str, str]:
    """A digest of each table that can be made anew from the events."""
    with _connection(home) as ask:
        return {table: _digest(ask(f"SELECT {columns} FROM {table}")) for table, columns in DERIVED.items()}


def _digest(rows: Iterable[Any]) -> str:
    return hashlib.sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()


def _id(stored: Any) -> str:
    return str(stored if isinstance(stored, uuid.UUID) else uuid.UUID(stored))


def _number(rows: list[Any]) -> int:
    return int(rows[0][0])


@contextmanager
def _connection(home: Siantar) -> Iterator[Any]:
    address = home.environment.get("SIANTAR_DATABASE_URL")
    opened = psycopg.connect(address) if address else sqlite3.connect(home.data / "siantar.sqlite3")
    with closing(opened):
        yield lambda statement: list(opened.execute(statement))
