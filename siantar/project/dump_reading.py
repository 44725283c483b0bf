"""A dump of PostgreSQL read into SQLite, as far as roots are about it: so a backup is checked without a server."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connections, models, transaction

TABLES = (
    "directory_office",
    "casework_application",
    "casework_event",
    "directory_auditentry",
    "privacy_look",
    "privacy_erasure",
    "roots_dailyroot",
)
CHUNK = 2000
_COPY = re.compile(r"COPY (?:\S+\.)?\"?(\w+)\"? \((.*)\) FROM stdin;")
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\"}
_ESCAPED = re.compile(r"\\(.)")


def read_into(dump: Path, database: str) -> None:
    """Make the tables and fill them. Raises CalledProcessError where `pg_restore` cannot read it."""
    tables = {model._meta.db_table: model for model in apps.get_models() if model._meta.db_table in TABLES}
    connection = connections[database]
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys=OFF")
    for name, model in tables.items():
        defined = ", ".join(f'"{field.column}" {field.db_type(connection)}' for field in model._meta.concrete_fields)
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE TABLE "{name}" ({defined})')
    with transaction.atomic(using=database):
        for name, columns, rows in _copies(dump):
            if name in tables:
                _fill(database, tables[name], columns, rows)
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX event_of_file ON casework_event (application_id, seq)")


def _fill(database: str, model: type[models.Model], columns: Sequence[str], rows: Iterator[list[str | None]]) -> None:
    fields = {field.column: field for field in model._meta.concrete_fields}
    wanted = [(place, column, _reader(fields[column])) for place, column in enumerate(columns) if column in fields]
    names = ", ".join(f'"{column}"' for _place, column, _read in wanted)
    statement = f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({", ".join(["%s"] * len(wanted))})'
    chunk: list[list[Any]] = []
    with connections[database].cursor() as cursor:
        for row in rows:
            chunk.append([_value(row[place], read) for place, _column, read in wanted])
            if len(chunk) == CHUNK:
                cursor.executemany(statement, chunk)
                chunk = []
        if chunk:
            cursor.executemany(statement, chunk)


def _value(text: str | None, read: Callable[[str], Any]) -> Any:
    return None if text is None else read(text)


def _reader(field: models.Field[Any, Any]) -> Callable[[str], Any]:
    """From the text of PostgreSQL to what Django keeps in SQLite."""
    column = field.target_field if field.is_relation else field  # type: ignore[attr-defined]
    match column.get_internal_type():
        case "UUIDField":
            return lambda text: UUID(text).hex
        case "DateTimeField":
            return lambda text: datetime.fromisoformat(_zone(text)).astimezone(UTC).replace(tzinfo=None).isoformat(" ")
        case "BooleanField":
            return lambda text: text == "t"
        case "BinaryField":
            return lambda text: bytes.fromhex(text.removeprefix("\\x"))
    return str


def _zone(text: str) -> str:
    """`+07` as `+07:00`."""
    return f"{text}:00" if re.search(r"[+-]\d\d$", text) else text


def _copies(dump: Path) -> Iterator[tuple[str, list[str], Iterator[list[str | None]]]]:
    """Each table of the dump with its columns and rows, which are to be read before the next."""
    command = ["pg_restore", "--data-only", *(f"--table={name}" for name in TABLES), "--file=-", str(dump)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as program:
        lines = iter(program.stdout or ())
        for line in lines:
            if match := _COPY.match(line):
                columns = [column.strip().strip('"') for column in match[2].split(",")]
                yield match[1], columns, _rows(lines)
    if program.returncode:
        raise subprocess.CalledProcessError(program.returncode, "pg_restore")


def _rows(lines: Iterator[str]) -> Iterator[list[str | None]]:
    for line in lines:
        text = line.removesuffix("\n")
        if text == "\\.":
            return
        yield [None if cell == "\\N" else _plain(cell) for cell in text.split("\t")]


def _plain(cell: str) -> str:
    return _ESCAPED.sub(lambda match: _ESCAPES.get(match[1], match[1]), cell) if "\\" in cell else cell
