"""The names that stood in clear are sealed, a batch a transaction; killed anywhere, the next `migrate` goes on."""

from django.db import migrations

from siantar.privacy.clear_names import ClearName, forget_what_is_freed, seal_names


def seal(apps, schema_editor):
    forget_what_is_freed(apps, schema_editor)
    seal_names(schema_editor, apps.get_model("casework", "Person"), ClearName("name", "person.name"))
    of_files = ClearName("applicant_name", "application.name", key="name_key")
    seal_names(schema_editor, apps.get_model("casework", "Application"), of_files)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("casework", "0012_a_place_for_sealed_names")]
    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
