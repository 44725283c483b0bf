"""The clear columns go; what a server of the version before wrote there meanwhile is sealed first."""

from importlib import import_module

from django.db import migrations

from siantar.privacy.clear_names import reckon_anew

seal = import_module("siantar.casework.migrations.0013_names_are_sealed").seal


class Migration(migrations.Migration):
    dependencies = [("casework", "0013_names_are_sealed")]
    operations = [
        migrations.RunPython(seal, migrations.RunPython.noop),
        migrations.RemoveIndex("application", "casework_ap_office__27bd90_idx"),
        migrations.RemoveField("person", "name"),
        migrations.RemoveField("application", "applicant_name"),
        migrations.RemoveField("application", "name_key"),
        migrations.RunPython(reckon_anew, migrations.RunPython.noop),
    ]
