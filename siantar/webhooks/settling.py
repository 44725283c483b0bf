"""What comes of a try: taken, again later, given up; and of a subscription nobody answers for three days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from siantar.rules.plain_number import plain_number
from siantar.webhooks.models import Delivery, Subscription

State = Delivery.State
PAUSES = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 60, 300, 1800, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 21 * 3600)
)
PATIENT_FOR = timedelta(days=3)
SHORTEST_REST, LONGEST_REST = timedelta(seconds=5), timedelta(minutes=15)
GONE = 410
BUSY = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try of a delivery; who was overtaken by another worker has an older number and changes nothing."""

    delivery: UUID
    subscription: UUID
    number: int


@dataclass(frozen=True, slots=True)
class FarReply:
    """What came back; without a status nobody answered, and `problem` says why."""

    status: int | None = None
    body: bytes = b""
    retry_after: str = ""
    problem: str = ""

    @property
    def is_taken(self) -> bool:
        """Whether the other side has it."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_outage(self) -> bool:
        """Whether the other side is down or asks to wait, whatever the message: none of them needs be tried now."""
        return self.status is None or self.status >= 500 or self.status in BUSY

    @property
    def beginning(self) -> str:
        """The first words of the answer, as they can be stored."""
        return self.body[:2000].decode(errors="replace").replace("\x00", "")[:500]


def settle(attempt: Attempt, reply: FarReply, at: datetime) -> None:
    """Write down what came of a try."""
    with transaction.atomic():
        subscription = Subscription.objects.select_for_update().filter(pk=attempt.subscription).first()
        mine = Delivery.objects.filter(pk=attempt.delivery, state=State.SENDING, tries=attempt.number)
        if subscription is None or not mine.exists():
            return
        what = {"status": reply.status, "answer": reply.beginning, "problem": reply.problem[:80], "lease_until": None}
        if reply.is_taken:
            mine.update(state=State.DELIVERED, **what)
            _recovered(subscription)
        else:
            disabled = _failed(subscription, reply, at)
            mine.update(**what, **_next(mine.get(), reply, at, disabled=disabled))


def _next(delivery: Delivery, reply: FarReply, at: datetime, *, disabled: bool) -> dict[str, object]:
    """Where a message goes that was not taken: an outage is waited for, a refusal not forever."""
    if reply.is_outage:
        return {"state": State.WAITING, "next_at": at}  # the subscription rests
    refusals = delivery.refusals + 1
    if refusals > len(PAUSES) and not disabled:
        return {"state": State.GIVEN_UP, "refusals": refusals}
    pause = PAUSES[min(refusals, len(PAUSES)) - 1]
    return {"state": State.WAITING, "refusals": refusals, "next_at": at + pause}


def _recovered(subscription: Subscription) -> None:
    """Somebody answers again: what waited for that goes out at once, in order."""
    if subscription.failing_since is not None:
        Subscription.objects.filter(pk=subscription.pk).update(failing_since=None, failures=0, rests_until=None)


def _failed(subscription: Subscription, reply: FarReply, at: datetime) -> bool:
    """One more failure; whether it was the last that is borne: then everything waits until a person takes it up."""
    since = subscription.failing_since or at
    failures = subscription.failures + 1
    more: dict[str, object] = {}
    if reply.is_outage:
        rest = min(SHORTEST_REST * 2 ** min(failures - 1, 20), LONGEST_REST)
        more["rests_until"] = at + max(rest, _asked_to_wait(reply))
    disabled = reply.status == GONE or at - since >= PATIENT_FOR
    if disabled:
        more |= {"disabled_at": at, "problem": reply.problem[:80] or f"answered {reply.status}"}
    Subscription.objects.filter(pk=subscription.pk).update(failing_since=since, failures=failures, **more)
    return disabled


def _asked_to_wait(reply: FarReply) -> timedelta:
    """The seconds of Retry-After, at most an hour; a date counts for nothing."""
    return timedelta(seconds=min(plain_number(reply.retry_after) or 0, 3600))
