"""The database itself refuses to edit a step of a complaint; only the sealed words may be erased."""

from django.db import migrations

FIXED = "id complaint_id seq kind at by_id detail said".split()
POSTGRES = [
    """
    CREATE FUNCTION siantar_steps_stay() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'steps are never edited' USING ERRCODE = 'restrict_violation'; END $$
    """,
    "CREATE TRIGGER steps_stay BEFORE UPDATE OF {columns} ON feedback_complaintstep "
    "FOR EACH ROW EXECUTE FUNCTION siantar_steps_stay()",
]
SQLITE = [
    "CREATE TRIGGER steps_stay BEFORE UPDATE OF {columns} ON feedback_complaintstep "
    "BEGIN SELECT RAISE(ABORT, 'steps are never edited'); END",
]


def guard(apps, schema_editor):
    columns = ", ".join(f'"{name}"' for name in FIXED)
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement.replace("{columns}", columns))


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER IF EXISTS steps_stay ON feedback_complaintstep")
        schema_editor.execute("DROP FUNCTION IF EXISTS siantar_steps_stay()")
    else:
        schema_editor.execute("DROP TRIGGER IF EXISTS steps_stay")


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
