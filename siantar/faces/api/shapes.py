"""What goes in and out of the API (interface.md), with the limits that keep bad input out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints


def _storable(text: str) -> str:
    if "\x00" in text or any(0xD800 <= ord(letter) <= 0xDFFF for letter in text):
        raise ValueError("mengandung huruf yang tidak dapat disimpan")
    return text


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    for value in data.values():
        if isinstance(value, str):
            _storable(value)
        elif not isinstance(value, bool | int | None) or (isinstance(value, int) and abs(value) > 2**53):
            raise ValueError("hanya teks, bilangan bulat, dan benar/salah")
    return data


def _in_reach(at: datetime) -> datetime:
    if not 2000 <= at.year <= 2200:
        raise ValueError("tahun di luar jangkauan")
    return at


Text = Annotated[str, AfterValidator(_storable)]
Filled = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_storable)]
Name = Annotated[Filled, Field(max_length=60)]
Short = Annotated[Text, Field(max_length=60)]
Line = Annotated[Text, Field(max_length=200)]
Instant = Annotated[AwareDatetime, AfterValidator(_in_reach)]
Degrees = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]


class Strict(Schema):
    """Input: unknown fields are refused, so that a slip in a name is noticed."""

    model_config = ConfigDict(extra="forbid")


class ApplicantIn(Strict):
    name: Name
    nik: Annotated[Text, Field(max_length=40)] = ""
    phone: Annotated[Text, Field(max_length=40)] = ""


class DocumentIn(Strict):
    requirement: Short
    kind: Literal["original", "copy", "missing"]
    reason: Line = ""


class AddressIn(Strict):
    line: Annotated[Filled, Field(max_length=200)]
    rt: Annotated[Text, Field(max_length=5)] = ""
    rw: Annotated[Text, Field(max_length=5)] = ""
    village: Annotated[Text, Field(max_length=13)] = ""
    landmark: Line = ""
    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)] | None = None
    lon: Degrees | None = None


class ReturnIn(Strict):
    method: Literal["courier", "counter"]
    address: AddressIn | None = None
    may_receive: Line = ""


class ApplicationIn(Strict):
    id: UUID
    service: Short
    applicant: ApplicantIn
    documents: Annotated[list[DocumentIn], Field(max_length=50)] = []
    return_: Annotated[ReturnIn, Field(alias="return")] = ReturnIn(method="counter")


class ReceiptOut(Schema):
    id: UUID
    receipt_number: str
    pin: str | None = None
    proof: str | None = None
    stage: str
    promised_at: datetime | None
    tracking_url: str
    receipt_url: str
    warnings: list[str] = []


class ApplicationOut(Schema):
    id: UUID
    receipt_number: str
    service: str
    applicant_name: str
    stage: str
    since: datetime
    holder: str
    promised_at: datetime | None
    handed_in_at: datetime


class ApplicationsOut(Schema):
    items: list[ApplicationOut]
    next: str | None


class EventOut(Schema):
    id: UUID
    type: str
    occurred_at: datetime
    recorded_at: datetime
    office: str
    reason: str
    batch_number: str
    conflict: str
    data: dict[str, Any]


class EventsOut(Schema):
    items: list[EventOut]
    next: str | None


class Quick(BaseModel):
    """Input told in hundreds: plain pydantic, without the look at Django objects that ninja takes at each field."""

    model_config = ConfigDict(extra="forbid")


class PositionIn(Quick):
    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
    lon: Degrees
    accuracy_m: Annotated[float, Field(ge=0, le=1e7, allow_inf_nan=False)] | None = None


class EventIn(Quick):
    id: UUID
    type: Short
    receipt_number: Short = ""
    batch_number: Short = ""
    occurred_at: Instant
    position: PositionIn | None = None
    reason: Annotated[Text, Field(max_length=500)] = ""
    note: Annotated[Text, Field(max_length=500)] = ""
    data: Annotated[dict[Annotated[Text, Field(max_length=60)], Any], AfterValidator(_plain), Field(max_length=20)] = {}


class EventsIn(Strict):
    """Events are judged one by one, so that a bad one never spoils its neighbours."""

    events: Annotated[list[Any], Field(min_length=1, max_length=10_000)]


class OutcomeProblem(BaseModel):
    code: str
    title: str


class OutcomeOut(BaseModel):
    id: str | None
    outcome: Literal["recorded", "duplicate", "conflict", "refused"]
    stage: str | None = None
    problem: OutcomeProblem | None = None


class OutcomesOut(Schema):
    results: list[OutcomeOut]


class BatchIn(Strict):
    to: Annotated[Text, Field(max_length=40)]
    receipt_numbers: Annotated[list[Short], Field(min_length=1, max_length=1000)]


class BatchItemOut(Schema):
    position: int
    receipt_number: str
    found: str


class BatchOut(Schema):
    number: str
    origin: str
    to: str
    status: str
    made_at: datetime
    items: list[BatchItemOut]
    expected: int
    arrived: int
    missing: list[str]


class RequirementOut(Schema):
    code: str
    name: str
    note: str
    needed: bool


class ServiceOut(Schema):
    code: str
    name: str
    office: str
    digital: bool
    old_ktp: bool
    promise_hours: float
    requirements: list[RequirementOut]


class ServicesOut(Schema):
    items: list[ServiceOut]
    next: str | None = None


class StopOut(Schema):
    position: int
    receipt_number: str
    service: str
    applicant_name: str
    stage: str
    attempt: int
    phone: str
    address: dict[str, Any]
    old_ktp: bool


class RunOut(Schema):
    courier: str
    day: str
    stops: list[StopOut]


class ProofOut(Schema):
    event: UUID
    stored: bool


class ExpectedOut(Schema):
    from_: Annotated[datetime, Field(alias="from")]
    to: datetime


class TrackedOut(Schema):
    stage: str
    label: str
    at: datetime
    office: str


class TrackOut(Schema):
    receipt_number: str
    service: str
    office: str
    stage: str
    label: str
    since: datetime
    promised_at: datetime | None
    expected: ExpectedOut | None
    attempt: int
    timeline: list[TrackedOut]
    next: str


class HealthOut(Schema):
    status: str
