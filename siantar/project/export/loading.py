"""An export into an empty database: all of it, or nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DatabaseError, connection, models

from siantar.project import archive
from siantar.project.archive import BackupRefused, Readable
from siantar.project.export import contents, rows
from siantar.project.export.contents import ExportedTable
from siantar.project.export.places import SEEDED
from siantar.project.export.rows import UnfitRow

MANY = 500  # rows a statement
UNFIT = "Ekspor ini tidak dapat dimuat: {name}, baris {line}: {problem}. Tidak ada yang diimpor."
REFUSED = "Basis data di sini menolak {name}: {problem}. Tidak ada yang diimpor."
STRANGE = "Ekspor ini berisi {name}, yang tidak dikenal versi ini. Tidak ada yang diimpor."


class Loading:
    """Takes the entries of an archive in their order; to be used within one transaction."""

    def __init__(self, folder: Path) -> None:
        """`folder`: where files of the data folder are laid."""
        self.rows: Counter[str] = Counter()
        self._folder, self._waiting = folder, {}
        self._tables = {table.name: table for table in contents.tables()}

    _waiting: rows.Files  # documents whose rows have not come yet: of one part at most

    def visit(self, name: str, content: Readable) -> None:
        """One entry. Raises BackupRefused."""
        kind, _, rest = name.partition("/")
        if kind == "tables" and rest:
            self._load(name, self._table(rest.partition("/")[0]), content.read())
        elif kind == rows.ATTACHMENTS:
            self._waiting[name] = content.read()
        elif kind == "files":
            archive.lay(self._folder, rest, content)

    def _table(self, name: str) -> ExportedTable:
        if name not in self._tables:
            raise BackupRefused(STRANGE.format(name=name))
        return self._tables[name]

    def _load(self, name: str, table: ExportedTable, content: bytes) -> None:
        batch: list[models.Model] = []
        for row in self._rows(name, table, content):
            batch.append(row)
            if len(batch) == MANY:
                _store(name, table, batch)
                batch = []
        _store(name, table, batch)

    def _rows(self, name: str, table: ExportedTable, content: bytes) -> Iterator[models.Model]:
        for number, line in enumerate(content.splitlines(), 1):
            try:
                yield rows.read(table, json.loads(line), self._waiting)
            except (UnfitRow, ValueError, AttributeError) as problem:
                words = str(problem) if isinstance(problem, UnfitRow) else "bukan satu objek JSON"
                raise BackupRefused(UNFIT.format(name=name, line=number, problem=words)) from problem
            self.rows[table.name] += 1


def begin() -> None:
    """Make room: what `migrate` put there goes; references are checked at once, in the order of the tables."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for name in _own_references():
                cursor.execute(f"SET CONSTRAINTS {connection.ops.quote_name(name)} DEFERRED")
    for table in reversed(contents.tables()):
        if table.name in SEEDED:
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table.name)}")


def _own_references() -> Iterator[str]:
    """Constraints of tables that refer to themselves, whose rows may come in any order."""
    for table in contents.tables():
        if any(column.field.related_model is table.model for column in table.columns):
            with connection.cursor() as cursor:
                for name, about in connection.introspection.get_constraints(cursor, table.name).items():
                    if (about["foreign_key"] or ("", ""))[0] == table.name:
                        yield name


def _store(name: str, table: ExportedTable, batch: list[models.Model]) -> None:
    try:
        with _as_written(table.model):
            table.model._base_manager.bulk_create(batch)
    except DatabaseError as problem:
        words = str(problem).strip().partition("\n")[0]
        raise BackupRefused(REFUSED.format(name=name, problem=words)) from problem


@contextmanager
def _as_written(model: type[models.Model]) -> Iterator[None]:
    """Days are those of the export: no field of a library's table sets itself to the moment of the import."""
    clocks = [
        (field, name)
        for field in model._meta.concrete_fields
        for name in ("auto_now", "auto_now_add")
        if getattr(field, name, False)
    ]
    for field, name in clocks:
        setattr(field, name, False)
    try:
        yield
    finally:
        for field, name in clocks:
            setattr(field, name, True)
