"""Who is away and who stands in for them, on a day in the zone of their office."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from siantar.directory.models import Delegation, User, roles_in
from siantar.rules.access import Absence


def zone_of(user: User) -> ZoneInfo:
    """The time zone of the person's office; Jakarta's for somebody without one."""
    return ZoneInfo(user.office.zone if user.office else "Asia/Jakarta")


def today_of(user: User, at: datetime) -> date:
    """The day in the zone of the person's office."""
    return at.astimezone(zone_of(user)).date()


def absences_for(user: User, at: datetime) -> list[Absence]:
    """The colleagues of the same office for whom this person stands in at a moment, in the order they were named."""
    rows = _on(today_of(user, at)).filter(deputy=user, absent__office=user.office, absent__is_active=True)
    named = rows.exclude(absent__office=None).order_by("pk").values_list("absent_id", "absent__roles", "signs")
    return [Absence(str(absent), roles_in(roles), signs) for absent, roles, signs in named]


def _on(day: date) -> QuerySet[Delegation]:
    return Delegation.objects.filter(first_on__lte=day, last_on__gte=day)


def deputies_of(person: int, at: datetime) -> list[Delegation]:
    """Who stands in for this person today."""
    user = User.objects.select_related("office").get(pk=person)
    today = _on(today_of(user, at)).filter(absent=user, deputy__office=user.office, deputy__is_active=True)
    return list(today.select_related("deputy").order_by("pk"))


def delegations_of(person: int, at: datetime) -> QuerySet[Delegation]:
    """The person's delegations that are not over."""
    user = User.objects.select_related("office").get(pk=person)
    today = today_of(user, at)
    return Delegation.objects.filter(absent=person, last_on__gte=today).select_related("deputy").order_by("first_on")
