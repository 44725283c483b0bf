"""The numbers that tables give to their rows: which was the last, so that none is ever given twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db import connections
from django.db.models import AutoField

from siantar.project.export import contents


def last_given(database: str) -> dict[str, int]:
    """The last number of each table that gave any."""
    connection = connections[database]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            numbers = dict(cursor.fetchall())
            return {table: numbers[table] for table, _column in _numbered() if numbers.get(table)}
        last = {}
        for table, column in _numbered():
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [connection.ops.quote_name(table), column])
            cursor.execute(f"SELECT last_value, is_called FROM {cursor.fetchone()[0]}")
            number, is_called = cursor.fetchone()
            if is_called:
                last[table] = number
        return last


def go_on(database: str, last: Mapping[str, int]) -> None:
    """Let each table go on after its last number."""
    connection = connections[database]
    with connection.cursor() as cursor:
        for table, column in _numbered():
            number = last.get(table)
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                if number:
                    cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number])
            else:
                name = connection.ops.quote_name(table)
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)", [name, column, number or 1, bool(number)]
                )


def _numbered() -> Iterator[tuple[str, str]]:
    """Tables whose key counts up, with the column."""
    for table in contents.tables():
        if isinstance(table.model._meta.pk, AutoField):
            yield table.name, str(table.model._meta.pk.column)
