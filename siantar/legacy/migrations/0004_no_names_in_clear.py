"""The clear columns go; what a server of the version before wrote there meanwhile is sealed first."""

from importlib import import_module

from django.db import migrations

from siantar.privacy.clear_names import reckon_anew

seal = import_module("siantar.legacy.migrations.0003_names_are_sealed").seal


class Migration(migrations.Migration):
    dependencies = [("legacy", "0003_names_are_sealed")]
    operations = [
        migrations.RunPython(seal, migrations.RunPython.noop),
        migrations.RemoveField("oldentry", "name"),
        migrations.RemoveField("oldentry", "name_key"),
        migrations.RunPython(reckon_anew, migrations.RunPython.noop),
    ]
