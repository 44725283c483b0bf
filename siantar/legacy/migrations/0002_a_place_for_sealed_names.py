"""Columns for names that are sealed, empty until the next migration fills them."""

from django.db import migrations, models

from siantar.privacy.clear_names import forget_what_is_freed


class Migration(migrations.Migration):
    dependencies = [("legacy", "0001_old_registers")]
    operations = [
        migrations.RunPython(forget_what_is_freed, migrations.RunPython.noop),
        migrations.AddField("oldentry", "name_sealed", models.BinaryField(default=b"")),
        migrations.AddField("oldentry", "name_signs", models.TextField(default="")),
    ]
