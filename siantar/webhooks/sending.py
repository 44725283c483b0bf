"""The sender: takes what is due out of the queue, lets threads carry it, writes down what came of it.

A turn never waits long: who answers slowly keeps a thread of the pool, and what came of it is written down in a later
turn. Of each file one message at a time is on its way, of each subscription a few, and one while it fails. A worker
that is killed leaves a lease that ends: the message goes again under the same id.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from siantar.outward import destinations
from siantar.outward import http as outward
from siantar.webhooks import signing, subscribing
from siantar.webhooks.messages import offices_of
from siantar.webhooks.models import Delivery, Subscription
from siantar.webhooks.settling import Attempt, FarReply, settle

State = Delivery.State
LEASE = timedelta(minutes=1)  # longer than the slowest try
BOUNDS = outward.Bounds(seconds=10.0, largest=4096)
THREADS, OF_EACH = 32, 4
PATIENCE = 0.3  # seconds a turn waits for what it has just sent
FORGOTTEN = timedelta(days=30)
OPEN = (State.WAITING, State.SENDING)


@dataclass(frozen=True, slots=True)
class WebhookLetter:
    """What a thread carries: it touches no database."""

    attempt: Attempt
    url: str
    headers: dict[str, str]
    body: bytes


_on_the_way: dict[Future[FarReply], WebhookLetter] = {}


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS, thread_name_prefix="webhook")


def send_due(at: datetime) -> int:
    """Send some of what is due and write down what came back meanwhile; how many were settled."""
    settled = _settle_done(at)
    fresh = {_pool().submit(_carry, letter): letter for letter in _claim(at)}
    _on_the_way.update(fresh)
    if fresh:
        wait(fresh, timeout=PATIENCE, return_when=FIRST_COMPLETED)
    return settled + _settle_done(at)


def is_idle() -> bool:
    """Whether this process waits for no answer."""
    return not _on_the_way


def forget(at: datetime) -> int:
    """Forget what was delivered or given up long ago: events stay, and can be told again from them."""
    over = Delivery.objects.exclude(state__in=OPEN).filter(made_at__lt=at - FORGOTTEN)
    ids = list(over.values_list("pk", flat=True)[:5000])
    return Delivery.objects.filter(pk__in=ids).delete()[0]


def _settle_done(at: datetime) -> int:
    done = [future for future in _on_the_way if future.done()]
    for future in done:
        settle(_on_the_way.pop(future).attempt, future.result(), at)
    return len(done)


def _carry(letter: WebhookLetter) -> FarReply:
    """Send it, in a thread; whatever happens is a reply."""
    try:
        answer = outward.request("POST", letter.url, letter.headers, letter.body, BOUNDS)
    except outward.Unanswered as problem:
        return FarReply(problem=f"unreachable {problem.why}")
    except destinations.NotAllowed:
        return FarReply(problem="inside")
    except outward.BadAddress:
        return FarReply(problem="no_address")
    except Exception as fault:  # of ours: the others go on, and this is tried again
        return FarReply(problem=f"fault {type(fault).__name__}")
    return FarReply(answer.status, answer.body, answer.headers.get("retry-after", ""))


def _claim(at: datetime) -> list[WebhookLetter]:
    """The next letters of each subscription, leased, as many as the pool has room for."""
    resting = Q(rests_until__gt=at) | ~Q(disabled_at=None)
    due = Delivery.objects.filter(_due(at), subscription=OuterRef("pk"))
    wanting = Subscription.objects.exclude(resting).filter(Exists(due)).select_related("owner__office")
    subscriptions = list(wanting)
    random.shuffle(subscriptions)  # where there are more than threads, each has its turn
    letters: list[WebhookLetter] = []
    for subscription in subscriptions:
        room = min(_room_of(subscription), THREADS - len(_on_the_way) - len(letters))
        if room > 0:
            letters += _claim_of(subscription, room, at)
    return letters


def _room_of(subscription: Subscription) -> int:
    busy = sum(letter.attempt.subscription == subscription.pk for letter in _on_the_way.values())
    return (1 if subscription.rests_until else OF_EACH) - busy


def _due(at: datetime) -> Q:
    return Q(state=State.WAITING, next_at__lte=at) | Q(state=State.SENDING, lease_until__lt=at)


def _claim_of(subscription: Subscription, room: int, at: datetime) -> list[WebhookLetter]:
    offices, secrets = offices_of(subscription, at), subscribing.signers(subscription, at)
    letters: list[WebhookLetter] = []
    with transaction.atomic():
        for delivery in list(_heads(subscription, at)[:room]):
            mine = Delivery.objects.filter(pk=delivery.pk, state=delivery.state, tries=delivery.tries)
            if delivery.application.office_id not in offices:  # its owner sees that office no more
                mine.update(state=State.GIVEN_UP, problem="not_allowed", lease_until=None)
            elif mine.update(state=State.SENDING, lease_until=at + LEASE, tries=delivery.tries + 1, tried_at=at):
                letters.append(_letter(subscription, delivery, secrets, at))
    return letters


def _heads(subscription: Subscription, at: datetime) -> QuerySet[Delivery]:
    """What is due and has nothing earlier of its file before it that is not settled."""
    earlier = Delivery.objects.filter(
        subscription=OuterRef("subscription"), application=OuterRef("application"), seq__lt=OuterRef("seq"),
        state__in=OPEN,
    )  # fmt: skip
    due = Delivery.objects.filter(_due(at), ~Exists(earlier), subscription=subscription)
    return due.select_for_update(of=("self",), skip_locked=True).select_related("application").order_by("next_at", "pk")


def _letter(subscription: Subscription, delivery: Delivery, secrets: Sequence[str], at: datetime) -> WebhookLetter:
    body = delivery.body.encode()
    headers = signing.headers(str(delivery.pk), at, body, secrets)
    return WebhookLetter(Attempt(delivery.pk, subscription.pk, delivery.tries + 1), subscription.url, headers, body)
