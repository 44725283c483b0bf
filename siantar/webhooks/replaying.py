"""Tell again what was told, or what was missed: one event, or everything since a moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from siantar.casework.models import EventRow
from siantar.rules.access import Act, Actor, require
from siantar.webhooks.messages import deliveries_of, offices_of
from siantar.webhooks.models import Delivery, Subscription

AT_ONCE = 5000


def replay_event(subscription: Subscription, event: UUID, *, by: Actor, at: datetime) -> int:
    """Let one event wait for this subscription again; 0 where it is not one for it. Raises Forbidden."""
    _require(subscription, by)
    return _replay(subscription, list(_events(subscription, at).filter(pk=event)), at)


def replay_since(
    subscription: Subscription, since: datetime, *, by: Actor, at: datetime
) -> tuple[int, datetime | None]:
    """Let what was recorded from `since` on wait again; how many, and where to go on if there is more."""
    _require(subscription, by)
    events = list(_events(subscription, at).filter(recorded_at__gte=since).order_by("recorded_at", "pk")[: AT_ONCE + 1])
    after = events[AT_ONCE].recorded_at if len(events) > AT_ONCE else None
    return _replay(subscription, events[:AT_ONCE], at), after


def _require(subscription: Subscription, by: Actor) -> None:
    for office in subscription.offices:
        require(by, Act.SUBSCRIBE, office=office)


def _events(subscription: Subscription, at: datetime) -> QuerySet[EventRow]:
    rows = EventRow.objects.select_related("application__office", "application__service")
    return rows.filter(application__office__in=offices_of(subscription, at)).exclude(relayed_at=None)


def _replay(subscription: Subscription, events: Sequence[EventRow], at: datetime) -> int:
    deliveries = deliveries_of(subscription, events, at)
    ids = [delivery.pk for delivery in deliveries]
    with transaction.atomic():
        Delivery.objects.bulk_create(deliveries, ignore_conflicts=True, batch_size=500)
        for begin in range(0, len(ids), 500):
            over = Delivery.objects.filter(pk__in=ids[begin : begin + 500]).exclude(state=Delivery.State.SENDING)
            over.update(
                state=Delivery.State.WAITING, next_at=at, tries=0, refusals=0, status=None, answer="", problem=""
            )
    return len(ids)
