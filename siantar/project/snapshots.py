"""The database in one file, as it was at one moment, and back: SQLite by itself, PostgreSQL by its own programs."""

from __future__ import annotations

import errno
import os
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from siantar.project.archive import DAMAGED, BackupRefused

Database = dict[str, Any]  # an entry of Django's DATABASES
TABLES = {"events": "casework_event", "applications": "casework_application"}
WAIT = 60.0  # seconds for a lock of SQLite
ABSENT = (
    "Program {program} dari PostgreSQL tidak ada di komputer ini, padahal ia yang menyalin basis data. "
    "Pasang dulu: `apt install postgresql-client`, versi {server} atau lebih baru."
)
TOO_OLD = (
    "Program {program} di komputer ini versi {ours}, sedangkan server PostgreSQL versi {server}. Pasang "
    "`postgresql-client-{server}` atau lebih baru, lalu ulangi."
)
NOT_WHOLE = (
    "Basis data di dalam cadangan tidak utuh ({problem}). Pakai cadangan sebelumnya, "
    "dan periksa yang sekarang dengan `siantar doctor`."
)
NOT_EMPTY = (
    "Basis data {name} tidak kosong, jadi tidak ada yang ditimpa. Pulihkan ke basis data baru yang kosong "
    "(`createdb NAMA`), lalu atur SIANTAR_DATABASE_URL ke sana."
)
FILE_THERE = "Basis data {name} sudah ada, jadi tidak ada yang ditimpa. Pulihkan ke folder kosong: atur SIANTAR_DATA."
UNREACHABLE = "Basis data tidak dapat dibuka: {problem}"
FAILED = "{program} gagal: {problem}"


def engine_of(database: Database) -> str:
    """`sqlite` or `postgresql`."""
    return "sqlite" if database["ENGINE"].endswith("sqlite3") else "postgresql"


def take(database: Database, file: Path) -> dict[str, int]:
    """Lay the database in `file` while others write to it; how many events and applications are in it."""
    if engine_of(database) == "postgresql":
        try:
            return _dump(database, file)
        except psycopg.Error as problem:
            raise BackupRefused(UNREACHABLE.format(problem=problem)) from problem
    name = str(database["NAME"])
    try:
        with closing(
            sqlite3.connect(f"{Path(name).absolute().as_uri()}?mode=rw", uri=True, timeout=WAIT)
        ) as connection:
            connection.execute("VACUUM INTO ?", [str(file)])
        return _counted(file)
    except sqlite3.OperationalError as problem:
        if problem.sqlite_errorcode == sqlite3.SQLITE_FULL:
            raise OSError(errno.ENOSPC, str(problem)) from problem
        raise BackupRefused(UNREACHABLE.format(problem=problem)) from problem


def check(engine: str, file: Path, counts: dict[str, int]) -> None:
    """Whether what lies in `file` is a whole database with so many events. Raises BackupRefused."""
    try:
        seen = _counted(file) if engine == "sqlite" else _counted_in_dump(file)
    except (sqlite3.DatabaseError, subprocess.CalledProcessError) as problem:
        raise BackupRefused(NOT_WHOLE.format(problem=problem)) from problem
    if seen != counts:
        raise BackupRefused(NOT_WHOLE.format(problem=f"{seen} != {counts}"))


def require_empty(database: Database) -> None:
    """Raise BackupRefused where something would be overwritten, or the programs to restore with are not there."""
    if engine_of(database) == "sqlite":
        if Path(database["NAME"]).exists():
            raise BackupRefused(FILE_THERE.format(name=database["NAME"]))
        return
    with connected(database) as connection:
        server = connection.info.server_version // 10000
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()").fetchone()
    if row is None or row[0]:
        raise BackupRefused(NOT_EMPTY.format(name=database["NAME"]))
    _require_program("pg_restore", server)


def put_back(database: Database, file: Path) -> None:
    """Make the database of what lies in `file`; all or nothing."""
    if engine_of(database) == "sqlite":
        place = Path(database["NAME"])
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(file, place)
        return
    wanted = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
    _run(["pg_restore", *wanted, f"--dbname={database['NAME']}", str(file)], _libpq(database))


def _counted(file: Path) -> dict[str, int]:
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        for (line,) in connection.execute("PRAGMA integrity_check"):
            if line != "ok":
                raise sqlite3.DatabaseError(line)
        return {
            name: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for name, table in TABLES.items()
        }


def _dump(database: Database, file: Path) -> dict[str, int]:
    """By `pg_dump`, in the very snapshot that the events are counted in."""
    with connected(database) as connection:
        server = connection.info.server_version // 10000
        _require_program("pg_dump", server)
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        counts, snapshot = {}, connection.execute("SELECT pg_export_snapshot()").fetchone()
        for name, table in TABLES.items():
            counts[name] = (connection.execute(f"SELECT count(*) FROM {table}").fetchone() or [0])[0]
        assert snapshot is not None
        wanted = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot[0]}", f"--file={file}"]
        _run(["pg_dump", *wanted], _libpq(database))
    return counts


def _counted_in_dump(file: Path) -> dict[str, int]:
    """The whole dump read and told as SQL again, its rows counted on the way."""
    counts = dict.fromkeys(TABLES, 0)
    begins = {f".{table} (".encode(): name for name, table in TABLES.items()}
    rows_of: str | None = None  # outside of data; "": in those of another table
    with subprocess.Popen(
        ["pg_restore", "--file=-", str(file)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as program:
        for line in program.stdout or ():
            if rows_of is None:
                if line.startswith(b"COPY "):
                    rows_of = next((name for begin, name in begins.items() if begin in line), "")
            elif line == b"\\.\n":
                rows_of = None
            elif rows_of:
                counts[rows_of] += 1
    if program.returncode:
        raise subprocess.CalledProcessError(program.returncode, "pg_restore")
    return counts


def connected(database: Database) -> psycopg.Connection:
    """A connection to PostgreSQL beside Django's. Raises BackupRefused."""
    ours = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password", "NAME": "dbname"}
    address = {libpq: database[key] for key, libpq in ours.items() if database.get(key)}
    try:
        return psycopg.connect(make_conninfo(**address, **_options(database)))
    except psycopg.OperationalError as problem:
        raise BackupRefused(UNREACHABLE.format(problem=problem)) from problem


def _options(database: Database) -> dict[str, str]:
    """Those of libpq, such as `sslmode`; the others are Django's."""
    return {key: value for key, value in database.get("OPTIONS", {}).items() if isinstance(value, str)}


def _libpq(database: Database) -> dict[str, str]:
    """The address for the programs, in their environment: no password in a list of processes."""
    names = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}
    address = {ours: str(database[key]) for key, ours in names.items() if database.get(key)}
    return {**address, **{f"PG{key.upper()}": value for key, value in _options(database).items()}}


def _require_program(program: str, server: int) -> None:
    if shutil.which(program) is None:
        raise BackupRefused(ABSENT.format(program=program, server=server))
    answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.search(r"(\d+)", answer)
    ours = int(version[1]) if version else 0
    if ours < server:
        raise BackupRefused(TOO_OLD.format(program=program, ours=ours, server=server))


def _run(command: list[str], address: dict[str, str]) -> None:
    ended = subprocess.run(command, env={**os.environ, **address}, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise BackupRefused(FAILED.format(program=command[0], problem=ended.stderr.strip() or DAMAGED))
