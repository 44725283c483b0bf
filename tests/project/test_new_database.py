"""A new database gets its tables at once from the models; they are those that all migrations together would make."""

from __future__ import annotations

import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest

from tests.project.test_backup import ON_POSTGRESQL, Place, new_place

STEP_BY_STEP = """
from siantar.project import new_database
new_database.is_new = lambda alias: False
"""
KILLED = """
import os, signal
from siantar.project import new_database
new_database._make_what_is_beside = lambda editor: os.kill(os.getpid(), signal.SIGKILL)
"""
MIGRATE = "import sys; sys.argv = ['siantar', 'migrate', '-v0']; from siantar.project.commands import main; main()"
ON_POSTGRES = (
    "SELECT table_name, column_name, data_type, is_nullable, column_default, character_maximum_length, is_identity "
    "FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT conrelid::regclass::text, contype, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
)


def migrated(place: Place, before: str = "") -> subprocess.CompletedProcess:
    command = [sys.executable, "-c", before + MIGRATE]
    environment = {**place.environment, "DJANGO_SETTINGS_MODULE": "siantar.project.settings"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def shape(place: Place) -> set[tuple]:
    """Columns, constraints, indexes and triggers of a database."""
    if ON_POSTGRESQL:
        with psycopg.connect(place.environment["SIANTAR_DATABASE_URL"]) as connection:
            rows = {row for question in ON_POSTGRES for row in connection.execute(question)}
        return {tuple(re.sub(r"_[0-9a-f]{8}", "", part) if isinstance(part, str) else part for part in row) for row in rows}
    with closing(sqlite3.connect(place.data / "siantar.sqlite3")) as database:
        return set(_of_sqlite(database))


def _of_sqlite(database: sqlite3.Connection) -> Iterator[tuple]:
    for kind, name, table, sql in database.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall():
        if kind != "table":
            yield kind, name, re.sub(r'"(\w+)"', r"\1", sql or "")
            continue
        yield from ((table, "column", *row[1:]) for row in database.execute(f'PRAGMA table_xinfo("{table}")'))
        yield from ((table, "foreign key", *row[2:]) for row in database.execute(f'PRAGMA foreign_key_list("{table}")'))
        yield from ((table, check) for check in re.findall(r"CHECK \(.*?\)(?=,|\)$| NULL| NOT NULL)", sql))
        yield table, "numbers again", "AUTOINCREMENT" in sql


@pytest.fixture
def places(tmp_path):
    with new_place(tmp_path / "sekaligus") as at_once, new_place(tmp_path / "berturut") as step_by_step:
        for place in (at_once, step_by_step):
            place.data.mkdir()
        yield at_once, step_by_step


def test_both_ways_lead_to_the_same_tables(places):
    at_once, step_by_step = places
    for place, before in ((at_once, ""), (step_by_step, STEP_BY_STEP)):
        done = migrated(place, before)
        assert done.returncode == 0, done.stderr
    assert shape(at_once) == shape(step_by_step)
    assert len(shape(at_once)) > 1500
    for place in places:
        assert "[ ]" not in place.well("showmigrations", "--plan")


def test_killed_while_it_makes_them_it_leaves_nothing(places):
    place, _other = places
    assert migrated(place, KILLED).returncode == -signal.SIGKILL
    assert shape(place) == set()
    assert migrated(place).returncode == 0
    assert "Tidak ada masalah" in place.well("doctor")


@pytest.mark.parametrize("look", ["--check", "--plan"])
def test_a_look_makes_no_table(places, look):
    place, _other = places
    place.siantar("migrate", look)
    assert shape(place) == set()
