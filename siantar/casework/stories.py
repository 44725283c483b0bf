"""Stored events as the law sees them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from siantar.casework.models import EventRow
from siantar.rules.event import COLUMNS, Event
from siantar.rules.vocabulary import Kind

_FIELDS = [name if name != "application" else "application_id" for name, _ in COLUMNS]


def of(applications: Iterable[UUID]) -> Mapping[UUID, tuple[Event, ...]]:
    """The whole stories of these files in the order of recording, in one statement; none where none are asked for."""
    ids = list(applications)
    if not ids:
        return {}
    stories: dict[UUID, list[Event]] = defaultdict(list)
    for row in EventRow.objects.filter(application__in=ids).order_by("seq"):
        stories[row.application_id].append(event_of(row))
    return {id: tuple(stories[id]) for id in ids}


def event_of(row: EventRow) -> Event:
    """The event as it was recorded; its personal part stays sealed, and its receipt number is not stored with it."""
    values = {name: getattr(row, stored) for (name, _), stored in zip(COLUMNS, _FIELDS, strict=True)}
    return Event(receipt_number="", **{**values, "kind": Kind(row.kind)})
