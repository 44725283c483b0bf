"""The city's report goes by mail to whom the city names."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_files_behind_numbers")]

    operations = [
        migrations.CreateModel(
            name="CityReceivers",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("addresses", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="CityReportCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.EmailField(max_length=254)),
                ("sent_at", models.DateTimeField(null=True)),
                ("next_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("problem", models.CharField(blank=True, max_length=200)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="copies",
                        to="reports.issuedcityreport",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("sent_at", None)), fields=["next_at"], name="city_copy_to_send")
                ],
                "constraints": [models.UniqueConstraint(fields=("report", "address"), name="city_copy_once")],
            },
        ),
    ]
