"""One folded search key for names, the same on both databases."""

from django.db import migrations, models

from siantar.rules.identity import search_key

AT_ONCE = 2000


def fill(apps, schema_editor):
    files = apps.get_model("casework", "Application").objects.filter(name_key="").order_by("pk")
    while batch := list(files.only("pk", "applicant_name")[:AT_ONCE]):
        for file in batch:
            file.name_key = search_key(file.applicant_name) or " "
        apps.get_model("casework", "Application").objects.bulk_update(batch, ["name_key"])


class Migration(migrations.Migration):
    dependencies = [("casework", "0007_followed_by_the_doors")]
    operations = [
        migrations.AddField("application", "name_key", models.CharField(max_length=130, default="")),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
