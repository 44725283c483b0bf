"""The evening before: residents are told when the courier comes, without anybody pressing a button."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from siantar.delivery import arrival_windows
from siantar.delivery.models import Run
from siantar.directory.models import Office

FROM = time(17)


def announce_tomorrow(at: datetime) -> int:
    """From five in the afternoon of the office tell the residents of tomorrow's planned runs, once; how many runs."""
    announced = 0
    for office in Office.objects.filter(nature=Office.Nature.OFFICE):
        local = at.astimezone(ZoneInfo(office.zone))
        if local.time() < FROM:
            continue
        tomorrow = local.date() + timedelta(days=1)
        waiting = Run.objects.filter(office=office, day=tomorrow, status=Run.Status.PLANNED, told_at=None)
        announced += sum(_announce(number, at) for number in waiting.values_list("number", flat=True))
    return announced


def _announce(number: str, at: datetime) -> bool:
    """Both or neither: the run is marked and its residents are told. Another worker that comes second does nothing."""
    with transaction.atomic():
        if not Run.objects.filter(pk=number, told_at=None, stops__begins_at__isnull=False).exists():
            return False
        if not Run.objects.filter(pk=number, told_at=None).update(told_at=at):
            return False
        run = Run.objects.select_related("office").get(pk=number)
        arrival_windows.announce(run, by=arrival_windows.itself_at(run.office_id), at=at)
    return True
