"""For migrations: names that stood in clear are sealed, a batch a transaction, and leave nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q

from siantar.privacy import sealed_names, vault
from siantar.rules.identity import ERASED

AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class ClearName:
    """The column with names in clear, and the key it was searched by where there is one; the place of the seal."""

    name: str
    place: str
    key: str = ""


def forget_what_is_freed(_apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """From now on SQLite writes over what this connection frees; PostgreSQL has its vacuum."""
    if schema_editor.connection.vendor == "sqlite":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def reckon_anew(_apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What SQLite's planner knew of a table goes when it is made anew: reckoned again where it was reckoned before."""
    if schema_editor.connection.vendor == "sqlite":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'")
            if cursor.fetchone():
                cursor.execute("ANALYZE")


def seal_names(schema_editor: BaseDatabaseSchemaEditor, model: type[models.Model], column: ClearName) -> None:
    """Seal all names of a table that still stand there in clear: killed anywhere, the next call goes on.

    The clear value is emptied in the same statement, so that no row of PostgreSQL keeps it when its column is dropped.
    """
    columns = ["name_sealed", column.name, *(["name_signs", column.key] if column.key else [])]
    marks = ", ".join(f"{name} = %s" for name in columns)
    for batch in _batches(schema_editor, model, column.name):
        rows = [_row(schema_editor, model, column, pk, name) for pk, name in batch]
        with transaction.atomic(using=schema_editor.connection.alias), schema_editor.connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {model._meta.db_table} SET {marks} WHERE id = %s", rows)


def _batches(editor: BaseDatabaseSchemaEditor, model: type[models.Model], field: str) -> Iterator[list[Any]]:
    here = model._default_manager.using(editor.connection.alias)
    names = here.filter(Q(name_sealed=b"") | ~Q(**{field: ""})).order_by("pk")
    rest = names
    while batch := list(rest.values_list("pk", field)[:AT_ONCE]):
        yield batch
        rest = names.filter(pk__gt=batch[-1][0])


def _row(
    editor: BaseDatabaseSchemaEditor, model: type[models.Model], column: ClearName, pk: object, name: str
) -> list[Any]:
    signs = [sealed_names.signs_of(name) if name != ERASED else "", ""] if column.key else []
    return [vault.seal(column.place, pk, name), "", *signs, model._meta.pk.get_db_prep_value(pk, editor.connection)]
