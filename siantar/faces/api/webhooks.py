"""Webhooks (Standard Webhooks): other systems are told instead of asking."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Q
from ninja import Query, Router, Status

from siantar.directory import deputies
from siantar.faces.api import webhook_schemas as schemas
from siantar.faces.api.problems import ERRORS, ApiProblem
from siantar.rules.access import Act, Forbidden, scopes_for
from siantar.webhooks import replaying, subscribing
from siantar.webhooks.models import Delivery, Subscription

router = Router()
PAGE = 50
Cursor = Annotated[str, Query(max_length=200)]
State = Annotated[str, Query(max_length=20)]


@router.post("", response={201: schemas.NewWebhookOut, **ERRORS})
def subscribe(request: Any, body: schemas.WebhookIn) -> Status[dict[str, Any]]:
    """Be told at `url` of events of these types in these offices; the secret is shown only this once."""
    deputies.note_act(request.auth, Act.SUBSCRIBE, request.at)
    wish = subscribing.SubscriptionWish(body.url, body.types, body.offices)
    try:
        subscription, secret = subscribing.subscribe(wish, by=request.auth, at=request.at)
    except subscribing.NotSubscribed as error:
        raise ApiProblem(422, "invalid", errors=[{"field": error.field, "message": str(error)}]) from error
    return Status(201, {**_subscription(subscription), "secret": secret})


@router.get("", response={200: schemas.WebhooksOut, **ERRORS})
def list_subscriptions(request: Any) -> dict[str, Any]:
    """List the subscriptions you may keep."""
    if not scopes_for(request.auth, Act.SUBSCRIBE):
        raise Forbidden(Act.SUBSCRIBE)
    return {"items": [_subscription(each) for each in subscribing.visible_to(request.auth)], "next": None}


def _subscription(subscription: Subscription) -> dict[str, Any]:
    return {
        "id": subscription.pk,
        "url": subscription.url,
        "types": subscription.types,
        "offices": subscription.offices,
        "created_at": subscription.created_at,
        "failing_since": subscription.failing_since,
        "disabled_at": subscription.disabled_at,
        "problem": subscription.problem,
    }


@router.get("/{webhook}", response={200: schemas.WebhookOut, **ERRORS})
def show_subscription(request: Any, webhook: UUID) -> dict[str, Any]:
    """One subscription."""
    return _subscription(_access(request, webhook))


@router.api_operation(["DELETE"], "/{webhook}", response={204: None, **ERRORS})
def end_subscription(request: Any, webhook: UUID) -> Status[None]:
    """End a subscription; what waited is not sent any more."""
    deputies.note_act(request.auth, Act.SUBSCRIBE, request.at)
    subscribing.end(_access(request, webhook), by=request.auth, at=request.at)
    return Status(204, None)


@router.get("/{webhook}/deliveries", response={200: schemas.WebhookDeliveriesOut, **ERRORS})
def list_deliveries(request: Any, webhook: UUID, state: State = "", cursor: Cursor = "") -> dict[str, Any]:
    """List what was and will be sent, the newest first, with what came back."""
    if state and state not in Delivery.State.values:
        raise ApiProblem(422, "invalid", errors=[{"field": "state", "message": "keadaan tidak dikenal"}])
    deliveries = subscribing.deliveries_of(_access(request, webhook), state)
    if cursor:
        made_at, last = _read_cursor(cursor)
        deliveries = deliveries.filter(Q(made_at__lt=made_at) | Q(made_at=made_at, pk__lt=last))
    page = list(deliveries[: PAGE + 1])
    after = _cursor(page[PAGE - 1]) if len(page) > PAGE else None
    return {"items": [_delivery(delivery) for delivery in page[:PAGE]], "next": after}


def _delivery(delivery: Delivery) -> dict[str, Any]:
    return {
        "id": delivery.pk,
        "event": delivery.event_id,
        "type": delivery.type,
        "receipt_number": delivery.application.receipt_number,
        "state": delivery.state,
        "tries": delivery.tries,
        "made_at": delivery.made_at,
        "tried_at": delivery.tried_at,
        "next_at": delivery.next_at if delivery.state == Delivery.State.WAITING else None,
        "status": delivery.status,
        "answer": delivery.answer,
        "problem": delivery.problem,
    }


def _cursor(delivery: Delivery) -> str:
    return base64.urlsafe_b64encode(f"{delivery.made_at.isoformat()} {delivery.pk}".encode()).decode()


def _read_cursor(text: str) -> tuple[datetime, UUID]:
    try:
        made_at, _blank, last = base64.urlsafe_b64decode(text.encode()).decode().partition(" ")
        moment = datetime.fromisoformat(made_at)
        if moment.tzinfo is None:
            raise ValueError(text)
        return moment, UUID(last)
    except (ValueError, binascii.Error) as error:
        raise ApiProblem(422, "invalid", errors=[{"field": "cursor", "message": "tidak dikenal"}]) from error


@router.post("/{webhook}/replay", response={200: schemas.ReplayOut, **ERRORS})
def replay(request: Any, webhook: UUID, body: schemas.ReplayIn) -> dict[str, Any]:
    """Send again: one event, or everything recorded from a moment on, under the same ids."""
    deputies.note_act(request.auth, Act.SUBSCRIBE, request.at)
    subscription = _access(request, webhook)
    if (body.event is None) == (body.since is None):
        raise ApiProblem(422, "invalid", errors=[{"field": "event", "message": "isi salah satu: event atau from"}])
    if body.event is not None:
        queued = replaying.replay_event(subscription, body.event, by=request.auth, at=request.at)
        if not queued:
            raise ApiProblem(404, "not_found")
        return {"queued": queued, "next": None}
    assert body.since is not None
    queued, after = replaying.replay_since(subscription, body.since, by=request.auth, at=request.at)
    return {"queued": queued, "next": after}


@router.post("/{webhook}/rotate", response={200: schemas.RotatedOut, **ERRORS})
def rotate(request: Any, webhook: UUID) -> dict[str, Any]:
    """Make a new secret, shown only this once; the former one signs beside it for a day."""
    deputies.note_act(request.auth, Act.SUBSCRIBE, request.at)
    subscription = _access(request, webhook)
    secret, former_until = subscribing.rotate(subscription, by=request.auth, at=request.at)
    return {"id": subscription.pk, "secret": secret, "former_until": former_until}


@router.post("/{webhook}/resume", response={200: schemas.WebhookOut, **ERRORS})
def resume(request: Any, webhook: UUID) -> dict[str, Any]:
    """Take up a subscription that was disabled: what waited goes out, what came since is told by `replay`."""
    deputies.note_act(request.auth, Act.SUBSCRIBE, request.at)
    subscription = _access(request, webhook)
    subscribing.resume(subscription, by=request.auth, at=request.at)
    return _subscription(_access(request, webhook))


def _access(request: Any, webhook: UUID) -> Subscription:
    if not scopes_for(request.auth, Act.SUBSCRIBE):
        raise Forbidden(Act.SUBSCRIBE)
    subscription = subscribing.access(webhook, request.auth)
    if subscription is None:
        raise ApiProblem(404, "not_found")
    return subscription
