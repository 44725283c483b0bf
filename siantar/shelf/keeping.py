"""An office's rule of keeping, and the documents it has kept too long."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from siantar.directory import audit, last_changes
from siantar.directory.models import Office
from siantar.rules.access import Act, Actor, require
from siantar.rules.audit import Audited
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


def set_rule(office: str, rule: Keeping, *, by: Actor, at: datetime) -> None:
    """Keep the rule of an office. Raises DaysNotInOrder, Forbidden."""
    require(by, Act.SET_UP_PLACES, office=office)
    if not 0 < rule.first_reminder < rule.last_reminder < rule.keep <= 3650:
        raise DaysNotInOrder
    with transaction.atomic():
        Office.objects.select_for_update().get(pk=office)
        before = rule_of(office)
        if before == rule:
            return
        KeepingRule.objects.update_or_create(pk=office, defaults=asdict(rule))
        last_changes.keep(office, last_changes.KEEPING, asdict(before), asdict(rule), at)
        audit.note(Audited.OFFICE_SET, at=at, by=int(by.person), fields=last_changes.KEEPING)


def undo_rule(office: str, *, by: Actor, at: datetime) -> None:
    """Put back the rule of before its last change. Raises Forbidden, last_changes.ChangedSince."""
    require(by, Act.SET_UP_PLACES, office=office)
    with transaction.atomic():
        Office.objects.select_for_update().get(pk=office)
        before = last_changes.to_undo(office, last_changes.KEEPING, asdict(rule_of(office)))
        set_rule(office, Keeping(**before), by=by, at=at)


def begins_before(office: str, at: datetime, days: int) -> datetime:
    """The first moment of the day `days` days ago in the office's zone: what began before it waited longer."""
    zone = ZoneInfo(Office.objects.values_list("zone", flat=True).get(pk=office))
    today = at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=days)
