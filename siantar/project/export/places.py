"""Where an import goes: empty before, whole afterwards, and between the two nothing that anybody could take for whole.

Files first, the database last: without it the place counts as empty, and the next import clears away what lies there.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from psycopg import sql

from siantar.project import backups, restoring, snapshots
from siantar.project.archive import BackupRefused
from siantar.project.snapshots import Database
from siantar.roots import whole_files

STAGING = f"{backups.SCRATCH}impor"  # no backup takes it along
MOVING = "dipindah.json"  # in the staging folder: the names that are being put in place
LEFT_OUT = frozenset({"static", MOVING})
# Filled by `migrate` in a place that is empty otherwise; an import puts what was exported in their stead.
SEEDED = frozenset(
    {"django_migrations", "django_content_type", "auth_permission", "directory_holiday", "directory_ramadan"}
)


@dataclass(frozen=True, slots=True)
class NewPlace:
    """A data folder and a database that hold nothing yet."""

    data: Path
    database: Database

    @property
    def staging(self) -> Path:
        """Where everything is made first."""
        return self.data / STAGING

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file that is made in the staging folder, too."""
        return snapshots.engine_of(self.database) == "sqlite"

    @property
    def made_database(self) -> Path:
        """The file of SQLite before it is put in place."""
        return self.staging / "siantar.sqlite3"


def prepare(place: NewPlace) -> None:
    """Clear away what an import that was killed left. Raises BackupRefused where somebody's data are."""
    if place.is_sqlite:
        snapshots.require_empty(place.database)
    else:
        _require_no_rows(place.database)
    journal = place.staging / MOVING
    for name in json.loads(journal.read_text()) if journal.exists() else []:
        _remove(place.data / name)
    shutil.rmtree(place.staging, ignore_errors=True)
    restoring.require_empty(place.data)
    place.staging.mkdir(parents=True, mode=0o700)


def put_files(place: NewPlace) -> None:
    """Everything but the database; taken back where it does not go to the end."""
    database = {f"{place.made_database.name}{end}" for end in ("", "-wal", "-shm")}
    names = sorted(path.name for path in place.staging.iterdir() if path.name not in LEFT_OUT | database)
    whole_files.lay(place.staging / MOVING, json.dumps(names), over=True)
    try:
        for name in names:
            (place.staging / name).rename(place.data / name)
        whole_files.flush(place.data)
    except BaseException:
        for name in names:
            _remove(place.data / name)
        raise


def put_database(place: NewPlace) -> None:
    """The file of SQLite, in one step: with it the place is whole."""
    goal = Path(place.database["NAME"])
    goal.parent.mkdir(parents=True, exist_ok=True)
    beside = goal.with_name(f"{goal.name}{backups.UNFINISHED}")
    shutil.move(place.made_database, beside)
    with beside.open("rb") as file:
        os.fsync(file.fileno())
    beside.rename(goal)
    whole_files.flush(goal.parent)


def _require_no_rows(database: Database) -> None:
    """Tables may stand there, as `migrate` or a killed import leaves them; nobody's rows."""
    with snapshots.connected(database) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()").fetchall()
        for (name,) in names:
            if name in SEEDED:
                continue
            row = connection.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(name))).fetchone()
            if row and row[0]:
                raise BackupRefused(snapshots.NOT_EMPTY.format(name=database["NAME"]))


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
