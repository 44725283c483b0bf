"""What waits to be sent, one parcel at a time: claimed with a lease, settled once, claimed again when a worker died.

A parcel is what one resident is told at once: messages of one receiver, channel and occasion. Its id is that of the
first message and stays the same over all tries. A worker that holds a parcel beyond its lease has lost it: what it
settles then changes nothing.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from siantar.messaging import office_settings
from siantar.messaging.models import ChannelSetting, Message
from siantar.rules import sending_hours
from siantar.rules.occasions import ANSWER
from siantar.rules.sending_hours import Manners

State = Message.State
LEASE = timedelta(minutes=2)  # longer than the slowest try: a handful of limits of 10 s (`wire.TIMEOUT`)
LOOKED_AT, MOST_IN_A_PARCEL = 30, 10
STOPPED = "stopped"  # first word of the problem of a message that waits until its channel goes on
TOLD = (State.SENDING, State.SENT, State.DELIVERED, State.READ)


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one resident is told at once; `tries` counts this one."""

    id: UUID
    messages: tuple[Message, ...]
    tries: int

    @property
    def first(self) -> Message:
        """The message whose id the parcel carries."""
        return self.messages[0]


def claim(at: datetime) -> Parcel | None:
    """A parcel that is due, for nobody else until its lease ends; None when nothing is due."""
    due = _due(at)
    random.shuffle(due)  # many workers look at the same ones
    for message in due:
        with transaction.atomic():
            if not _alone_with(bytes(message.receiver_index)):
                continue
            parcel = _take(message.pk, at)
        if parcel is not None:
            return parcel
    return None


def _due(at: datetime) -> list[Message]:
    lost = Q(state=State.SENDING, lease_until__lt=at)
    ready = Q(state=State.WAITING, not_before__lte=at)
    for office, kind in ChannelSetting.objects.filter(rests_until__gt=at).values_list("office", "kind"):
        ready &= ~Q(office=office, channel=kind)
    for office, kind in ChannelSetting.objects.exclude(stopped_at=None).values_list("office", "kind"):
        ready &= ~Q(office=office, channel=kind, problem__startswith=STOPPED)
    receivers = Message.objects.only("receiver_index")
    due = list(receivers.filter(lost).order_by("lease_until")[:LOOKED_AT])
    due += receivers.filter(ready).order_by("not_before")[: LOOKED_AT - len(due)]
    return due


def _alone_with(receiver: bytes) -> bool:
    """Try to be the only transaction that shares out this receiver's messages."""
    if connection.vendor != "postgresql":
        return True  # SQLite writes one transaction at a time
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [int.from_bytes(receiver[:8], "big", signed=True)])
        locked = cursor.fetchone()
    return bool(locked and locked[0])


def _take(pk: UUID, at: datetime) -> Parcel | None:
    message = Message.objects.select_related("office").filter(pk=pk).first()
    if message is None:
        return None
    if message.state == State.SENDING and message.lease_until and message.lease_until < at:
        return _held(list(_family(message).filter(state=State.SENDING, bundle=message.bundle)), message.bundle, at)
    if message.state != State.WAITING or message.not_before > at:
        return None
    if message.expires_at <= at:
        Message.objects.filter(pk=pk).update(state=State.DROPPED, problem="expired")
        return None
    if message.occasion != ANSWER and (later := _later(message, at)):
        _family(message).filter(state=State.WAITING, not_before__lt=later).update(not_before=later)
        return None
    together = _family(message).filter(state=State.WAITING, expires_at__gt=at)
    together = together.filter(bundle=message.bundle)  # a parcel that was tried stays the same
    return _held(list(together.order_by("not_before", "pk")[:MOST_IN_A_PARCEL]), message.bundle, at)


def _family(message: Message) -> QuerySet[Message]:
    """The messages that may go together with this one; an answer goes alone."""
    same = Message.objects.select_related("office", "application__service", "choice").filter(
        office=message.office_id,
        receiver_index=message.receiver_index,
        channel=message.channel,
        language=message.language,
        occasion=message.occasion,
    )
    return same.filter(pk=message.pk) if message.occasion == ANSWER else same


def _later(message: Message, at: datetime) -> datetime | None:
    """Say when the receiver may get messages, if that is not now."""
    held_to = office_settings.manners_of(message.office)
    moment = sending_hours.may_speak_at(at, held_to, letters_today(bytes(message.receiver_index), at, held_to))
    return moment if moment > at else None


def letters_today(receiver: bytes, at: datetime, held_to: Manners) -> int:
    """Count the letters a receiver got since the office's midnight; those on the way count."""
    today = Message.objects.filter(
        receiver_index=receiver, state__in=TOLD, told_at__gte=sending_hours.midnight_before(at, held_to)
    ).exclude(occasion=ANSWER)
    return today.values("bundle").distinct().count()


def _held(messages: Sequence[Message], bundle: UUID | None, at: datetime) -> Parcel | None:
    if not messages:
        return None
    first = next((message for message in messages if message.pk == bundle), messages[0])
    ordered = (first, *(message for message in messages if message.pk != first.pk))
    tries = max(message.tries for message in messages) + 1
    Message.objects.filter(pk__in=[message.pk for message in messages]).update(
        state=State.SENDING, bundle=first.pk, lease_until=at + LEASE, tries=tries, told_at=at
    )
    return Parcel(first.pk, ordered, tries)


def mine(parcel: Parcel) -> QuerySet[Message]:
    """The parcel as long as nobody else took it over."""
    return Message.objects.filter(bundle=parcel.id, state=State.SENDING, tries=parcel.tries)


def sent(parcel: Parcel, provider_id: str, at: datetime) -> bool:
    """It was taken by the provider; False when the parcel was lost to another worker meanwhile."""
    done = {"state": State.SENT, "provider_id": provider_id, "told_at": at, "problem": "", "lease_until": None}
    return bool(mine(parcel).update(**done, address_sealed=None))


def again(parcel: Parcel, *, not_before: datetime, problem: str) -> None:
    """It did not go out: later."""
    mine(parcel).update(
        state=State.WAITING, not_before=not_before, lease_until=None, told_at=None, problem=problem[:200]
    )


def put_back(parcel: Parcel, *, not_before: datetime, problem: str) -> None:
    """It was not even tried (the office's settings are wrong): later, and the try does not count."""
    mine(parcel).update(
        state=State.WAITING, not_before=not_before, lease_until=None, told_at=None, problem=problem[:200],
        tries=parcel.tries - 1,
    )  # fmt: skip


def drop(parcel: Parcel, problem: str) -> None:
    """It is not said any more."""
    mine(parcel).update(state=State.DROPPED, lease_until=None, told_at=None, problem=problem[:200])


def to_a_person(parcel: Parcel, problem: str = "") -> None:
    """No gateway carries it: an officer does."""
    mine(parcel).update(state=State.BY_HAND, lease_until=None, told_at=None, problem=problem[:200])
