"""Look for promises about to break and alarm who can keep them; each step once, and only while the office works."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from siantar.alerts.hours import hours_of
from siantar.alerts.models import Alert
from siantar.casework.models import Standing
from siantar.directory.calendars import calendar_of
from siantar.directory.models import Office
from siantar.rules import escalation
from siantar.rules.escalation import AlertHours, AlertStep
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import Role, Stage
from siantar.rules.working_time import Calendar

LOOK_BACK = timedelta(days=30)  # what broke longer ago is in the list of late files, and news to nobody
DAYS_OF_AN_HOUR = 1 / 3  # a working hour is within a third of a day, weekends and holidays included


def raise_alerts(at: datetime) -> int:
    """Raise the alerts whose hour has come; how many."""
    return sum(_raise_in(office, at) for office in Office.objects.filter(nature=Office.Nature.OFFICE))


def _raise_in(office: Office, at: datetime) -> int:
    calendar = calendar_of(office)
    if escalation.is_quiet(calendar, at):
        return 0
    hours = hours_of(office.code)
    endangered = list(_endangered(office.code, hours, at))
    alerts = [alert for standing in endangered for alert in _alerts(standing, calendar, hours, at)]
    before = Alert.objects.filter(application__in=[standing.application_id for standing in endangered])
    raised = set(before.values_list("application", "promised_at", "step", "stage"))
    fresh = [alert for alert in alerts if _key(alert) not in raised]
    Alert.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def _key(alert: Alert) -> tuple[object, ...]:
    return alert.application_id, alert.promised_at, alert.step, alert.stage


def _endangered(office: str, hours: Mapping[int | None, AlertHours], at: datetime) -> Iterable[Standing]:
    first = max(each.turn for each in hours.values())
    ahead = timedelta(days=7 + max(first, 0) * DAYS_OF_AN_HOUR)
    near = Standing.objects.filter(
        office=office, stage__in=list(escalation.TURNS), promised_at__gte=at - LOOK_BACK, promised_at__lte=at + ahead
    )
    return near.select_related("application")


def _alerts(
    standing: Standing, calendar: Calendar, hours: Mapping[int | None, AlertHours], at: datetime
) -> Iterable[Alert]:
    assert standing.promised_at is not None
    mine = hours.get(standing.application.service_id, hours[None])
    left = escalation.hours_left(calendar, standing.promised_at, at)
    for step in escalation.steps_reached(left, mine):
        stage = Stage(standing.stage)
        role = escalation.hears(step, stage, waits_for_bundle=standing.waits_for_bundle)
        yield Alert(
            id=uuid7(at), office_id=standing.agency if role is Role.AGENCY else standing.office_id,
            application=standing.application, step=step, role=role,
            stage=stage if step is AlertStep.TURN else "", promised_at=standing.promised_at, raised_at=at,
        )  # fmt: skip
