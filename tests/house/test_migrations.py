"""No migration makes the office wait: on tables that everybody writes to only what takes no long lock, or says why."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

HOT = {
    "casework": {"application", "eventrow", "privatepart", "standing", "movement", "trackrow", "undigested"},
    "privacy": {"look"},
    "messaging": {"message"},
    "delivery": {"stop"},
    "bundles": {"item"},
    "directory": {"auditentry"},
}
LOCKING = (migrations.AddIndex, migrations.AddConstraint, migrations.AlterField, migrations.AlterUniqueTogether)
HARMLESS = (AddIndexConcurrently, AddConstraintNotValid)
BEFORE_THE_FIRST_RELEASE = "nobody has such a database but the tests: no installation is older than 0.2"
# What still locks, by migration, and why that is borne. A line goes here only with a reason an operator can read.
BORNE = {
    ("casework", "0003_work_lists"): BEFORE_THE_FIRST_RELEASE,
    ("casework", "0005_one_shape_of_an_event"): BEFORE_THE_FIRST_RELEASE,
}


def table_of(operation: object) -> str:
    return str(getattr(operation, "model_name", "") or "").lower()


def flattened(operations) -> Iterator[object]:
    for operation in operations:
        yield operation
        yield from flattened(getattr(operation, "database_operations", ()))


def locking(app: str, migration: migrations.Migration) -> Iterator[str]:
    """What of a migration holds a hot table that is already full."""
    operations = list(flattened(migration.operations))
    fresh = {operation.name.lower() for operation in operations if isinstance(operation, migrations.CreateModel)}
    for operation in operations:
        table = table_of(operation)
        if table not in HOT.get(app, set()) or table in fresh or isinstance(operation, HARMLESS):
            continue
        if isinstance(operation, LOCKING):
            yield f"{app}.{migration.name}: {type(operation).__name__} on {table}"
        if isinstance(operation, migrations.AddField) and needs_every_row(operation.field):
            yield f"{app}.{migration.name}: {operation.name} of {table} touches every row"


def needs_every_row(field: models.Field) -> bool:
    """Whether adding the column reads or writes every row, or is refused on a full table."""
    if field.many_to_many:
        return False
    filled = (
        field.null or field.has_default() or field.has_db_default() or (field.blank and field.empty_strings_allowed)
    )
    return not filled or field.unique or field.db_index


def ours() -> list[tuple[str, migrations.Migration]]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return [
        (app, migration)
        for (app, _name), migration in loader.disk_migrations.items()
        if type(migration).__module__.startswith("siantar.") or migration.__module__.startswith("siantar.")
    ]


def test_no_migration_holds_a_hot_table_without_saying_why():
    holding = {(app, migration.name): list(locking(app, migration)) for app, migration in ours()}
    assert len(holding) > 30
    assert {place: lines for place, lines in holding.items() if lines and place not in BORNE} == {}
    assert [place for place in BORNE if not holding.get(place)] == []


def test_indexes_made_concurrently_stand_outside_a_transaction():
    for app, migration in ours():
        if any(isinstance(operation, AddIndexConcurrently) for operation in migration.operations):
            assert not migration.atomic, f"{app}.{migration.name}"


def test_the_lint_sees_each_kind():
    class Bad(migrations.Migration):
        operations = [
            migrations.AddIndex("EventRow", models.Index(fields=["kind"], name="x")),
            migrations.AddField("standing", "x", models.IntegerField()),
            migrations.AddField("standing", "y", models.IntegerField(default=0, db_index=True)),
            migrations.AddField("standing", "z", models.IntegerField(default=0)),
            migrations.AddField("standing", "w", models.IntegerField(null=True)),
            AddIndexConcurrently("EventRow", models.Index(fields=["kind"], name="y")),
            migrations.AddField("saved", "y", models.IntegerField()),
        ]

    assert len(list(locking("casework", Bad("9999_bad", "casework")))) == 3
