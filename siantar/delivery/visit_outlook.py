"""What the resident may know of the courier's next visit: the day, and how many doors come before theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from siantar.casework.models import Application
from siantar.casework.progress import progress_of
from siantar.delivery import appointments
from siantar.delivery.models import Run, Stop
from siantar.directory.calendars import calendar_of
from siantar.rules import working_time
from siantar.rules.vocabulary import ATTEMPTS, Stage


@dataclass(frozen=True, slots=True)
class VisitOutlook:
    """The next attempt's day (empty where none is made), and the stops before this one while the courier is out."""

    next_on: date | None = None
    agreed: bool = False
    stops_before: int | None = None


def outlook_of(file: Application, at: datetime) -> VisitOutlook:
    """What is to be said of this file now."""
    stage = file.standing.stage
    if stage == Stage.OUT_FOR_DELIVERY:
        return VisitOutlook(stops_before=_stops_before(file))
    state = progress_of(file.standing).state
    if stage == Stage.DELIVERY_FAILED and state.attempts < ATTEMPTS and not state.carrier:
        return _next_attempt(file, at)
    return VisitOutlook()


def _stops_before(file: Application) -> int | None:
    stop = Stop.objects.filter(application=file, open=True, run__status=Run.Status.OUT).first()
    if stop is None:
        return None
    before = Stop.objects.filter(run=stop.run_id, open=True, position__lt=stop.position)
    return before.filter(application__standing__stage=Stage.OUT_FOR_DELIVERY).count()


def _next_attempt(file: Application, at: datetime) -> VisitOutlook:
    """As agreed, else as planned, else the next day on which the office works."""
    zone = ZoneInfo(file.office.zone)
    today = at.astimezone(zone).date()
    agreed = appointments.agreed_for(file, at)
    if agreed is not None:
        return VisitOutlook(agreed.begins_at.astimezone(zone).date(), agreed=True)
    planned = Stop.objects.filter(application=file, open=True, run__day__gt=today).order_by("run__day").first()
    if planned is not None:
        return VisitOutlook(planned.run.day)
    since = progress_of(file.standing).timeline[-1].at.astimezone(zone)
    return VisitOutlook(_working_day_after(file, max(since, at.astimezone(zone) - timedelta(days=1))))


def _working_day_after(file: Application, moment: datetime) -> date:
    return working_time.days_after(calendar_of(file.office), moment, 1).date()
