"""Columns for names that are sealed, empty until the next migration fills them."""

from django.db import migrations, models

from siantar.privacy.clear_names import forget_what_is_freed


class Migration(migrations.Migration):
    dependencies = [("casework", "0011_apostrophes_of_every_keyboard")]
    operations = [
        migrations.RunPython(forget_what_is_freed, migrations.RunPython.noop),
        migrations.AddField("person", "name_sealed", models.BinaryField(default=b"")),
        migrations.AddField("application", "name_sealed", models.BinaryField(default=b"")),
        migrations.AddField("application", "name_signs", models.TextField(default="")),
    ]
