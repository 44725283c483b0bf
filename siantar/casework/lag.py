"""How far behind those who follow events are, and what they cannot digest: for `siantar doctor`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min

from siantar.casework.consumer import consumers
from siantar.casework.models import EventRow, Undigested


@dataclass(frozen=True, slots=True)
class Lag:
    """How many events wait for a consumer, those behind an undigested one included, and since when the oldest does."""

    consumer: str
    waiting: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Stuck:
    """An event a consumer could not digest; `follows` is False where this version knows no such consumer."""

    consumer: str
    event: UUID
    receipt_number: str
    tries: int
    since: datetime
    error: str
    follows: bool


def lags() -> list[Lag]:
    """One line a consumer."""
    fresh = EventRow.objects.filter(relayed_at=None).values_list("kind").order_by()
    by_kind = list(fresh.annotate(Count("pk"), Min("recorded_at")))
    behind = dict(Undigested.objects.filter(tries=0).values_list("consumer").annotate(Count("pk")))
    lines = []
    for consumer in consumers():
        mine = [(many, since) for kind, many, since in by_kind if consumer.kinds is None or kind in consumer.kinds]
        waiting = sum(many for many, _since in mine) + behind.get(consumer.name, 0)
        lines.append(Lag(consumer.name, waiting, min((since for _many, since in mine), default=None)))
    return lines


def stuck() -> Iterator[Stuck]:
    """What could not be digested, the oldest first."""
    followed = {consumer.name for consumer in consumers()}
    rows = Undigested.objects.select_related("application").order_by("since", "pk")
    for row in rows:
        if row.tries or row.consumer not in followed:
            number, follows = row.application.receipt_number, row.consumer in followed
            yield Stuck(row.consumer, row.event_id, number, row.tries, row.since, row.error, follows)
