"""The database as it was at one moment, to be read through while others write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connections, transaction
from psycopg import IsolationLevel

from siantar.project import snapshots

MOMENT = "moment"  # the alias of Django's under which it is read


@contextmanager
def one_moment(scratch: Path) -> Iterator[str]:
    """The alias of the database as it is now: a copy in `scratch` of SQLite, a transaction of PostgreSQL."""
    here = connections.databases["default"]
    if snapshots.engine_of(here) == "sqlite":
        file = scratch / "database"
        snapshots.take(here, file)
        connections.databases[MOMENT] = {**here, "NAME": str(file), "OPTIONS": {}, "CONN_MAX_AGE": 0}
    else:
        connections.databases[MOMENT] = _repeatable(here)
    try:
        with transaction.atomic(using=MOMENT):
            yield MOMENT
    finally:
        connections[MOMENT].close()
        del connections[MOMENT]
        connections.databases.pop(MOMENT, None)


def _repeatable(here: dict[str, Any]) -> dict[str, Any]:
    """All reads in one transaction, so cursors may lie on the server behind a pool, too."""
    options = {**here.get("OPTIONS", {}), "isolation_level": IsolationLevel.REPEATABLE_READ}
    return {**here, "OPTIONS": options, "DISABLE_SERVER_SIDE_CURSORS": False, "CONN_MAX_AGE": 0}
