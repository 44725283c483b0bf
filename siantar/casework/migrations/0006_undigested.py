"""What a consumer cannot digest waits in a table of its own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0005_one_shape_of_an_event")]

    operations = [
        migrations.CreateModel(
            name="Undigested",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("consumer", models.CharField(max_length=20)),
                ("seq", models.PositiveIntegerField()),
                ("tries", models.PositiveIntegerField(default=0)),
                ("since", models.DateTimeField()),
                ("next_at", models.DateTimeField()),
                ("error", models.CharField(blank=True, max_length=80)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.application"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.eventrow"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["next_at"], name="casework_un_next_at_77458d_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("consumer", "application", "seq"), name="undigested_once")
                ],
            },
        ),
    ]
