"""The tables of a database in which nothing is yet, made at once as the last migration leaves them, in one transaction.

Migrations take along what older versions stored; where nothing is stored they only retrace how the tables came about,
for nine seconds. That both ways lead to the same tables, on both databases, is tested
(`tests/project/test_new_database.py`).
"""

from __future__ import annotations

from importlib import import_module

from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.executor import MigrationExecutor

RENAMED = {"batch": "bundle"}  # columns of facts that had another name when their trigger was written


def is_new(alias: str) -> bool:
    """Whether this database has no table at all."""
    return not connections[alias].introspection.table_names()


def make_tables(alias: str) -> None:
    """Make every table and note every migration as done; all of it or, killed anywhere, nothing."""
    connection = connections[alias]
    executor = MigrationExecutor(connection)
    with connection.schema_editor() as editor:
        editor.create_model(executor.recorder.Migration)
        for model in executor.loader.project_state().apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        _make_what_is_beside(editor)
        for app, name in executor.loader.graph.nodes:
            executor.recorder.record_applied(app, name)


def _make_what_is_beside(editor: BaseDatabaseSchemaEditor) -> None:
    """Triggers that keep facts from being edited, and the counters that all processes share."""
    facts = import_module("siantar.casework.migrations.0002_facts_are_never_edited")
    facts.guard(apps, editor, [RENAMED.get(name, name) for name in facts.FIXED])
    import_module("siantar.feedback.migrations.0002_steps_are_never_edited").guard(apps, editor)
    call_command("createcachetable", database=editor.connection.alias, verbosity=0)
