"""When an office works, from the tables an administrator edits."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db.models import Q

from siantar.directory.models import Holiday, Office, Ramadan
from siantar.rules.working_time import Calendar


def calendar_of(office: Office) -> Calendar:
    """The working calendar of `office`: two small reads, so ask once per act."""
    closed = Holiday.objects.filter(Q(office=None) | Q(office=office)).values_list("day", flat=True)
    months = Ramadan.objects.values_list("first_on", "last_on")
    return Calendar(ZoneInfo(office.zone), frozenset(closed), tuple(months))
