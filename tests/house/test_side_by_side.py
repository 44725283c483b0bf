"""Migrations since the last release leave the version before at work, or say that it stops (docs/operator.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.db import migrations, models

from tests.house.test_migrations import flattened, ours, table_of
from tests.support.release import MIGRATIONS

# What the version before does not notice: more tables, indexes, and columns it need not fill in.
UNNOTICED = (migrations.CreateModel, migrations.AddIndex, AddIndexConcurrently, migrations.AlterModelOptions, migrations.RemoveConstraint)
# Migrations since the last release that stop the version before, each with what the changelog tells the operator.
SERVERS_STOP: dict[tuple[str, str], str] = {}


def noticed(app: str, migration: migrations.Migration) -> Iterator[str]:
    """What of a migration the version before would stumble over, or what nobody has looked at."""
    operations = list(flattened(migration.operations))
    fresh = {operation.name.lower() for operation in operations if isinstance(operation, migrations.CreateModel)}
    for operation in operations:
        if isinstance(operation, UNNOTICED) or table_of(operation) in fresh:
            continue
        if isinstance(operation, migrations.AddField) and fills_itself(operation.field):
            continue
        yield f"{app}.{migration.name}: {type(operation).__name__} {getattr(operation, 'name', '')}".strip()


def fills_itself(field: models.Field) -> bool:
    """Whether a row can be written by who does not know the column. Django takes a `default` out of the database again."""
    return field.many_to_many or ((field.null or field.has_db_default()) and not field.unique)


def test_nothing_since_the_last_release_stops_the_version_before_without_saying_so():
    if not MIGRATIONS.exists():
        pytest.skip("nothing was released yet: the update to 0.2 stops the servers (docs/operator.md)")
    released = set(json.loads(MIGRATIONS.read_text()))
    since = [(app, migration) for app, migration in ours() if f"{app}.{migration.name}" not in released]
    stumbling = {(app, migration.name): list(noticed(app, migration)) for app, migration in since}
    assert {place: lines for place, lines in stumbling.items() if lines and place not in SERVERS_STOP} == {}
    assert set(SERVERS_STOP) <= stumbling.keys()


def test_the_lint_sees_what_the_version_before_would_stumble_over():
    class Next(migrations.Migration):
        operations = [
            migrations.CreateModel("Fresh", [("id", models.IntegerField(primary_key=True))]),
            migrations.AddField("fresh", "a", models.IntegerField(default=0)),
            migrations.AddField("standing", "b", models.IntegerField(null=True)),
            migrations.AddField("standing", "c", models.IntegerField(db_default=0)),
            migrations.AddIndex("standing", models.Index(fields=["stage"], name="x")),
            migrations.AddField("standing", "d", models.IntegerField(default=0)),
            migrations.AddField("standing", "e", models.IntegerField(null=True, unique=True)),
            migrations.RemoveField("standing", "stage"),
            migrations.RenameField("standing", "stage", "state"),
            migrations.AlterField("standing", "stage", models.IntegerField()),
            AddConstraintNotValid("standing", models.CheckConstraint(condition=models.Q(stage="x"), name="y")),
            migrations.DeleteModel("Undigested"),
        ]

    lines = list(noticed("casework", Next("9999_next", "casework")))
    assert [line.split()[1] for line in lines] == [
        "AddField", "AddField", "RemoveField", "RenameField", "AlterField", "AddConstraintNotValid", "DeleteModel",
    ]  # fmt: skip
