"""Keep the proof of a handover: photo of the sealed envelope and signature, sealed at rest, once per event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from django.db.models import Q

from siantar.casework.models import Application, EventRow
from siantar.delivery.models import ConsignedItem, Proof, Stop
from siantar.privacy import pictures, vault
from siantar.rules.access import Act, Actor, Scope, scopes_for
from siantar.rules.vocabulary import Kind, ProofPart

LOOKED_FOR = timedelta(days=7)  # so long a proof that did not arrive is before the dispatcher
ON_ITS_WAY = timedelta(hours=1)
SIDE = 1600


class NotYourDelivery(Exception):
    """The event is not a handover or attempt that this person recorded."""


@dataclass(frozen=True, slots=True)
class Upload:
    """What the courier's phone sends for one event."""

    event: UUID
    photo: bytes = b""
    signature: bytes = b""


def keep(upload: Upload, *, by: Actor, at: datetime) -> bool:
    """Store photo and signature; False when they were there already. Raises pictures.NotAPhoto, NotYourDelivery."""
    event = require_own(upload.event, by)
    photo = _sealed(upload.event, "photo", _clean(upload.photo, "JPEG")) if upload.photo else None
    signature = _sealed(upload.event, "signature", _clean(upload.signature, "PNG")) if upload.signature else None
    _, new = Proof.objects.get_or_create(
        event=upload.event,
        defaults={
            "receipt_number": event.application.receipt_number,
            "photo_sealed": photo,
            "signature_sealed": signature,
            "stored_at": at,
        },
    )
    return new


def require_own(event: UUID, by: Actor) -> EventRow:
    """The handover or attempt this person recorded. Raises NotYourDelivery."""
    scopes = scopes_for(by, Act.KEEP_PROOF)
    mine = Q(person=by.person)
    if Scope.CARRIER in scopes:  # what carriers told is nobody's own word
        mine |= Q(data__has_key="shipment")
    own = EventRow.objects.select_related("application").filter(mine, pk=event, application__office=by.office)
    row = own.filter(kind__in=[Kind.DELIVERED, Kind.DELIVERY_FAILED, Kind.COLLECTED]).first()
    if row is None or not scopes:
        raise NotYourDelivery
    return row


def keep_of_parcel(parcel: ConsignedItem, photo: bytes, *, by: Actor, at: datetime) -> None:
    """Keep the photo a carrier gave of a handover. Raises pictures.NotAPhoto, NotYourDelivery."""
    handovers = EventRow.objects.filter(application=parcel.application_id, kind=Kind.DELIVERED, conflict="")
    event = handovers.filter(data__shipment=parcel.shipment).order_by("-seq").first()
    if event is None:
        raise NotYourDelivery
    keep_part(event.pk, "photo", photo, by=by, at=at)


def has(event: UUID, part: str) -> bool:
    """Whether this part of the proof is here."""
    return Proof.objects.filter(pk=event, **{f"{part}_sealed__isnull": False}).exists()


@dataclass(frozen=True, slots=True)
class Outstanding:
    """A delivery whose proof did not arrive: `parts` are still to come."""

    file: Application
    parts: tuple[str, ...]
    delivered_at: datetime


def outstanding_at(office: str, at: datetime) -> list[Outstanding]:
    """Deliveries of the last days whose photo or signature is asked and not here, the newest first.

    A photo follows its event piece by piece: what was delivered within the hour is not looked for yet.
    """
    recent = Stop.objects.filter(run__office=office, run__day__gte=(at - LOOKED_FOR).date())
    events = EventRow.objects.filter(
        kind=Kind.DELIVERED, conflict="", occurred_at__lt=at - ON_ITS_WAY, occurred_at__gt=at - LOOKED_FOR,
        application__in=recent.values("application"),
    ).select_related("application").order_by("-occurred_at")  # fmt: skip
    due = [event for event in events if event.data.get("proof_due")]
    here = Proof.objects.defer("photo_sealed", "signature_sealed").annotate(
        photo=Q(photo_sealed__isnull=False), signature=Q(signature_sealed__isnull=False)
    )
    arrived = {
        proof["event"]: {part for part in ProofPart if proof[part]}
        for proof in here.filter(event__in=[event.pk for event in due]).values("event", *ProofPart)
    }
    lines = []
    for event in due:
        if missing := tuple(part for part in event.data["proof_due"] if part not in arrived.get(event.pk, ())):
            lines.append(Outstanding(event.application, missing, event.occurred_at))
    return lines


def keep_part(event: UUID, part: str, content: bytes, *, by: Actor, at: datetime) -> None:
    """Keep the photo or the signature; the first one stays. Raises pictures.NotAPhoto, NotYourDelivery."""
    row = require_own(event, by)
    sealed = _sealed(event, part, _clean(content, "JPEG" if part == "photo" else "PNG"))
    fresh = {"receipt_number": row.application.receipt_number, "stored_at": at}
    Proof.objects.get_or_create(event=event, defaults=fresh)
    Proof.objects.filter(event=event, **{f"{part}_sealed__isnull": True}).update(**{f"{part}_sealed": sealed})


def _clean(content: bytes, form: Literal["JPEG", "PNG"]) -> bytes:
    """The picture drawn anew, without the phone's metadata."""
    return pictures.written(pictures.opened(content, SIDE), form)


def _sealed(event: UUID, part: str, content: bytes) -> bytes:
    return vault.seal_bytes(f"proof.{part}", event, content)


def opened(proof: Proof, part: str) -> bytes:
    """Photo or signature in clear (`part` is "photo" or "signature")."""
    sealed = proof.photo_sealed if part == "photo" else proof.signature_sealed
    return vault.unseal_bytes(f"proof.{part}", proof.event, sealed) if sealed else b""
