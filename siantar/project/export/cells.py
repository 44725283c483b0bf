"""Values of the database as JSON has them, the same from SQLite and PostgreSQL, and back.

Times are ISO 8601 in UTC with microseconds, bytes are base64, decimals and identifiers are text.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, TypeAlias
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Field, Value

Cell = Any  # what JSON has: text, number, true, false, null, list, object
Plain: TypeAlias = "Field[Any, Any]"

TYPES = {
    "AutoField": "integer",
    "BigAutoField": "integer",
    "BigIntegerField": "integer",
    "BinaryField": "bytes in base64",
    "BooleanField": "true or false",
    "CharField": "text",
    "DateField": "date, YYYY-MM-DD",
    "DateTimeField": "time in UTC, ISO 8601 with microseconds",
    "DecimalField": "decimal as text",
    "FloatField": "number",
    "GenericIPAddressField": "text",
    "IntegerField": "integer",
    "JSONField": "JSON",
    "PositiveIntegerField": "integer",
    "PositiveSmallIntegerField": "integer",
    "SlugField": "text",
    "TextField": "text",
    "TimeField": "time of day, HH:MM:SS",
    "UUIDField": "UUID as text",
}


class UnfitCell(ValueError):
    """A value that the column cannot take; says why in a few words."""


def type_of(field: Plain) -> str:
    """How the column stands in a row, in words. Raises KeyError for a kind of column that nobody thought of yet."""
    return TYPES[plain(field).get_internal_type()]


def plain(field: Plain) -> Plain:
    """The column itself, or the one that it refers to in the end."""
    while field.is_relation:
        field = field.target_field  # type: ignore[attr-defined]
    return field


def written(value: Any) -> Cell:
    """A value as it came from the database."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        case date() | time():
            return value.isoformat()
        case UUID() | Decimal():
            return str(value)
        case bytes() | memoryview():
            return base64.b64encode(bytes(value)).decode()
    return value


def read(field: Plain, cell: Cell) -> Any:
    """The value to store. Raises UnfitCell."""
    column = plain(field)
    kind = column.get_internal_type()
    if cell is None:
        if field.null:
            return None
        if kind == "JSONField":
            return Value(None, column)  # the JSON null, which is not that of SQL
        raise UnfitCell("kosong")
    if kind == "JSONField":
        return cell
    return _fit(column, _as_bytes(cell) if kind == "BinaryField" else _converted(column, kind, cell))


def _converted(column: Plain, kind: str, cell: Cell) -> Any:
    wants, take = _TAKES.get(kind, (str, None))
    if not isinstance(cell, wants) or (isinstance(cell, bool) and wants is not bool):
        raise UnfitCell(f"bukan {TYPES[kind]}")
    try:
        return take(cell) if take else column.to_python(cell)
    except (ValidationError, ValueError) as problem:
        raise UnfitCell(f"bukan {TYPES[kind]}") from problem


def _instant(cell: str) -> datetime:
    at = datetime.fromisoformat(cell)
    if at.tzinfo is None:
        raise ValueError(cell)
    return at


_Taking = tuple[type | tuple[type, ...], Callable[[Any], Any] | None]
_TAKES: dict[str, _Taking] = {
    "BooleanField": (bool, bool),
    "FloatField": ((int, float), float),
    "DateTimeField": (str, _instant),
    **{kind: (int, int) for kind, words in TYPES.items() if words == "integer"},
}


def _as_bytes(cell: Cell) -> bytes:
    try:
        return base64.b64decode(cell, validate=True)
    except (TypeError, ValueError, binascii.Error) as problem:
        raise UnfitCell("bukan base64") from problem


def _fit(column: Plain, value: Any) -> Any:
    """What PostgreSQL would refuse without naming the place, and SQLite would take."""
    if isinstance(value, str):
        most = getattr(column, "max_length", None)
        if "\0" in value:
            raise UnfitCell("berisi karakter NUL, yang tidak diterima PostgreSQL")
        if most is not None and len(value) > most and not isinstance(column, models.TextField):
            raise UnfitCell(f"lebih panjang dari {most} huruf")
    return value
