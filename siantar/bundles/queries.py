"""What is asked of bundles, from what the person may see."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from siantar.bundles.models import Batch
from siantar.rules import reading
from siantar.rules.access import Actor, Reading, Scope, scopes_for
from siantar.rules.receipt_number import NumberKind


def visible_to(actor: Actor) -> QuerySet[Batch]:
    """The bundles the gate lets this person see: those that start or end at their office, for who carries them."""
    reach = Q(pk__in=[])
    scopes = scopes_for(actor, Reading.BUNDLE)
    reach |= Q(origin=actor.office) if Scope.ORIGIN in scopes else Q(pk__in=[])
    reach |= Q(target=actor.office) if Scope.TARGET in scopes else Q(pk__in=[])
    return (
        Batch.objects.filter(reach)
        .select_related("origin", "target", "made_by")
        .annotate(size=Count("items"))
        .order_by("-made_at")
    )


def arriving(actor: Actor) -> QuerySet[Batch]:
    """The bundles on their way to the person's office, for who takes them."""
    if Scope.TARGET not in scopes_for(actor, Reading.BUNDLE):
        return Batch.objects.none()
    return Batch.objects.filter(target=actor.office, status=Batch.Status.ON_THE_WAY)


def access_batch(actor: Actor, typed: str) -> Batch | None:
    """The bundle with this number, if it concerns the person's office."""
    try:
        scan = reading.read_kind(typed, NumberKind.BATCH)
    except ValueError:
        return None
    return visible_to(actor).filter(number=scan.number.text).first()
