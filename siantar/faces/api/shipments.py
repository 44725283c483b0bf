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
from siantar.rules.access import Act, require
from siantar.rules.carrier_report import LONGEST_NOTE, MOST_ROWS, ReportLine, ShipmentStatus

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
    lines = [_line(row, status) for row, status in enumerate(body.statuses, 1)]
    return {"results": [_out(line) for line in shipment_reports.tell(carrier, lines, by=request.auth, at=request.at)]}


def _line(row: int, status: ShipmentStatusIn) -> ReportLine:
    what = ShipmentStatus(status.status)
    return ReportLine(
        row, status.number, what, status.occurred_at, status.receiver, status.relation, status.reason, status.note
    )


def _refused(number: str, code: str, title: str) -> dict[str, Any]:
    return {"number": number, "outcome": "refused", "problem": {"code": code, "title": title}}


def _out(line: ReportedLine) -> dict[str, Any]:
    if line.outcome is None:
        title = _UNKNOWN if line.code == UNKNOWN else texts.refusal(line.code)
        return _refused(line.line.number, line.code, title)
    problem = {"code": line.code, "title": texts.refusal(line.code)} if line.code else None
    return {
        "number": line.line.number, "outcome": str(line.outcome.result), "receipt_number": line.number,
        "event": None if line.fails else line.event, "problem": problem,
    }  # fmt: skip
