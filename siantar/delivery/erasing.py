"""Take away what couriers brought of a door, and where addresses were learned to be."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from siantar.casework.models import Application, EventRow
from siantar.delivery.models import Appointment, Note, Piece, Place, Proof


def erase_proofs(file: Application) -> int:
    """Photos and signatures; that there was a proof stays."""
    proofs = Proof.objects.filter(receipt_number=file.receipt_number)
    there = proofs.filter(Q(photo_sealed__isnull=False) | Q(signature_sealed__isnull=False))
    events = EventRow.objects.filter(application=file).values("pk")
    pieces = Piece.objects.filter(event__in=events).delete()[0]
    return there.update(photo_sealed=None, signature_sealed=None) + pieces


def erase_address(file: Application) -> int:
    """The note for its door, and the hours somebody was at home."""
    return Note.objects.filter(application=file).delete()[0] + Appointment.objects.filter(application=file).delete()[0]


def old_places(office: str, before: datetime) -> QuerySet[Place]:
    """Places nothing was learned of since."""
    return Place.objects.filter(office=office, learned_at__lte=before)


def erase_places(ids: list[int]) -> int:
    """These places; the next delivery teaches them anew. `ids` are keys of `Place`."""
    return Place.objects.filter(pk__in=ids).delete()[1].get("delivery.Place", 0)
