"""The statements of a scan as Siantar sends them, told once and replayed by pgbench or sqlite3 without any rules.

`python -m benchmarks.peers FOLDER` runs scans on files that wait for a courier, inside a transaction that is taken
back, and writes their statements: `one.json` (a scan each) and `hundred.json` (100 scans as two bare writes, on
PostgreSQL `unnest` of an array for each column).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import django
import psycopg

from siantar import clock

django.setup()

from django.db import connection, transaction  # noqa: E402

from siantar.casework import bulk_sql, ledger  # noqa: E402
from siantar.directory.staff import actor_of  # noqa: E402
from siantar.directory.tokens import holder_of_token  # noqa: E402
from siantar.rules.event import Event  # noqa: E402
from siantar.rules.identifiers import uuid7  # noqa: E402
from siantar.rules.vocabulary import Kind  # noqa: E402

Told = tuple[str, Any, bool]


def scan(numbers: list[str], token: str) -> list[Told]:
    """The statements of one API request that loads these files, with their values; True for one sent many times."""
    statements: list[Told] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "SAVEPOINT" not in sql:
            statements.append((sql, params, many))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        at = clock.now()
        held = holder_of_token(token, clock.now())
        user = held.user if held else None
        assert user is not None
        events = [Event(uuid7(at), Kind.LOADED, number, at) for number in numbers]
        outcomes = ledger.record(events, by=actor_of(user, at), at=at)
    assert {outcome.result for outcome in outcomes} == {"recorded"}
    return statements


def replayable(statements: list[Told]) -> list[Any]:
    """For pgbench the text with its values in it; for sqlite3 statement, values and whether they are many."""
    if connection.vendor == "postgresql":
        cursor = psycopg.ClientCursor(connection.connection)
        return [cursor.mogrify(sql, params).replace("\n", " ") for sql, params, _many in statements]
    return [(sql.replace("%s", "?"), params, many) for sql, params, many in statements]


def bulk_writes(statements: list[Told]) -> list[Told]:
    """Only the two that append the events and update the states."""
    bare = []
    for table in (bulk_sql.EVENTS, bulk_sql.STANDINGS):
        sql, params, many = next(statement for statement in statements if statement[0].startswith(f"INSERT INTO {table.name} "))
        bare.append((sql, params, many) if many else _unnest(table, sql, json.loads(params[0])))
    return bare


def _unnest(table: bulk_sql.Table, sql: str, rows: list[dict[str, Any]]) -> Told:
    """The same write from arrays."""
    head, _, tail = sql.partition(" SELECT * FROM ")
    arrays = ", ".join(f"%s::{kind}[]" for _, kind in table.columns)
    columns = [[_text(row[name]) for row in rows] for name, _ in table.columns]
    conflict = tail[tail.index("ON CONFLICT") :] if "ON CONFLICT" in tail else ""
    return f"{head} SELECT * FROM unnest({arrays}) {conflict}", columns, False


def _text(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict) else value


def write(folder: Path, scans: int = 300, bulks: int = 21) -> None:
    """Tell the scans, take them back, and write down what was told."""
    sample = json.loads((folder / "sample.json").read_text())
    numbers, token = sample["waiting"][2500:], sample["tokens"]["kurir1"]
    with transaction.atomic():
        batch = [replayable(scan([number], token)) for number in numbers[:scans]]
        starts = range(scans, scans + bulks * 100, 100)
        hundred = [replayable(bulk_writes(scan(numbers[start : start + 100], token))) for start in starts]
        assert all(len(writes) == 2 for writes in hundred)
        transaction.set_rollback(True)
    (folder / "one.json").write_text(json.dumps(batch, default=str))
    (folder / "hundred.json").write_text(json.dumps(hundred, default=str))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
