"""An office's rule of keeping, and the documents it has kept too long."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from siantar.directory.models import Office
from siantar.rules.access import Act, Actor, require
from siantar.rules.keeping import Keeping
from siantar.shelf.models import KeepingRule


class DaysNotInOrder(Exception):
    """A rule whose days do not follow one another."""


def rule_of(office: str) -> Keeping:
    """The rule of an office, or ours."""
    rule = KeepingRule.objects.filter(pk=office).first()
    if rule is None:
        return Keeping()
    return Keeping(rule.first_reminder, rule.last_reminder, rule.keep, rule.two_signatures)


def set_rule(office: str, rule: Keeping, by: Actor) -> None:
    """Keep the rule of an office. Raises DaysNotInOrder, Forbidden."""
    require(by, Act.SET_UP_PLACES, office=office)
    if not 0 < rule.first_reminder < rule.last_reminder < rule.keep <= 3650:
        raise DaysNotInOrder
    KeepingRule.objects.update_or_create(
        pk=office,
        defaults=asdict(rule),
    )


def begins_before(office: str, at: datetime, days: int) -> datetime:
    """The first moment of the day `days` days ago in the office's zone: what began before it waited longer."""
    zone = ZoneInfo(Office.objects.values_list("zone", flat=True).get(pk=office))
    today = at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=days)
