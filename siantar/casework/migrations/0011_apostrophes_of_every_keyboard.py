"""Names with one of the rarer apostrophes are searched by the key that `rules.identity` makes of them now."""

from django.db import migrations
from django.db.models import Q

from siantar.rules.identity import search_key

RARER = "\u00b4\u201a\u201b\u2032\u2035\u02b9\u02bb\u02bd\u02be\u02bf\u02c8\u02ca\u02cb\u055a\ua78c"


def search_anew(apps, schema_editor):
    written = Q()
    for sign in RARER:
        written |= Q(applicant_name__contains=sign)
    for file in apps.get_model("casework", "Application").objects.filter(written).only("pk", "applicant_name").iterator():
        type(file).objects.filter(pk=file.pk).update(name_key=search_key(file.applicant_name) or " ")


class Migration(migrations.Migration):
    dependencies = [("casework", "0010_tickets_end")]
    operations = [migrations.RunPython(search_anew, migrations.RunPython.noop)]
