"""How far the database is behind the code."""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor


def pending_migrations() -> list[Any]:
    """Migrations that wait to be run, in their order. Raises DatabaseError."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    plan: list[Any] = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return plan
