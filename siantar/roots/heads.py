"""The heads of the files' chains as they stood at an instant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef

from siantar.casework.models import EventRow
from siantar.roots.books import LabelledEntry
from siantar.rules.daily_root import FILE, ChainEntry, name_of_file


def of_files(office: str, until: datetime) -> Iterator[LabelledEntry]:
    """An entry for each file of the office with what was recorded before `until`."""
    recorded = EventRow.objects.filter(recorded_at__lt=until)
    later = recorded.filter(application=OuterRef("application"), seq__gt=OuterRef("seq"))
    last = recorded.filter(~Exists(later), application__office=office).order_by("application_id")
    rows = last.values_list("application_id", "application__receipt_number", "seq", "hash")
    for application, number, seq, head in rows.iterator():
        yield LabelledEntry(ChainEntry(FILE, name_of_file(office, application, number), seq, head), number)
