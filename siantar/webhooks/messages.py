"""From events to messages for subscriptions: what is said, to whom by right, each once."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from siantar.casework import stories, tracking
from siantar.casework.models import EventRow
from siantar.catalogue import words
from siantar.directory.staff import actor_of
from siantar.rules import history
from siantar.rules.access import Act, may
from siantar.rules.event import Event
from siantar.rules.history import BrokenStory
from siantar.rules.journey import Refused
from siantar.webhooks.models import Delivery, Subscription
from siantar.webhooks.patterns import kinds_of, type_of

log = logging.getLogger("siantar.webhooks")


def offices_of(subscription: Subscription, at: datetime) -> frozenset[str]:
    """The offices this subscription is told of now: those chosen that its owner may still see."""
    if not subscription.owner.is_active:
        return frozenset()
    owner = actor_of(subscription.owner, at)
    return frozenset(office for office in subscription.offices if may(owner, Act.SUBSCRIBE, office=office))


def deliveries_of(subscription: Subscription, events: Iterable[EventRow], at: datetime) -> list[Delivery]:
    """The messages of these facts for this subscription, in their order, not stored yet."""
    offices, kinds = offices_of(subscription, at), kinds_of(subscription.types)
    wanted = [
        event for event in events
        if event.kind in kinds and not event.conflict and event.application.office_id in offices
    ]  # fmt: skip
    bodies = bodies_of(wanted)
    return [
        Delivery(
            id=uuid5(subscription.pk, str(event.pk)), subscription=subscription, event=event,
            application=event.application, seq=event.seq, type=type_of(event.kind), body=bodies[event.pk],
            made_at=at, next_at=at,
        )
        for event in wanted
    ]  # fmt: skip


def bodies_of(events: Sequence[EventRow]) -> dict[UUID, str]:
    """The body of each message, ready to sign: nothing personal."""
    every = stories.of({event.application_id for event in events})
    return {event.pk: _body(event, every[event.application_id]) for event in events}


def _body(event: EventRow, story: Sequence[Event]) -> str:
    file = event.application
    occurred_at = event.occurred_at.astimezone(ZoneInfo(file.office.zone)).isoformat()
    data: dict[str, Any] = {
        "event": str(event.pk),
        "receipt_number": file.receipt_number,
        "office": file.office_id,
        "service": file.service.code,
        **_stage_after(event, story),
    }
    if about := event.data.get("event") or event.data.get("uphold"):
        data["about"] = str(about)
    return json.dumps({"type": type_of(event.kind), "timestamp": occurred_at, "data": data}, ensure_ascii=False)


def _stage_after(event: EventRow, story: Sequence[Event]) -> dict[str, str | None]:
    """Where the file stood when this was recorded."""
    try:
        progress = history.fold([earlier for earlier in story if earlier.seq <= event.seq])
    except (Refused, BrokenStory):  # doctor finds it; the message is true without
        log.error("the story of event %s does not fold: its message names no stage", event.pk)
        return {"stage": None, "label": None}
    stage = progress.state.stage
    return {"stage": stage, "label": words.label(stage, way=tracking.ways(progress)[-1])}
