"""Names change, facts do not: a database of the version before, small and invented, is taken along on both engines."""

from __future__ import annotations

import gzip
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

HERE = Path(__file__).parent
EVENTS, FILES = 293, 44
ENGINES = ["sqlite", *(["postgresql"] if os.environ.get("SIANTAR_DATABASE_URL", "").startswith("postgres") else [])]


def siantar(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "siantar.project", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def environment(tmp_path):
    shutil.copy(HERE / "keys.json", tmp_path / "keys.json")
    environment = {**os.environ, "SIANTAR_DEMO": "1", "SIANTAR_DATA": str(tmp_path)}
    environment.pop("SIANTAR_DATABASE_URL", None)
    return environment


def dump(engine: str) -> str:
    return gzip.decompress((HERE / f"before-0.2-{engine}.sql.gz").read_bytes()).decode()


@pytest.fixture
def before_on_sqlite(tmp_path, environment):
    """The old database as a file in the data folder."""
    with sqlite3.connect(tmp_path / "siantar.sqlite3") as database:
        database.executescript(dump("sqlite"))
    return environment


@pytest.fixture
def before_on_postgresql(environment):
    """The old database in the cluster of this run, dropped afterwards."""
    address = os.environ["SIANTAR_DATABASE_URL"]
    server, name = urlsplit(address), f"before_{os.getpid()}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        old = server._replace(path=f"/{name}").geturl()
        # psql, because a dump is a script of psql
        subprocess.run(["psql", "-q", "-v", "ON_ERROR_STOP=1", old], input=dump("postgresql"), text=True, check=True, stdout=subprocess.DEVNULL)
        yield {**environment, "SIANTAR_DATABASE_URL": old}
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_database_of_the_version_before_is_taken_along(engine, request):
    environment = request.getfixturevalue(f"before_on_{engine}")
    assert siantar("migrate", environment=environment).returncode == 0
    counted = siantar(
        "shell", "-v0", "-c",
        "from siantar.casework.models import Application, EventRow; print(EventRow.objects.count(), Application.objects.count())",
        environment=environment,
    )  # fmt: skip
    assert counted.stdout.strip() == f"{EVENTS} {FILES}", counted.stderr
    examined = siantar("doctor", environment=environment)
    assert examined.returncode == 0, examined.stdout + examined.stderr
    assert siantar("rebuild", environment=environment).returncode == 0
    again = siantar("migrate", environment=environment)
    assert "No migrations to apply" in again.stdout
