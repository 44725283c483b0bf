"""The names of old books are sealed, a batch a transaction; killed anywhere, the next `migrate` goes on."""

from django.db import migrations

from siantar.privacy.clear_names import ClearName, forget_what_is_freed, seal_names


def seal(apps, schema_editor):
    forget_what_is_freed(apps, schema_editor)
    of_entries = ClearName("name", "oldentry.name", key="name_key")
    seal_names(schema_editor, apps.get_model("legacy", "OldEntry"), of_entries)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("legacy", "0002_a_place_for_sealed_names")]
    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
