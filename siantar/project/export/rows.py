"""A row of the database as an object of JSON, with the documents that stand beside it, and back."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.db import models

from siantar.privacy import vault
from siantar.project import key_rotation
from siantar.project.export import cells
from siantar.project.export.cells import Cell, UnfitCell
from siantar.project.export.contents import Column, ExportedTable

ATTACHMENTS = "attachments"
BEGINS = {b"%PDF": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG": "png", b"RIFF": "webp", b"PK\x03\x04": "xlsx"}
Files = dict[str, bytes]  # documents by their names in the archive


class UnfitRow(ValueError):
    """A row that cannot be stored: the column and what is wrong with it."""


def written(table: ExportedTable, row: models.Model, files: Files) -> dict[str, Cell]:
    """The row by its columns; what stands beside it goes into `files`."""
    return {column.name: _cell(table, column, row, files) for column in table.columns}


def read(table: ExportedTable, line: Mapping[str, Cell], files: Files) -> models.Model:
    """The row to be stored. Takes out of `files` what stood beside it. Raises UnfitRow."""
    if set(line) != {column.name for column in table.columns}:
        raise UnfitRow("kolomnya bukan yang di tables.json")
    row = table.model()
    for column in sorted(table.columns, key=lambda each: each.sealed is not None):  # seals are bound to the others
        try:
            setattr(row, column.field.attname, _value(column, row, line[column.name], files))
        except UnfitCell as problem:
            raise UnfitRow(f"kolom {column.name} {problem}") from problem
    return row


def _cell(table: ExportedTable, column: Column, row: models.Model, files: Files) -> Cell:
    value = getattr(row, column.field.attname)
    if value is None:
        return None
    text = _unsealed(column, row, bytes(value)) if column.sealed else None
    if column.sealed and text is None:  # erased, or sealed with a key that is lost: as it stands
        return {"unreadable": cells.written(value)}
    content = _document(bytes(value) if text is None else text) if column.attached else None
    if content is None:
        return cells.written(value) if text is None else text
    name = f"{ATTACHMENTS}/{table.name}/{quote(str(row.pk), safe='')}.{column.name}.{_ending(content)}"
    files[name] = content
    return {"file": name}


def _unsealed(column: Column, row: models.Model, sealed: bytes) -> str | None:
    assert column.sealed is not None
    try:
        return vault.unseal(*key_rotation.place_of(column.sealed, row), sealed)
    except vault.Unreadable:
        return None


def _document(value: bytes | str) -> bytes | None:
    """What is to stand in a file of its own: all but nothing, and words that are no document."""
    if isinstance(value, bytes):
        return value or None
    try:
        content = base64.b64decode(value, validate=True)
    except (ValueError, binascii.Error):
        return None
    return content if content and base64.b64encode(content).decode() == value else None


def _ending(content: bytes) -> str:
    return next((ending for begin, ending in BEGINS.items() if content.startswith(begin)), "bin")


def _value(column: Column, row: models.Model, cell: Cell, files: Files) -> Any:
    match cell:
        case {"file": str(name)} if column.attached and len(cell) == 1:
            if name not in files:
                raise UnfitCell(f"menyebut {name}, yang tidak ada")
            content = files.pop(name)
            return content if column.sealed is None else _sealed(column, row, base64.b64encode(content).decode())
        case {"unreadable": str(sealed)} if column.sealed and len(cell) == 1:
            return cells.read(column.field, sealed)
        case str() if column.sealed:
            return _sealed(column, row, cell)
        case _ if column.sealed and cell is not None:
            raise UnfitCell("bukan text")
    return cells.read(column.field, cell)


def _sealed(column: Column, row: models.Model, text: str) -> bytes:
    assert column.sealed is not None
    return vault.seal(*key_rotation.place_of(column.sealed, row), text)
