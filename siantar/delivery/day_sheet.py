"""A courier's day on one sheet: every stop in order, what became of it and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from siantar.casework import disclosure
from siantar.casework.addresses import DeliveryAddress
from siantar.casework.models import Application, EventRow
from siantar.delivery import closing, notes, runs
from siantar.delivery.models import Run, Stop
from siantar.privacy.looks import Reader
from siantar.rules.vocabulary import Kind

_TELLING = (Kind.DELIVERED, Kind.DELIVERY_FAILED)


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One stop; `fate` as in `closing.Tally`, `at` and `reason` of the last attempt that this courier made."""

    position: int
    file: Application
    name: str
    address: DeliveryAddress
    note: str
    begins_at: datetime | None
    fate: str
    at: datetime | None = None
    reason: str = ""


def lines_of(run: Run, reader: Reader) -> Sequence[SheetLine]:
    """The stops of a run with names and addresses (a trace each)."""
    stops = runs.stops_of([run])
    opened = disclosure.open_files([stop.application for stop in stops], reader)
    written = notes.read([stop.application for stop in stops])
    sums = closing.tally(run)
    fates = {number: fate for fate in closing.FATES for number in getattr(sums, fate)}
    last = _attempts(run, stops)
    lines = []
    for stop, personal in zip(stops, opened, strict=True):
        file, attempt = stop.application, last.get(stop.application_id)
        lines.append(
            SheetLine(
                stop.position, file, personal.name, personal.address, written.get(file.pk, ""), stop.begins_at,
                fates[file.receipt_number], attempt.occurred_at if attempt else None, attempt.reason if attempt else "",
            )
        )  # fmt: skip
    return lines


def _attempts(run: Run, stops: Sequence[Stop]) -> dict[object, EventRow]:
    events = EventRow.objects.filter(
        application__in=[stop.application_id for stop in stops], kind__in=_TELLING, conflict="",
        person=str(run.courier_id), occurred_at__gte=run.starts_at.replace(hour=0, minute=0),
    ).order_by("occurred_at", "seq")  # fmt: skip
    return {event.application_id: event for event in events}
