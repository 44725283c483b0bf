"""A table for counters that all processes share (wrong tries at login, codes used once): Django's own cache."""

from django.core.management import call_command
from django.db import migrations


def make_table(_apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("directory", "0006_saved_views")]

    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
