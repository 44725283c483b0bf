"""An export into a database that was just made: the tables by `migrate`, the rows in one transaction."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Any

from pyrage.x25519 import Identity

from siantar.project import archive
from siantar.project.archive import BackupRefused
from siantar.project.export import places
from siantar.project.export.places import NewPlace

OTHER_VERSION = (
    "Ekspor ini dari Siantar {version}, yang susunan tabelnya lain dari versi di sini. Pasang versi itu di tempat "
    "kosong, impor di sana, perbarui dengan `siantar upgrade`, lalu ekspor lagi bila perlu. Tidak ada yang diimpor."
)
NOT_THE_SAME = "Arsip ekspor berubah selagi dibaca. Salin dulu ke disk sendiri, lalu ulangi. Tidak ada yang diimpor."
CANNOT = "Basis data menolak isi ekspor ini, jadi tidak ada yang diimpor: {problem}."


def fill(file: Path, identity: Identity, about: dict[str, Any], place: NewPlace, at: datetime) -> None:
    """Make tables, load all rows, put the files in place. Raises BackupRefused; nothing is in the database then."""
    _begin_django(place)
    from django.core.management import call_command
    from django.db import DatabaseError, connection

    from siantar.project.export import taking

    if about["migrations"] != taking.migrations():
        raise BackupRefused(OTHER_VERSION.format(version=about["version"]))
    try:
        call_command("migrate", verbosity=0)
        _load(file, identity, about, place, at)
        if place.is_sqlite:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # all of it in the one file that is moved
    except DatabaseError as problem:
        raise BackupRefused(CANNOT.format(problem=str(problem).strip().partition("\n")[0])) from problem
    finally:
        connection.close()
    if place.is_sqlite:
        places.put_files(place)
        places.put_database(place)


def _begin_django(place: NewPlace) -> None:
    """This process works in the staging folder."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siantar.project.settings")
    os.environ["SIANTAR_DATA"] = str(place.staging)
    if place.is_sqlite:
        os.environ["SIANTAR_DATABASE_URL"] = f"sqlite:///{place.made_database}"
    import django

    django.setup()


def _load(file: Path, identity: Identity, about: dict[str, Any], place: NewPlace, at: datetime) -> None:
    from django.db import DEFAULT_DB_ALIAS, transaction

    from siantar.directory import audit
    from siantar.project.export import loading, sequences
    from siantar.rules.audit import Audited

    with transaction.atomic():
        loading.begin()
        load = loading.Loading(place.staging)
        with file.open("rb") as source:
            again = archive.walk(source, [identity], load.visit)
        rows = {name: count for name, count in about["rows"].items() if count}
        if again != about or rows != dict(load.rows):
            raise BackupRefused(NOT_THE_SAME)
        sequences.go_on(DEFAULT_DB_ALIAS, about["last_ids"])
        audit.note(Audited.IMPORTED, at=at, exported=about["at"])
        if not place.is_sqlite:
            places.put_files(place)
