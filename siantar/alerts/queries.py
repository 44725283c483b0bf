"""What a person is alarmed about, and taking it up."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from siantar.alerts.models import Alert
from siantar.casework import queries as files
from siantar.rules import escalation
from siantar.rules.access import Act, Actor, may


def open_for(actor: Actor) -> QuerySet[Alert]:
    """The alerts this person's roles hear of and nobody took up, about promises that still run; the nearest first."""
    if not may(actor, Act.TAKE_UP_ALERT, office=actor.office):
        return Alert.objects.none()
    alerts = Alert.objects.filter(
        Q(stage="") | Q(stage=F("application__standing__stage")),
        office=actor.office,
        role__in=actor.roles,
        taken_up_at=None,
        application__standing__stage__in=list(escalation.TURNS),
        application__standing__promised_at=F("promised_at"),
        application__in=files.visible_to(actor),
    )
    files_too = ("application__service", "application__standing", "application__office")
    return alerts.select_related(*files_too).order_by("promised_at", "pk")


def take_up(id: UUID, by: Actor, at: datetime) -> bool:
    """This person sees to it; False where it is over or somebody else did."""
    return bool(open_for(by).filter(pk=id).count() and _take_up(id, by, at))


def _take_up(id: UUID, by: Actor, at: datetime) -> int:
    alert = Alert.objects.filter(pk=id, taken_up_at=None)
    return alert.update(taken_up_at=at, taken_up_by=int(by.person))
