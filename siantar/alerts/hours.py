"""When each step begins in an office, and for a service of it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from siantar.alerts.models import AlertRule
from siantar.rules.access import Act, Actor, require
from siantar.rules.escalation import AlertHours


class StepsNotInOrder(Exception):
    """Steps that do not follow one another."""


def hours_of(office: str) -> Mapping[int | None, AlertHours]:
    """The hours of an office by service; under None those of every other service."""
    rules = AlertRule.objects.filter(office=office).values_list("service", "turn", "section", "camat")
    return {None: AlertHours(), **{service: AlertHours(*hours) for service, *hours in rules}}


def set_hours(office: str, service: int | None, hours: AlertHours | None, by: Actor) -> None:
    """Keep the hours of a service, or (None) of the office; no hours: as the office has it.

    Raises StepsNotInOrder, Forbidden.
    """
    require(by, Act.SET_UP_ALERTS, office=office)
    if hours is not None and not hours.in_order:
        raise StepsNotInOrder
    with transaction.atomic():
        AlertRule.objects.filter(office=office, service=service).delete()
        if hours is not None:
            AlertRule.objects.create(
                office_id=office, service_id=service, turn=hours.turn, section=hours.section, camat=hours.camat
            )
