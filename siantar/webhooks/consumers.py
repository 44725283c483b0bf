"""Events become messages that wait for each subscription; sending is a job of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from siantar.casework.consumer import Consumer
from siantar.casework.models import EventRow
from siantar.webhooks.messages import deliveries_of
from siantar.webhooks.models import Delivery, Subscription


def queue(events: Sequence[EventRow], at: datetime) -> None:
    """Let a message wait for every subscription that asked for events like these."""
    subscriptions = list(Subscription.objects.select_related("owner__office").filter(disabled_at=None))
    if not subscriptions:
        return
    ids = [event.pk for event in events]
    whole = list(EventRow.objects.select_related("application__office", "application__service").filter(pk__in=ids))
    whole.sort(key=lambda event: (str(event.application_id), event.seq))
    waiting = [delivery for each in subscriptions for delivery in deliveries_of(each, whole, at)]
    Delivery.objects.bulk_create(waiting, ignore_conflicts=True)


WEBHOOKS = Consumer("webhooks", queue)
