"""The hot writes as one statement a table: all rows as one JSON text on PostgreSQL, one prepared statement on SQLite.

Measured by others and by `benchmarks/`: a loop of models is an order of magnitude slower (decision 0002).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from pydantic_core import to_json

from siantar.casework.models import Movement
from siantar.rules.event import COLUMNS


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its columns and their PostgreSQL types; `key` is what an upsert meets on."""

    name: str
    columns: tuple[tuple[str, str], ...]
    key: str


EVENTS = Table(
    "casework_event",
    tuple(("application_id" if name == "application" else name, kind) for name, kind in COLUMNS),
    "id",
)
PRIVATE_PARTS = Table(
    "casework_privatepart", (("event_id", "uuid"), ("salt", "bytea"), ("sealed", "bytea")), "event_id"
)
STANDINGS = Table(
    "casework_standing",
    (
        ("application_id", "uuid"),
        ("office_id", "text"),
        ("stage", "text"),
        ("since", "timestamptz"),
        ("holder", "text"),
        ("agency", "text"),
        ("waits_for_bundle", "bool"),
        ("promised_at", "timestamptz"),
        ("conflicts", "int"),
        ("seq", "int"),
        ("head", "text"),
        ("progress", "jsonb"),
    ),
    "application_id",
)
MOVEMENTS = Table(
    "casework_movement",
    (
        ("event_id", "uuid"),
        ("application_id", "uuid"),
        ("office_id", "text"),
        ("taken_from", "text"),
        ("given_to", "text"),
        ("at", "timestamptz"),
    ),
    "event_id",
)
DOOR_TRIES = Table(
    "casework_wrongtry",
    (("application_id", "uuid"), ("door_tries", "int"), ("door_locked_until", "timestamptz")),
    "application_id",
)
TRACK_ROWS = Table(
    "casework_trackrow",
    (("receipt_number", "text"), ("body", "text"), ("etag", "text"), ("forecast", "text")),
    "receipt_number",
)


def insert(table: Table, rows: Sequence[Sequence[Any]]) -> None:
    """Append all rows in one statement."""
    _run(table, rows, "")


def upsert(table: Table, rows: Sequence[Sequence[Any]], *, only: Sequence[str] = ()) -> None:
    """Insert all rows in one statement, or replace them: all their columns, or `only` these."""
    names = only or [name for name, _ in table.columns if name != table.key]
    changed = ", ".join(f'"{name}" = excluded."{name}"' for name in names)
    _run(table, rows, f'ON CONFLICT ("{table.key}") DO UPDATE SET {changed}')


def _run(table: Table, rows: Sequence[Sequence[Any]], tail: str) -> None:
    if not rows:
        return
    names = ", ".join(f'"{name}"' for name, _ in table.columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            kinds = ", ".join(f'"{name}" {kind}' for name, kind in table.columns)
            cursor.execute(
                f"INSERT INTO {table.name} ({names}) SELECT * FROM json_to_recordset(%s) AS news({kinds}) {tail}",
                [_as_json(table, rows)],
            )
            return
        marks = ", ".join(["%s"] * len(table.columns))
        cursor.executemany(
            f"INSERT INTO {table.name} ({names}) VALUES ({marks}) {tail}",
            [[_for_sqlite(value) for value in row] for row in rows],
        )


def _as_json(table: Table, rows: Sequence[Sequence[Any]]) -> str:
    """The rows as PostgreSQL reads them; several times cheaper to write than an array for each column."""
    names = [name for name, _ in table.columns]
    if any(kind == "bytea" for _, kind in table.columns):
        rows = [[f"\\x{value.hex()}" if isinstance(value, bytes) else value for value in row] for row in rows]
    return to_json([dict(zip(names, row, strict=True)) for row in rows]).decode()


def _for_sqlite(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    return json.dumps(value) if isinstance(value, dict) else value


@dataclass(frozen=True, slots=True)
class Locked:
    """A file with its standing, locked until the transaction ends; JSON still as text, the name still sealed."""

    application: UUID
    receipt_number: str
    office: str
    zone: str
    service: str
    handed_in_at: datetime
    also_allowed: str
    proof_asked: str
    proof_besides: str
    promise_hours: float
    name_sealed: bytes
    progress: str
    seq: int
    head: str


_LOCK = """
SELECT a.id, a.receipt_number, a.office_id, o.zone, s.name, a.handed_in_at, {office_rules},
       s.promise_hours, a.name_sealed, {progress}, st.seq, st.head
FROM casework_application a JOIN casework_standing st ON st.application_id = a.id
JOIN directory_office o ON o.code = a.office_id JOIN catalogue_service s ON s.id = a.service_id
WHERE a.receipt_number {among} ORDER BY a.id
"""
_RULES = "o.also_allowed, o.proof_asked, s.proof_besides"
_RULES_POSTGRES = _RULES.replace(",", "::text,") + "::text"
_LOCK_POSTGRES = _LOCK.format(office_rules=_RULES_POSTGRES, progress="st.progress::text", among="= ANY(%s)")


def lock(numbers: Sequence[str]) -> list[Locked]:
    """Lock the standings of these receipts, always in the same order; unknown numbers are left out."""
    if not numbers:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"{_LOCK_POSTGRES} FOR UPDATE OF st", [list(numbers)])
            return [Locked(*row) for row in cursor.fetchall()]
        marks = ", ".join(["%s"] * len(numbers))
        cursor.execute(_LOCK.format(office_rules=_RULES, progress="st.progress", among=f"IN ({marks})"), list(numbers))
        return [
            Locked(UUID(id), number, office, zone, service, at.replace(tzinfo=UTC), *rest)
            for id, number, office, zone, service, at, *rest in cursor.fetchall()
        ]


def forget_movements(applications: Sequence[UUID]) -> None:
    """Delete the derived movements of files whose story is told anew."""
    if applications:
        Movement.objects.filter(application_id__in=applications).delete()
