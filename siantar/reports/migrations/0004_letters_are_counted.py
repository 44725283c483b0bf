"""Files with letters are counted once more, by the job that counts what was never counted as it stands."""

from django.db import migrations

KINDS = ("drafted", "signed")


def count_again(apps, _schema_editor):
    """A share of another event is counted anew, and what it added is taken out then."""
    event, share = apps.get_model("casework", "EventRow"), apps.get_model("reports", "FileShare")
    share.objects.filter(application__in=event.objects.filter(kind__in=KINDS).values("application")).update(seq=0)


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_tallies_and_reports")]
    operations = [migrations.RunPython(count_again, migrations.RunPython.noop)]
