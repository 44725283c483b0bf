"""What is asked of bundles, from what the person may see."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from siantar.bundles.models import Batch
from siantar.rules import receipt_number
from siantar.rules.access import Actor
from siantar.rules.receipt_number import NumberKind


def visible_to(actor: Actor) -> QuerySet[Batch]:
    """Bundles that start or end at the person's office."""
    return (
        Batch.objects.filter(Q(origin=actor.office) | Q(target=actor.office))
        .select_related("origin", "target", "made_by")
        .annotate(size=Count("items"))
        .order_by("-made_at")
    )


def access_batch(actor: Actor, typed: str) -> Batch | None:
    """The bundle with this number, if it concerns the person's office."""
    try:
        number = receipt_number.parse(typed)
    except ValueError:
        return None
    if number.kind is not NumberKind.BATCH:
        return None
    return visible_to(actor).filter(number=number.text).first()
