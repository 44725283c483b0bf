"""What goes in and out of the API about webhooks."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from siantar.faces.api.schemas import Strict
from siantar.faces.frame.event_schema import Filled, Instant, Text


class WebhookIn(Strict):
    """`types`: `application.*` or single ones as `application.delivered`; no `offices`: all your role reaches."""

    url: Annotated[Filled, Field(max_length=500)]
    types: Annotated[list[Annotated[Text, Field(max_length=60)]], Field(min_length=1, max_length=60)] = [
        "application.*"
    ]
    offices: Annotated[list[Annotated[Text, Field(max_length=40)]], Field(max_length=200)] = []


class WebhookOut(Schema):
    """`failing_since`: the last try failed; `disabled_at`: told no more until it is taken up again (`resume`)."""

    id: UUID
    url: str
    types: list[str]
    offices: list[str]
    created_at: datetime
    failing_since: datetime | None
    disabled_at: datetime | None
    problem: str


class NewWebhookOut(WebhookOut):
    """`secret` is shown only this once."""

    secret: str


class WebhooksOut(Schema):
    items: list[WebhookOut]
    next: str | None


class WebhookDeliveryOut(Schema):
    """`id` is the `webhook-id`; `status` and `answer` (its beginning) are what came back last."""

    id: UUID
    event: UUID
    type: str
    receipt_number: str
    state: str
    tries: int
    made_at: datetime
    tried_at: datetime | None
    next_at: datetime | None
    status: int | None
    answer: str
    problem: str


class WebhookDeliveriesOut(Schema):
    items: list[WebhookDeliveryOut]
    next: str | None


class ReplayIn(Strict):
    """Either one event, or everything recorded from a moment on."""

    event: UUID | None = None
    since: Annotated[Instant | None, Field(alias="from")] = None


class ReplayOut(Schema):
    """How many wait again; where there is more, ask again from `next`."""

    queued: int
    next: datetime | None


class RotatedOut(Schema):
    """`secret` is shown only this once; the former one signs beside it until `former_until`."""

    id: UUID
    secret: str
    former_until: datetime
