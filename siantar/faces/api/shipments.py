"""Outside carriers tell what became of their shipments."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Router, Schema
from pydantic import Field

from siantar.delivery import shipment_reports
from siantar.delivery.shipment_reports import UNKNOWN, ReportedLine
from siantar.directory import carriers, deputies
from siantar.faces.api.problems import ERRORS, ApiProblem
from siantar.faces.api.schemas import Strict
from siantar.faces.frame import texts
from siantar.faces.frame.event_schema import Filled, Instant, OutcomeProblem, Short, Text
from siantar.rules import shipment
from siantar.rules.access import Act, require
from siantar.rules.carrier_report import LONGEST_NOTE, MOST_ROWS, ReportLine, ShipmentStatus
from siantar.rules.shipment import NotAShipment, NumberForm
from siantar.rules.vocabulary import Code, FailureReason, Relation

router = Router()
_UNKNOWN = "Nomor ini bukan kiriman kantor ini lewat jasa kirim ini."


class ShipmentStatusIn(Strict):
    """`receiver` and `relation` with `delivered`, `reason` with `failed`; `returned`: the office has it again."""

    number: Annotated[Filled, Field(max_length=60)]
    status: Literal["delivered", "failed", "returned"]
    occurred_at: Instant
    receiver: Short = ""
    relation: Short = ""
    reason: Short = ""
    note: Annotated[Text, Field(max_length=LONGEST_NOTE)] = ""


class ShipmentStatusesIn(Strict):
    """`carrier` is the number shown at `/pengaturan/jasa-kirim/`."""

    carrier: Annotated[int, Field(ge=1, le=2**31 - 1)]
    statuses: Annotated[list[ShipmentStatusIn], Field(min_length=1, max_length=MOST_ROWS)]


class ShipmentOutcomeOut(Schema):
    """`event` is what `/proofs` takes a photo for."""

    number: str
    outcome: Literal["recorded", "duplicate", "conflict", "refused"]
    receipt_number: str = ""
    event: UUID | None = None
    problem: OutcomeProblem | None = None


class ShipmentOutcomesOut(Schema):
    results: list[ShipmentOutcomeOut]


@router.post("/statuses", response={200: ShipmentOutcomesOut, **ERRORS})
def report_shipments(request: Any, body: ShipmentStatusesIn) -> dict[str, Any]:
    """Tell what became of 1 to 500 shipments; each has its own outcome, and told again it changes nothing."""
    require(request.auth, Act.REPORT_SHIPMENTS, office=request.auth.office)
    deputies.note_act(request.auth, Act.REPORT_SHIPMENTS, request.at)
    carrier = carriers.of_office(request.auth.office, every=True).filter(pk=body.carrier).first()
    if carrier is None:
        raise ApiProblem(422, "invalid", errors=[{"field": "carrier", "message": "jasa kirim tidak dikenal"}])
    readings = [_read(row, status, NumberForm(carrier.form)) for row, status in enumerate(body.statuses, 1)]
    lines = [reading for reading in readings if isinstance(reading, ReportLine)]
    outcomes = iter(shipment_reports.tell(carrier, lines, by=request.auth, at=request.at))
    return {"results": [_out(next(outcomes)) if isinstance(each, ReportLine) else each for each in readings]}


def _read(row: int, status: ShipmentStatusIn, form: NumberForm) -> ReportLine | dict[str, Any]:
    """The line, or why it is none."""
    what = ShipmentStatus(status.status)
    try:
        number = shipment.read(status.number, form)
    except NotAShipment:
        return _refused(status.number, Code.WRONG_SHIPMENT_NUMBER, texts.refusal(Code.WRONG_SHIPMENT_NUMBER))
    if what is ShipmentStatus.DELIVERED and not (status.receiver.strip() and status.relation in set(Relation)):
        code = Code.MALFORMED if status.receiver.strip() else Code.RECEIVER_MISSING
        return _refused(number, code, texts.refusal(code))
    if what is ShipmentStatus.FAILED and status.reason not in set(FailureReason):
        return _refused(number, Code.UNKNOWN_REASON, texts.refusal(Code.UNKNOWN_REASON))
    return ReportLine(
        row, number, what, status.occurred_at, status.receiver, status.relation, status.reason, status.note
    )


def _refused(number: str, code: str, title: str) -> dict[str, Any]:
    return {"number": number, "outcome": "refused", "problem": {"code": code, "title": title}}


def _out(line: ReportedLine) -> dict[str, Any]:
    if line.outcome is None:
        return _refused(line.line.number, UNKNOWN, _UNKNOWN)
    problem = {"code": line.code, "title": texts.refusal(line.code)} if line.code else None
    return {
        "number": line.line.number, "outcome": str(line.outcome.result), "receipt_number": line.number,
        "event": None if line.fails else line.event, "problem": problem,
    }  # fmt: skip
