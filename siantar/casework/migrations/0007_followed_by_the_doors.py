"""Events of the version before are not followed a second time.

Until then the doors called everybody who follows events but messaging. What they recorded is followed already and is
marked so; the messages of its last three days are still owed, older events are history nobody is written to about.
"""

from django.db import migrations

_OWED = """
INSERT INTO casework_undigested (event_id, consumer, application_id, seq, tries, since, next_at, error)
SELECT id, 'messages', application_id, seq, 0, recorded_at, recorded_at, '' FROM casework_event
WHERE relayed_at IS NULL AND recorded_at > {since}
"""
_SINCE = {
    "postgresql": "(SELECT max(recorded_at) - interval '3 days' FROM casework_event)",
    "sqlite": "(SELECT datetime(max(recorded_at), '-3 days') FROM casework_event)",
}


def followed_by_the_doors(apps, schema_editor):
    since = _SINCE["postgresql" if schema_editor.connection.vendor == "postgresql" else "sqlite"]
    schema_editor.execute(_OWED.format(since=since), None)
    schema_editor.execute("UPDATE casework_event SET relayed_at = recorded_at WHERE relayed_at IS NULL", None)


class Migration(migrations.Migration):
    dependencies = [("casework", "0006_undigested")]
    operations = [migrations.RunPython(followed_by_the_doors, migrations.RunPython.noop)]
