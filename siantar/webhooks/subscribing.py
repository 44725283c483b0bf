"""Subscriptions as their offices keep them: made, listed, given a new secret, taken up again, ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from siantar.directory import audit
from siantar.directory import offices as all_offices
from siantar.outward import destinations
from siantar.privacy import vault
from siantar.rules.access import Act, Actor, Forbidden, may, require
from siantar.rules.audit import Audited
from siantar.rules.identifiers import uuid7
from siantar.webhooks import signing
from siantar.webhooks.models import Delivery, Subscription
from siantar.webhooks.patterns import is_pattern

PLACE, FORMER_PLACE = "webhook.secret", "webhook.former"
OVERLAP = timedelta(days=1)
MOST = 50  # subscriptions of an installation's person


class NotSubscribed(ValueError):
    """The wish cannot be granted; `field` says which part, the text why, in words."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True, slots=True)
class SubscriptionWish:
    """What a system wants to be told of; no offices: all that its owner may."""

    url: str
    types: Sequence[str]
    offices: Sequence[str] = ()
    id: UUID | None = None  # given by a form, so that pressing it twice subscribes once


def subscribe(wish: SubscriptionWish, *, by: Actor, at: datetime) -> tuple[Subscription, str]:
    """A new subscription and its secret, which is shown only now. Raises NotSubscribed, Forbidden."""
    offices = tuple(dict.fromkeys(wish.offices)) or _allowed_offices(by)
    if not offices:
        raise Forbidden(Act.SUBSCRIBE)
    for office in offices:
        require(by, Act.SUBSCRIBE, office=office)
    for pattern in wish.types:
        if not is_pattern(pattern):
            raise NotSubscribed("types", f"jenis `{pattern}` tidak dikenal. Pakai `application.*` atau satu jenisnya")
    require_address(wish.url)
    if Subscription.objects.filter(owner=int(by.person)).count() >= MOST:
        raise NotSubscribed("url", f"sudah ada {MOST} langganan. Hapus yang tidak dipakai lagi")
    if wish.id is not None and Subscription.objects.filter(pk=wish.id).exists():
        words = "langganan ini sudah tersimpan. Bila rahasianya terlewat, buat yang baru di halamannya"
        raise NotSubscribed("url", words)
    id, secret = wish.id or uuid7(at), signing.new_secret()
    subscription = Subscription(
        id=id, owner_id=int(by.person), url=wish.url, types=list(dict.fromkeys(wish.types)), offices=list(offices),
        secret_sealed=vault.seal(PLACE, id, secret), created_at=at,
    )  # fmt: skip
    with transaction.atomic():
        subscription.save(force_insert=True)
        _note(subscription, "subscribed", by=by, at=at)
    return subscription, secret


def _note(subscription: Subscription, what: str, *, by: Actor, at: datetime) -> None:
    """A line in the audit record of each office: what became of the subscription, and of which host."""
    host = urlsplit(subscription.url).hostname or ""
    for office in subscription.offices:
        audit.note(Audited.CONNECTION_SET, at=at, by=int(by.person), office=office, fields=what, host=host)


def _allowed_offices(actor: Actor) -> tuple[str, ...]:
    serving = all_offices.serving_residents().values_list("code", flat=True)
    return tuple(office for office in serving if may(actor, Act.SUBSCRIBE, office=office))


def require_address(url: str) -> None:
    """Let pass what may be told: https, or an address the operator allowed. Raises NotSubscribed."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or 443
    except ValueError as error:
        raise NotSubscribed("url", "bukan alamat web. Tulis seperti https://contoh.go.id/siantar") from error
    if parts.scheme not in {"http", "https"} or not host or parts.username is not None:
        raise NotSubscribed("url", "bukan alamat web. Tulis seperti https://contoh.go.id/siantar")
    try:
        inside = destinations.is_inside(host, port)
    except destinations.NotFound:  # it may be set up later; every try asks again
        inside = False
    except destinations.NotAllowed as error:
        raise NotSubscribed(
            "url",
            "alamat ini di jaringan dalam dan tidak boleh dituju. Pakai alamat umum, atau minta pengelola server "
            "menambahkannya ke SIANTAR_OUTBOUND_ALLOW",
        ) from error
    if parts.scheme != "https" and not inside:
        raise NotSubscribed("url", "pakai https, supaya kabar tidak dapat dibaca di jalan")


def visible_to(actor: Actor) -> list[Subscription]:
    """The subscriptions this person may keep, the oldest first."""
    return [each for each in Subscription.objects.order_by("pk") if _may_keep(actor, each)]


def access(id: UUID, actor: Actor) -> Subscription | None:
    """One of them, or nothing."""
    subscription = Subscription.objects.filter(pk=id).first()
    return subscription if subscription is not None and _may_keep(actor, subscription) else None


def _may_keep(actor: Actor, subscription: Subscription) -> bool:
    return all(may(actor, Act.SUBSCRIBE, office=office) for office in subscription.offices)


def _require(subscription: Subscription, by: Actor) -> None:
    for office in subscription.offices:
        require(by, Act.SUBSCRIBE, office=office)


def end(subscription: Subscription, *, by: Actor, at: datetime) -> None:
    """Tell nothing any more; what waited is gone. Raises Forbidden."""
    _require(subscription, by)
    with transaction.atomic():
        if Subscription.objects.filter(pk=subscription.pk).delete()[0]:
            _note(subscription, "ended", by=by, at=at)


def rotate(subscription: Subscription, *, by: Actor, at: datetime) -> tuple[str, datetime]:
    """A new secret; the former one signs beside it for a day. Raises Forbidden."""
    _require(subscription, by)
    secret = signing.new_secret()
    with transaction.atomic():
        locked = Subscription.objects.select_for_update().get(pk=subscription.pk)
        locked.former_sealed = vault.seal(FORMER_PLACE, locked.pk, secret_of(locked))
        locked.former_until = at + OVERLAP
        locked.secret_sealed = vault.seal(PLACE, locked.pk, secret)
        locked.save(update_fields=["former_sealed", "former_until", "secret_sealed"])
        _note(locked, "secret", by=by, at=at)
    return secret, at + OVERLAP


def resume(subscription: Subscription, *, by: Actor, at: datetime) -> None:
    """Tell again after it was disabled: what waited goes out now. Raises Forbidden."""
    _require(subscription, by)
    with transaction.atomic():
        Subscription.objects.filter(pk=subscription.pk).update(
            disabled_at=None, failing_since=None, rests_until=None, failures=0, problem=""
        )
        Delivery.objects.filter(subscription=subscription, state=Delivery.State.WAITING).update(next_at=at)
        _note(subscription, "resumed", by=by, at=at)


def secret_of(subscription: Subscription) -> str:
    """The secret in force."""
    return vault.unseal(PLACE, subscription.pk, subscription.secret_sealed)


def signers(subscription: Subscription, at: datetime) -> list[str]:
    """The secrets that sign now, the newest first."""
    both = [secret_of(subscription)]
    if subscription.former_sealed and subscription.former_until and at < subscription.former_until:
        both.append(vault.unseal(FORMER_PLACE, subscription.pk, subscription.former_sealed))
    return both


def deliveries_of(subscription: Subscription, state: str = "") -> QuerySet[Delivery]:
    """What was or will be sent there, the newest first."""
    deliveries = Delivery.objects.filter(subscription=subscription).select_related("application")
    return (deliveries.filter(state=state) if state else deliveries).order_by("-made_at", "-pk")


def disabled(offices: Iterable[str] = ()) -> list[Subscription]:
    """Those that are told no more since nobody answered; of these offices, or all."""
    stopped = Subscription.objects.exclude(disabled_at=None).order_by("disabled_at")
    wanted = set(offices)
    return [each for each in stopped if not wanted or wanted & set(each.offices)]
