"""Deputies of every role: those named before were named by the signatory, and sign."""

from django.db import migrations, models


def sign(apps, _schema_editor) -> None:
    """Until now a deputy was named by nobody but the signatory, for signing."""
    apps.get_model("directory", "Delegation").objects.update(signs=True)


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0017_complaints_in_english'),
    ]

    operations = [
        migrations.AddField(
            model_name='delegation',
            name='signs',
            field=models.BooleanField(default=False, verbose_name='dengan hak tanda tangan'),
        ),
        migrations.RunPython(sign, migrations.RunPython.noop),
    ]
