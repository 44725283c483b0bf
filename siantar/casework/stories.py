"""Stored events as the law sees them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from siantar.casework.models import EventRow
from siantar.rules import history
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


def facts_in(rows: Sequence[EventRow]) -> list[EventRow]:
    """The facts these events bring: themselves, or the claims they uphold; not what is contradicted or taken back."""
    corrections = EventRow.objects.filter(application__in={row.application_id for row in rows}, kind=Kind.CORRECTED)
    judged = history.judgements(event_of(row) for row in corrections)
    upheld = [UUID(str(id)) for row in rows if row.kind == Kind.CORRECTED and (id := row.data.get("uphold"))]
    claims = EventRow.objects.select_related("application").filter(pk__in=upheld) if upheld else ()
    every = {row.pk: row for row in (*rows, *claims)}
    return [row for row in every.values() if not judged.leaves_out(event_of(row))]
