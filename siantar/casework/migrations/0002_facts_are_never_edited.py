"""The database itself refuses to edit or delete a fact; only `relayed_at` may be set."""

from django.db import migrations

FIXED = (
    "id application_id seq kind occurred_at recorded_at office person to batch reason data conflict "
    "private_digest previous hash"
).split()

POSTGRES = [
    """
    CREATE FUNCTION siantar_facts_stay() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'facts are never edited' USING ERRCODE = 'restrict_violation'; END $$
    """,
    "CREATE TRIGGER facts_stay_updated BEFORE UPDATE OF {columns} ON casework_event "
    "FOR EACH ROW EXECUTE FUNCTION siantar_facts_stay()",
    "CREATE TRIGGER facts_stay_deleted BEFORE DELETE ON casework_event "
    "FOR EACH ROW EXECUTE FUNCTION siantar_facts_stay()",
    "CREATE TRIGGER facts_stay_truncated BEFORE TRUNCATE ON casework_event "
    "FOR EACH STATEMENT EXECUTE FUNCTION siantar_facts_stay()",
]
SQLITE = [
    "CREATE TRIGGER facts_stay_updated BEFORE UPDATE OF {columns} ON casework_event "
    "BEGIN SELECT RAISE(ABORT, 'facts are never edited'); END",
    "CREATE TRIGGER facts_stay_deleted BEFORE DELETE ON casework_event "
    "BEGIN SELECT RAISE(ABORT, 'facts are never edited'); END",
]


def guard(apps, schema_editor, fixed=FIXED):
    columns = ", ".join(f'"{name}"' for name in fixed)
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement.replace("{columns}", columns))


def unguard(apps, schema_editor):
    on = " ON casework_event" if schema_editor.connection.vendor == "postgresql" else ""
    for name in ("facts_stay_updated", "facts_stay_deleted", "facts_stay_truncated"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
