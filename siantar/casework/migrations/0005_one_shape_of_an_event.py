"""Names change, facts do not: the model of a stored event, its bundle, and wrong PINs at doors counted apart."""

from django.db import migrations, models
from django.db.models import Q

OLD, NEW = '"waits_for_batch"', '"waits_for_bundle"'


def rename_in_progress(apps, schema_editor):
    """Standings keep their state as JSON: one statement renames the key in all of them."""
    text = "progress::text" if schema_editor.connection.vendor == "postgresql" else "progress"
    cast = "::jsonb" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"UPDATE casework_standing SET progress = replace({text}, '{OLD}', '{NEW}'){cast}", None)
    # Empty names of stages and holders before stay as they are: they read as none.


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_forecast"), ("messaging", "0001_initial"), ("delivery", "0004_residents")]

    operations = [
        migrations.SeparateDatabaseAndState(  # the table keeps its name, so nothing is copied
            state_operations=[
                migrations.RenameModel("Event", "EventRow"),
                migrations.AlterModelTable("eventrow", "casework_event"),
                migrations.AlterField(
                    "eventrow",
                    "application",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="events", to="casework.application"),
                ),
            ],
        ),
        migrations.RemoveIndex("eventrow", "event_of_batch"),
        migrations.RenameField("eventrow", "batch", "bundle"),
        migrations.AddIndex("eventrow", models.Index(fields=["bundle"], condition=~Q(bundle=""), name="event_of_bundle")),
        migrations.RenameField("standing", "waits_for_batch", "waits_for_bundle"),
        migrations.AddField("wrongtry", "door_tries", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("wrongtry", "door_locked_until", models.DateTimeField(null=True)),
        migrations.RunPython(rename_in_progress, migrations.RunPython.noop),
    ]
