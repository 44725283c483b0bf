"""`siantar export`: everything that is here at one moment, table by table, in one archive sealed by age.

What is made readable for it stands nowhere unsealed: rows go into the archive part by part, out of memory.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.db import connections, models
from django.db.migrations.loader import MigrationLoader
from django.db.models import F
from django.db.models.functions import Collate
from pyrage.x25519 import Identity, Recipient

from siantar.directory import audit
from siantar.project import archive, backups
from siantar.project.backups import Installation
from siantar.project.export import cells, contents, describing, rows, sequences
from siantar.project.export.contents import ExportedTable
from siantar.project.export.formats import FORMAT, KEYS, README, TABLES
from siantar.project.export.moments import one_moment
from siantar.roots import whole_files
from siantar.rules.audit import Audited

PART = 1 << 20  # bytes of rows and documents in memory
ROWS, DOCUMENTS = 500, 20  # fetched at once
COLLATIONS = {"sqlite": "BINARY", "postgresql": "C"}  # the same order on both
Entry = tuple[str, Path | bytes]


@dataclass(frozen=True, slots=True)
class Export:
    """A finished export, read back whole."""

    file: Path
    size: int
    rows: int
    documents: int


def export(here: Installation, file: Path, recipients: list[Recipient], at: datetime) -> Export:
    """Export into a new file, which gets its name once it was read back whole.

    Raises BackupRefused, and leaves nothing behind then but the line in the audit record that somebody began.
    """
    with backups.told_in_words(file), backups.alone(here.data) as scratch:
        backups.require_place(here, file)
        audit.note(Audited.EXPORTED, at=at, list="export")
        witness = Identity.generate()  # opens this export to check it; never written, gone when the process ends
        unfinished = file.with_name(file.name + backups.UNFINISHED)
        unfinished.unlink(missing_ok=True)
        try:
            about = _seal(here, unfinished, scratch, at, [*recipients, witness.to_public()])
            with unfinished.open("rb") as source:
                again = archive.walk(source, [witness], lambda _name, _content: None)
            os.rename(unfinished, file)
        finally:
            unfinished.unlink(missing_ok=True)
        whole_files.flush(file.parent)
    documents = sum(1 for name in again["entries"] if name.startswith(f"{rows.ATTACHMENTS}/"))
    return Export(file, file.stat().st_size, sum(about["rows"].values()), documents)


def migrations() -> list[str]:
    """The names of all migrations of this version, sorted: the shape of the tables."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return sorted(f"{app}.{name}" for app, name in loader.disk_migrations)


def _seal(
    here: Installation, unfinished: Path, scratch: Path, at: datetime, recipients: list[Recipient]
) -> dict[str, Any]:
    about: dict[str, Any] = {
        "format": FORMAT,
        "at": at.isoformat(timespec="seconds"),
        "version": version("siantar"),
        "base_url": here.base_url,
        "migrations": migrations(),
        "rows": {},
        "last_ids": {},
    }
    with open(unfinished, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
        archive.write(out, _entries(here, scratch, about), about, recipients)
        out.flush()
        os.fsync(out.fileno())
    return about


def _entries(here: Installation, scratch: Path, about: dict[str, Any]) -> Iterator[Entry]:
    """All that goes in; `about` is filled on the way."""
    yield README, describing.README.format(format=FORMAT).encode()
    yield KEYS, _json(backups.keys_of_now(here))
    yield TABLES, json.dumps(describing.tables(), indent=1, ensure_ascii=False).encode()
    with one_moment(scratch) as database:
        for table in contents.tables():
            about["rows"][table.name] = 0
            for number, part in enumerate(_parts(table, database), 1):
                about["rows"][table.name] += len(part.lines)
                yield from part.files.items()
                yield f"tables/{table.name}/{number:06}.jsonl", b"".join(part.lines)
        about["last_ids"] = sequences.last_given(database)
    for name, path in backups.files_of(here):
        yield name.replace("data/", "files/", 1), path


@dataclass(frozen=True, slots=True)
class _Part:
    """So many rows of a table, with the documents they mention."""

    lines: list[bytes]
    files: rows.Files


def _parts(table: ExportedTable, database: str) -> Iterator[_Part]:
    part, weight = _Part([], {}), 0
    for row in _stored(table, database):
        files: rows.Files = {}
        line = _json(rows.written(table, row, files)) + b"\n"
        part.lines.append(line)
        part.files.update(files)
        weight += len(line) + sum(map(len, files.values()))
        if weight >= PART:
            yield part
            part, weight = _Part([], {}), 0
    if part.lines:
        yield part


def _stored(table: ExportedTable, database: str) -> Iterator[models.Model]:
    """The rows in the order of their keys, which both databases know alike; never all in memory."""
    key = table.model._meta.pk
    order: Any = F(key.attname)
    if cells.type_of(key) == "text":
        order = Collate(order, COLLATIONS[connections[database].vendor])
    at_once = DOCUMENTS if any(column.attached for column in table.columns) else ROWS
    every = table.model._base_manager.using(database).order_by(order)
    return every.iterator(chunk_size=at_once)


def _json(content: Any) -> bytes:
    """One text for one value: keys sorted, UTF-8 kept, no numbers that JSON has not."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
