"""Give events to a consumer; what it cannot digest waits apart, and the later events of that file behind it.

Other files and other consumers go on. Nothing is dropped: it is tried again, less and less often, until it succeeds.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import PurePath
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from siantar.casework.consumer import Consumer, consumers
from siantar.casework.models import EventRow, Undigested

SOON, LATEST = timedelta(seconds=10), timedelta(hours=1)
QUEUES_AT_ONCE = 50
# Deadlock and serialisation (40), lock not available (55), the server goes down (57): nobody's fault, the batch waits.
_PASSING = ("40", "55", "57")

log = logging.getLogger("siantar.consequences")


def give(consumer: Consumer, events: Sequence[EventRow], at: datetime) -> None:
    """Let a consumer digest these events, in the transaction of the caller."""
    if not events:
        return
    stuck = _stuck(consumer, {event.application_id for event in events})
    _queue(consumer, [event for event in events if event.application_id in stuck], at)
    free = [event for event in events if event.application_id not in stuck]
    if not free or not _trouble(consumer, free, at):
        return
    for _file, story in groupby(free, key=lambda event: event.application_id):
        _give_singly(consumer, list(story), at)


def retry(at: datetime) -> int:
    """Try again what is due, file by file; how many events were digested."""
    if not Undigested.objects.exists():
        return 0
    by_name = {consumer.name: consumer for consumer in consumers()}
    earlier = Undigested.objects.filter(
        consumer=OuterRef("consumer"), application=OuterRef("application"), seq__lt=OuterRef("seq")
    )
    due = Undigested.objects.filter(~Exists(earlier), next_at__lte=at, consumer__in=by_name).order_by("next_at")
    heads = list(due.values_list("consumer", "application")[:QUEUES_AT_ONCE])
    return sum(_retry_file(by_name[name], file, at) for name, file in heads)


def _retry_file(consumer: Consumer, file: UUID, at: datetime) -> int:
    """Digest what waits of one file until something cannot be; how many were digested."""
    with transaction.atomic():
        queue = list(_queue_of(consumer).filter(application=file).select_related("event__application").order_by("seq"))
        for place, waiting in enumerate(queue):
            if waiting.next_at > at:  # another worker has just tried it
                return place
            if error := _trouble(consumer, [waiting.event], at):
                tries = waiting.tries + 1
                Undigested.objects.filter(pk=waiting.pk).update(
                    tries=tries, error=error, next_at=at + pause_after(tries)
                )
                return place
            Undigested.objects.filter(pk=waiting.pk).delete()
    return len(queue)


def pause_after(tries: int) -> timedelta:
    """How long to wait after so many tries."""
    return min(LATEST, SOON * (1 << min(tries, 10)))


def _queue_of(consumer: Consumer) -> QuerySet[Undigested]:
    """Locked, so that a relay that puts an event behind and a retry that empties the queue wait for each other."""
    return Undigested.objects.select_for_update(of=("self",)).filter(consumer=consumer.name)


def _stuck(consumer: Consumer, files: Iterable[UUID]) -> set[UUID]:
    queues = _queue_of(consumer).filter(application__in=files).order_by("application", "seq")
    return set(queues.values_list("application", flat=True))


def _give_singly(consumer: Consumer, story: Sequence[EventRow], at: datetime) -> None:
    """One event of a file after the other; from the first that cannot be digested on they wait."""
    for place, event in enumerate(story):
        if error := _trouble(consumer, [event], at):
            _queue(consumer, [event], at, tries=1, error=error)
            _queue(consumer, story[place + 1 :], at)
            return


def _queue(consumer: Consumer, events: Sequence[EventRow], at: datetime, *, tries: int = 0, error: str = "") -> None:
    next_at = at + pause_after(tries) if tries else at
    Undigested.objects.bulk_create(
        [
            Undigested(
                event=event, consumer=consumer.name, application=event.application, seq=event.seq,
                tries=tries, since=at, next_at=next_at, error=error,
            )
            for event in events
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def _trouble(consumer: Consumer, events: Sequence[EventRow], at: datetime) -> str:
    """What kept the consumer from digesting, by the name of its class: a message may hold personal data."""
    try:
        with transaction.atomic():
            consumer.digest(events, at)
    except Exception as error:
        if _passes(error):
            raise
        name = type(error).__name__
        if len(events) == 1:
            log.error("%s cannot digest event %s: %s at %s", consumer.name, events[0].pk, name, _place_of(error))
        return name[:80]
    return ""


def _passes(error: Exception) -> bool:
    state = getattr(error.__cause__, "sqlstate", None) or ""
    return state.startswith(_PASSING) or not connection.is_usable()


def _place_of(error: Exception) -> str:
    """File and line of the innermost frame."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{PurePath(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
