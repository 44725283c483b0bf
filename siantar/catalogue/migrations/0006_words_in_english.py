"""Papers, notes, results and procedures in English; what the seed brought and nobody changed gets the seed's words."""

import tomllib
from pathlib import Path

from django.db import migrations, models

SEED = Path(__file__).parents[1] / "seed/services.toml"


def translate(apps, schema_editor):
    requirement, service = (apps.get_model("catalogue", name) for name in ("Requirement", "Service"))
    for indonesian, english in tomllib.loads(SEED.read_text())["english"].items():
        requirement.objects.filter(name=indonesian, name_en="").update(name_en=english)
        requirement.objects.filter(note=indonesian, note_en="").update(note_en=english)
        service.objects.filter(product=indonesian, product_en="").update(product_en=english)


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0005_population_forms'),
    ]

    operations = [
        migrations.AddField(
            model_name='requirement',
            name='name_en',
            field=models.CharField(blank=True, max_length=160, verbose_name='nama dalam bahasa Inggris'),
        ),
        migrations.AddField(
            model_name='requirement',
            name='note_en',
            field=models.CharField(blank=True, max_length=200, verbose_name='keterangan dalam bahasa Inggris'),
        ),
        migrations.AddField(
            model_name='service',
            name='procedure_en',
            field=models.TextField(blank=True, verbose_name='prosedur dalam bahasa Inggris'),
        ),
        migrations.AddField(
            model_name='service',
            name='product_en',
            field=models.CharField(blank=True, max_length=200, verbose_name='produk dalam bahasa Inggris'),
        ),
        migrations.RunPython(translate, migrations.RunPython.noop),
    ]
