"""What outside carriers tell of shipments becomes the events that couriers tell: a file whole, a call singly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from siantar.casework import ledger
from siantar.casework.outcome import Outcome, Result
from siantar.delivery.models import ConsignedItem
from siantar.directory.models import Carrier
from siantar.rules import carrier_report
from siantar.rules.access import Act, Actor, require
from siantar.rules.carrier_report import ReportLine, ShipmentStatus
from siantar.rules.event import Event
from siantar.rules.journey import Refused
from siantar.rules.shipment import NumberForm
from siantar.rules.vocabulary import Kind

UNKNOWN = "unknown_shipment"
_EVENTS = UUID("8f0f5f0a-27c4-5c1f-8a56-0c1b4a9e6d21")
_KINDS = {
    ShipmentStatus.DELIVERED: Kind.DELIVERED,
    ShipmentStatus.FAILED: Kind.DELIVERY_FAILED,
    ShipmentStatus.RETURNED: Kind.UNLOADED,
}


@dataclass(frozen=True, slots=True)
class ReportedLine:
    """What became of one line: its outcome and file, or why it is none of this carrier's (`code`)."""

    line: ReportLine
    number: str = ""
    outcome: Outcome | None = None
    code: str = ""
    event: UUID | None = None

    @property
    def fails(self) -> bool:
        """Whether nothing of it can be kept."""
        return self.outcome is None or self.outcome.result is Result.REFUSED


@dataclass(frozen=True, slots=True)
class Reported:
    """The lines of a report as they were taken, or would be."""

    lines: Sequence[ReportedLine]
    done: bool = False
    tally: Mapping[str, int] = field(default_factory=dict)


class _Undone(Exception):
    """Nothing of what was written stays."""

    def __init__(self, lines: Sequence[ReportedLine]) -> None:
        super().__init__()
        self.lines = lines


def take(
    carrier: Carrier, lines: Sequence[ReportLine], *, by: Actor, at: datetime, dry: bool = False
) -> Reported:  # fmt: skip
    """Record all of it, or nothing where one line fails or where it is only looked at (`dry`). Raises Forbidden."""
    require(by, Act.REPORT_SHIPMENTS, office=carrier.office_id)
    try:
        with transaction.atomic():
            reported = tell(carrier, lines, by=by, at=at)
            if dry or any(line.fails for line in reported):
                raise _Undone(reported)
    except _Undone as undone:
        return Reported(undone.lines, tally=_tally(undone.lines))
    return Reported(reported, done=True, tally=_tally(reported))


def tell(carrier: Carrier, lines: Sequence[ReportLine], *, by: Actor, at: datetime) -> list[ReportedLine]:
    """Record each line on its own; one outcome a line, in the same order. Raises Forbidden."""
    require(by, Act.REPORT_SHIPMENTS, office=carrier.office_id)
    judged = [_judged(line, NumberForm(carrier.form)) for line in lines]
    parcels = _parcels(carrier, [each.line.number for each in judged if not each.code])
    sound = [each.line for each in judged if not each.code and each.line.number in parcels]
    events = [_event(parcels[line.number], line) for line in sound]
    outcomes = ledger.record(events, by=by, at=at)
    reported = {
        id(line): _reported(line, event, outcome) for line, event, outcome in zip(sound, events, outcomes, strict=True)
    }
    return [each if each.code else reported.get(id(each.line)) or replace(each, code=UNKNOWN) for each in judged]


def _judged(line: ReportLine, form: NumberForm) -> ReportedLine:
    try:
        return ReportedLine(carrier_report.require_sound(line, form))
    except Refused as refusal:
        return ReportedLine(line, code=refusal.code)


def _reported(line: ReportLine, event: Event, outcome: Outcome) -> ReportedLine:
    return ReportedLine(line, event.receipt_number, outcome, str(outcome.code or ""), event.id)


def _parcels(carrier: Carrier, numbers: Sequence[str]) -> dict[str, ConsignedItem]:
    """What the carrier took under these numbers, the last where one was used again."""
    taken = ConsignedItem.objects.filter(
        consignment__carrier=carrier, consignment__handed_at__isnull=False, shipment__in=numbers
    )
    return {parcel.shipment: parcel for parcel in taken.select_related("application").order_by("pk")}


def _event(parcel: ConsignedItem, line: ReportLine) -> Event:
    """Its id follows from what is told and when it was, so that the same line twice is told once."""
    data: dict[str, Any] = {"shipment": parcel.shipment}
    private: dict[str, Any] = {}
    if line.status is ShipmentStatus.DELIVERED:
        data["relation"] = line.relation
        private["receiver_name"] = line.receiver
    if line.note:
        private["note"] = line.note
    kind, number = _KINDS[line.status], parcel.application.receipt_number
    id = uuid5(_EVENTS, f"{parcel.pk} {line.status} {line.at.timestamp():.0f}")
    return Event(id, kind, number, line.at, reason=line.reason, data=data, private=private)


def _tally(lines: Sequence[ReportedLine]) -> dict[str, int]:
    """How many lines went how: recorded, duplicate, conflict, and `failing`."""
    counts = dict.fromkeys((*map(str, Result), "failing"), 0)
    for line in lines:
        counts["failing" if line.fails or line.outcome is None else str(line.outcome.result)] += 1
    return counts
