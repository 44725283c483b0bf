"""What follows from events: one relay from committed events to consumers, each event exactly once in effect.

The row of an event is its own outbox: `relayed_at` is empty until the consumers have it. A batch of such rows is
claimed, given to every consumer and marked in one transaction, so that whoever is killed in the middle leaves all as
it was. Within a file nothing is overtaken. What a consumer cannot digest waits apart (`digestion`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Min

from siantar.casework import digestion
from siantar.casework.consumer import consumers
from siantar.casework.models import EventRow

AT_ONCE = 200


def relay(at: datetime, *, at_most: int = AT_ONCE) -> int:
    """Give the events that wait longest to the consumers, and again what is due again; how many were settled."""
    return _relay_fresh(at, at_most) + digestion.retry(at)


def relay_all(at: datetime) -> int:
    """Relay until nothing is left that can be digested now."""
    settled = 0
    while more := relay(at):
        settled += more
    return settled


def _relay_fresh(at: datetime, at_most: int) -> int:
    if not EventRow.objects.filter(relayed_at=None).exists():
        return 0
    with transaction.atomic():
        events = _claim(at_most)
        for consumer in consumers():
            digestion.give(consumer, consumer.of_interest(events), at)
        _mark(events, at)
    return len(events)


def _claim(at_most: int) -> list[EventRow]:
    """Some of the oldest events, locked; of each file the next ones, without a gap."""
    oldest = EventRow.objects.filter(relayed_at=None).order_by("recorded_at")
    files = set(oldest.values_list("application", flat=True)[:at_most])
    waiting = EventRow.objects.filter(relayed_at=None, application__in=files)
    locked = list(
        waiting.select_for_update(of=("self",), skip_locked=True, no_key=True)
        .select_related("application")
        .order_by("application", "seq")[:at_most]
    )
    return _without_overtaking(locked)


def _without_overtaking(locked: Sequence[EventRow]) -> list[EventRow]:
    """Leave out files of which somebody else holds earlier events.

    Another relay may have locked 1 to 3 of a file before 4 was recorded; 4 alone is not locked, and must wait. Asked
    after locking, so that what the other one has committed meanwhile counts. Nothing earlier can come later: the
    events of a file are committed in the order of `seq`, because recording locks the file.
    """
    files = {event.application_id for event in locked}
    waiting = EventRow.objects.filter(relayed_at=None, application__in=files).order_by()
    first: dict[UUID, int] = dict(waiting.values_list("application").annotate(Min("seq")))
    mine: dict[UUID, int] = {}
    for event in locked:
        mine.setdefault(event.application_id, event.seq)
    return [event for event in locked if mine[event.application_id] == first.get(event.application_id)]


def _mark(events: Sequence[EventRow], at: datetime) -> None:
    EventRow.objects.filter(pk__in=[event.pk for event in events]).update(relayed_at=at)
