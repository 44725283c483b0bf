"""An old entry goes when its time is over, whole: nothing of it is a fact of Siantar's."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from siantar.legacy.models import OldEntry


def old_entries(office: str, before: datetime) -> QuerySet[OldEntry]:
    """Entries whose last day was before or on that of this moment."""
    return OldEntry.objects.filter(office=office, ended_on__lte=before.date())


def erase_entry(entry: UUID) -> int:
    """Delete one; how many there were."""
    return OldEntry.objects.filter(pk=entry).delete()[0]
