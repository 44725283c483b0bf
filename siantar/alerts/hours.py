"""When each step begins in an office, and for a service of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from siantar.alerts.models import AlertRule
from siantar.directory import audit, last_changes
from siantar.directory.models import Office
from siantar.rules.access import Act, Actor, require
from siantar.rules.audit import Audited
from siantar.rules.escalation import AlertHours


class StepsNotInOrder(Exception):
    """Steps that do not follow one another."""


def hours_of(office: str) -> Mapping[int | None, AlertHours]:
    """The hours of an office by service; under None those of every other service."""
    rules = AlertRule.objects.filter(office=office).values_list("service", "turn", "section", "camat")
    return {None: AlertHours(), **{service: AlertHours(*hours) for service, *hours in rules}}


def set_hours(office: str, service: int | None, hours: AlertHours | None, *, by: Actor, at: datetime) -> None:
    """Keep the hours of a service, or (None) of the office; no hours: as the office has it.

    Raises StepsNotInOrder, Forbidden.
    """
    require(by, Act.SET_UP_ALERTS, office=office)
    if hours is not None and not hours.in_order:
        raise StepsNotInOrder
    with transaction.atomic():
        Office.objects.select_for_update().get(pk=office)
        before = _stored(office, service)
        if before == hours:
            return
        AlertRule.objects.filter(office=office, service=service).delete()
        if hours is not None:
            AlertRule.objects.create(
                office_id=office, service_id=service, turn=hours.turn, section=hours.section, camat=hours.camat
            )
        last_changes.keep(office, last_changes.ALERTS, _as_data(service, before), _as_data(service, hours), at)
        audit.note(Audited.OFFICE_SET, at=at, by=int(by.person), fields=last_changes.ALERTS)


def undo_hours(office: str, *, by: Actor, at: datetime) -> None:
    """Put back the hours that were changed last, of the office or of one service.

    Raises Forbidden, last_changes.ChangedSince.
    """
    require(by, Act.SET_UP_ALERTS, office=office)
    with transaction.atomic():
        Office.objects.select_for_update().get(pk=office)
        change = last_changes.of_page(office, last_changes.ALERTS)
        service = change.after["service"] if change else None
        before = last_changes.to_undo(office, last_changes.ALERTS, _as_data(service, _stored(office, service)))
        hours = before["hours"]
        set_hours(office, service, None if hours is None else AlertHours(**hours), by=by, at=at)


def _stored(office: str, service: int | None) -> AlertHours | None:
    """What an office wrote for a service, or for all."""
    rule = AlertRule.objects.filter(office=office, service=service).first()
    return AlertHours(rule.turn, rule.section, rule.camat) if rule else None


def _as_data(service: int | None, hours: AlertHours | None) -> dict[str, Any]:
    return {"service": service, "hours": asdict(hours) if hours else None}
