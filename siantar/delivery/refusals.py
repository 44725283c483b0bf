"""What couriers told and the ledger refused: kept for the dispatcher until somebody has looked after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from siantar.delivery.models import Refusal
from siantar.rules.access import Act, Actor, require


@dataclass(frozen=True, slots=True)
class RefusedEvent:
    """One refused event as the phone told it."""

    event: UUID
    receipt_number: str
    kind: str
    code: str


def keep(refused: Iterable[RefusedEvent], *, by: Actor, at: datetime) -> None:
    """Remember them; told again they change nothing."""
    Refusal.objects.bulk_create(
        (
            Refusal(
                event=refusal.event, office_id=by.office, courier_id=int(by.person), told_at=at,
                receipt_number=refusal.receipt_number[:12], kind=refusal.kind[:24], code=refusal.code,
            )
            for refusal in refused
        ),
        ignore_conflicts=True,
    )  # fmt: skip


def open_at(office: str) -> QuerySet[Refusal]:
    """What nobody has looked after yet, the newest first."""
    return Refusal.objects.filter(office=office, settled_at=None).select_related("courier").order_by("-told_at")


def settle(event: UUID, *, by: Actor, at: datetime) -> None:
    """Somebody of the office has looked after it. Raises Forbidden."""
    require(by, Act.SETTLE_REFUSAL, office=by.office)
    Refusal.objects.filter(pk=event, office=by.office, settled_at=None).update(settled_at=at)
