"""Which population forms a service prints; services of the seed get those the seed names, where the office has them."""

from django.db import migrations, models

FORMS = {
    "ktp-el-baru": { "f-1-02": "ktp-baru", "f-1-07": "" },
    "ktp-el-hilang": { "f-1-02": "ktp-hilang", "f-1-07": "" },
    "ktp-el-rusak": { "f-1-02": "ktp-rusak", "f-1-07": "" },
    "ktp-el-ubah-data": { "f-1-02": "data-ktp", "f-1-06": "", "f-1-07": "" },
    "kia": { "f-1-02": "", "f-1-07": "" },
    "kk-baru": { "f-1-02": "", "f-1-07": "" },
    "kk-perubahan": { "f-1-02": "", "f-1-06": "", "f-1-07": "" },
    "kk-hilang-rusak": { "f-1-02": "", "f-1-07": "" },
    "skpwni": { "f-1-03": "skp", "f-1-07": "" },
    "akta-kelahiran": { "f-2-01": "kelahiran", "f-1-07": "" },
    "akta-kematian": { "f-2-01": "kematian", "f-1-07": "" },
    "biodata-wni": { "f-1-07": "" },
}


def name_forms(apps, schema_editor):
    service = apps.get_model("catalogue", "Service")
    for code, forms in FORMS.items():
        service.objects.filter(code=code).update(forms=forms)


class Migration(migrations.Migration):

    dependencies = [
        ("catalogue", "0004_standard_texts"),
    ]

    operations = [
        migrations.AddField(
            model_name="service",
            name="forms",
            field=models.JSONField(blank=True, default=dict, verbose_name="formulir kependudukan"),
        ),
        migrations.RunPython(name_forms, migrations.RunPython.noop),
    ]
