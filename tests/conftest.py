"""What every test stands on."""

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from siantar import clock as product_clock
from siantar.casework import nudging, tracking
from tests.clock import CLOCK, MORNING, StandingClock

# Machines that run the suite are shared: how long an example took to draw says nothing about the code.
# The build draws the same examples every time, so that it is red for what was changed and for nothing else; `make explore`
# draws new ones, many more, and what it finds is written down as an `@example`.
settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=500)
settings.register_profile("siantar", settings.get_profile("explore"), max_examples=100, derandomize=True, database=None)
settings.load_profile("siantar")

DATA = Path(os.environ["SIANTAR_DATA"])  # before a test empties the environment
# Where a test that touches no table is run on one database only: a second one could tell nothing new.
PURE = frozenset({"house", "outward", "paper", "routing", "rules"})
TABLES = frozenset({"db", "transactional_db", "django_db_setup"})
# Walks through tables written in Python (the gate's, the pages', their help): rows are there only to be asked for.
WALKS = frozenset({"test_gate.py", "test_gate_walk.py", "test_gate_doors.py", "test_help.py"})
BESIDE = frozenset({"test_second_place.py"})  # what it looks at are files on their way


def pytest_collection_modifyitems(config, items):
    """Give each test an address of its own; on PostgreSQL, leave out what was run on SQLite and knows no database."""
    for item in items:
        if operation := getattr(item, "operation_label", ""):  # to pytest 9.2 those of schemathesis have one name
            item._id = item._id.with_params(operation)
    named = Counter(item.nodeid for item in items)
    if doubled := [name for name, times in named.items() if times > 1]:  # of those with one name xdist runs only one
        raise pytest.UsageError(f"tests of one name: {doubled[:5]}")
    if leaving := [item.nodeid for item in items if leaves_facts(item)]:  # PostgreSQL then empties no table
        raise pytest.UsageError(f"tests that store for real without the fixture `stored_for_real`: {leaving[:5]}")
    if not os.environ.get("SIANTAR_DATABASE_URL"):
        return
    once, on_both = [], []
    for item in items:
        (once if is_pure(item) else on_both).append(item)
    config.hook.pytest_deselected(items=once)
    items[:] = on_both


def leaves_facts(item: pytest.Item) -> bool:
    """Whether this test commits rows that the guard over the facts would keep from being taken away after it."""
    marker = item.get_closest_marker("django_db")
    commits = "transactional_db" in item.fixturenames or bool(marker and marker.kwargs.get("transaction"))
    return commits and "stored_for_real" not in item.fixturenames


def is_pure(item: pytest.Item) -> bool:
    """Whether a second database could tell this test nothing: it stands in a pure room and asks for no tables, or walks."""
    room, *_rest = item.path.relative_to(Path(__file__).parent).parts
    if (room == "house" and item.path.name in WALKS) or item.path.name in BESIDE:
        return True
    return room in PURE and item.get_closest_marker("django_db") is None and TABLES.isdisjoint(item.fixturenames)


@pytest.fixture(autouse=True)
def clock() -> Iterator[StandingClock]:
    """What the product takes for the time: the cast's morning, standing still until a test moves it."""
    CLOCK.at = MORNING
    with product_clock.reading(CLOCK):
        yield CLOCK


@pytest.fixture(autouse=True)
def relayed_when_asked() -> Iterator[None]:
    """No thread relays beside a test (`project.wsgi` begins one): `consequences.relay_all` does, when it is called."""
    nudging.end()
    yield
    nudging.end()


@pytest.fixture(autouse=True)
def names_read_anew() -> None:
    """As for every request: an office of another test had this code and another name."""
    tracking.read_names_again()


@pytest.fixture(autouse=True)
def without_roots() -> Iterator[None]:
    """Roots of one test are nothing to the next, whose database is another: their books and keys go with it."""
    yield
    shutil.rmtree(DATA / "roots", ignore_errors=True)
    (DATA / "root-keys.json").unlink(missing_ok=True)


@pytest.fixture
def also_follows(monkeypatch):
    """Let one more consumer follow events, after all others, during this test."""

    def follow(extra) -> None:
        every = (*consumer.consumers(), extra)
        for module in (consequences, digestion, lag):
            monkeypatch.setattr(module, "consumers", lambda: every)

    from siantar.casework import consequences, consumer, digestion, lag

    return follow


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """SQLite as offices run it: a file in WAL mode, so that several threads can meet in it."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        worker = os.environ.get("PYTEST_XDIST_WORKER", "gw")
        database.setdefault("TEST", {})["NAME"] = str(Path(os.environ["SIANTAR_DATA"]) / f"test-{worker}.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database; PostgreSQL drops it only once nobody is connected, not even a thread that idles."""
    yield
    from django.db import connection

    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )


@pytest.fixture
def stored_for_real(transactional_db):
    """Committed transactions, for threads and for tampering. The guard over the facts is lifted while tables are emptied."""
    guard(True)
    yield
    guard(False)


_triggers: dict[str, str] = {}


def guard(on: bool) -> None:
    """Put the triggers that keep facts from being edited in force, or lift them."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE casework_event {'ENABLE' if on else 'DISABLE'} TRIGGER USER")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'casework_event'")
        present = dict(cursor.fetchall())
        _triggers.update(present)
        for name, sql in _triggers.items():
            if on and name not in present:
                cursor.execute(sql)
            elif not on and name in present:
                cursor.execute(f"DROP TRIGGER {name}")
