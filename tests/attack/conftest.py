"""A freshly started server with two processes, and what an attacker has: connections and patience."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.clock import ahead_of_the_machine
from tests.journeys.conftest import WORKING_MORNING, Siantar, furnished, served

TWO_PROCESSES = ("--workers", "2")


def pytest_collection_modifyitems(items) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("attack")


@contextmanager
def own_database() -> Iterator[str]:
    """The address of an empty database in the cluster of this run; empty on SQLite, which is a file of the data folder."""
    url, name = os.environ.get("SIANTAR_DATABASE_URL", ""), f"attack_{os.getpid()}"
    if not url:
        yield ""
        return
    with psycopg.connect(url, autocommit=True) as line:
        line.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            line.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Iterator[Siantar]:
    """The demo office with a folder of its own for what bodies leave on the disk; it is not served yet."""
    data = tmp_path_factory.mktemp("besieged")
    with own_database() as database:
        home = furnished(data, applications=3, at=WORKING_MORNING, database=database)
        (data / "tmp").mkdir()
        home.environment["TMPDIR"] = str(data / "tmp")
        yield home


@contextmanager
def besieged(house: Siantar) -> Iterator[None]:
    """Two processes serve it; at every start it is the same moment of the morning."""
    house.environment["SIANTAR_CLOCK"] = str(ahead_of_the_machine(WORKING_MORNING).total_seconds())
    with served(house, *TWO_PROCESSES):
        yield
