"""The files behind each number are looked up by the months they add to: said anew by the job that counts."""

import django.db.models.deletion
from django.db import migrations, models


def count_again(apps, _schema_editor):
    """A share of no event is counted anew, and its months are said."""
    apps.get_model("reports", "FileShare").objects.update(seq=0)


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0015_called_numbers"),
        ("directory", "0021_people_of_several_offices"),
        ("reports", "0006_issued_city_reports"),
    ]

    operations = [
        migrations.CreateModel(
            name="CountedMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="casework.application"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                        to="directory.office",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("office", "month", "application"), name="counted_month_once")
                ],
            },
        ),
        migrations.RunPython(count_again, migrations.RunPython.noop),
    ]
