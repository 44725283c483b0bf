"""What stands beside the rows so that somebody without Siantar can read them: every table and column, in words."""

from __future__ import annotations

from typing import Any

from siantar.project.export import cells, contents
from siantar.project.export.contents import Column, ExportedTable

README = """Ekspor Siantar ({format}): semua isi satu pemasangan, dalam format terbuka.
An export of Siantar: everything one installation holds, in open formats.

daftar.json       versi, jumlah baris tiap tabel, ukuran dan SHA-256 tiap berkas di sini
                  version, rows of each table, size and SHA-256 of every file here
tables.json       tabel dan kolomnya dalam kata-kata / tables and columns in words
tables/NAME/      baris sebagai JSON Lines (UTF-8), satu objek sebaris, dibagi atas beberapa berkas
                  rows as JSON Lines, one object a line, in several files to be read in their order
attachments/      foto, tanda tangan, surat, laporan: disebut di baris sebagai {{"file": ...}}
files/            folder data: buku akar harian, kunci penanda tangan akar, peta
keys.json         kunci; dijaga seperti data pribadinya / keys, to be guarded like the personal data

Ini data pribadi warga. Simpan terkunci, hapus bila tidak dipakai lagi.
This is personal data of residents. Keep it locked away; delete it when it is not needed any more.
"""


def tables() -> list[dict[str, Any]]:
    """All tables with their columns, in the order in which none refers to a later one."""
    return [_table(table) for table in contents.tables()]


def _table(table: ExportedTable) -> dict[str, Any]:
    about = (table.model.__doc__ or "").strip().partition("\n")[0]
    columns = {column.name: _column(column) for column in table.columns}
    return {
        "table": table.name,
        "about": "" if about.startswith(f"{table.model.__name__}(") else about,
        "key": table.model._meta.pk.name,
        "columns": columns,
    }


def _column(column: Column) -> dict[str, Any]:
    field = column.field
    described: dict[str, Any] = {"type": "text" if column.sealed else cells.type_of(field), "null": field.null}
    if column.attached:
        described["type"] = "file"
    if field.is_relation and field.related_model is not None:
        described["refers_to"] = field.related_model._meta.db_table
    if column.sealed:
        described["sealed"] = True  # at rest in Siantar; readable here
    return described
