"""What goes in and out of the API (interface.md), with the limits that keep bad input out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from siantar.faces.api.carrier_schemas import TrackedCarrierOut
from siantar.faces.frame.event_intake import DOORS_OF_THEIR_OWN
from siantar.faces.frame.event_schema import Degrees, Filled, Line, Name, OutcomeOut, Short, Text
from siantar.rules.vocabulary import FailureReason, HoldReason, Kind

Day = date


def _codes(codes: Iterable[str]) -> str:
    return ", ".join(f"`{code}`" for code in codes)


EVENTS = (
    'Each: `{"id", "type", "receipt_number" or "batch_number", "occurred_at", "position"?, "reason"?, "note"?, '
    '"data"?}`. '
    f"`type`: {_codes(kind for kind in Kind if kind not in DOORS_OF_THEIR_OWN)}. "
    f"`reason` of `delivery_failed`: {_codes(FailureReason)}; of `held`: {_codes(HoldReason)}; other words, at most "
    "2,000 characters, are kept as they are under `other` of the event's `data`. Reasons of other types are words."
)


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
    rt: Annotated[Text, Field(max_length=20)] = ""
    rw: Annotated[Text, Field(max_length=20)] = ""
    village: Annotated[Text, Field(max_length=13)] = ""
    landmark: Line = ""
    lat: Degrees | None = None  # one that cannot be is a warning
    lon: Degrees | None = None


class ReturnIn(Strict):
    method: Literal["courier", "counter"]
    address: AddressIn | None = None
    may_receive: Line = ""


class MessagesIn(Strict):
    """How the applicant wants to be told; `consent` says that they agreed after it was read to them."""

    channel: Literal["whatsapp", "sms", "email", "telegram"]
    address: Annotated[Filled, Field(max_length=120)]
    language: Literal["id", "en"] = "id"
    consent: Literal[True]


class BroughtIn(Strict):
    """Who hands in: relation to the applicant, and the letter of authority where there is one."""

    relation: Literal["applicant", "parent", "same_kk", "authorised", "institution", "companion"]
    name: Annotated[Text, Field(max_length=60)] = ""
    phone: Annotated[Text, Field(max_length=40)] = ""
    letter: Annotated[Text, Field(max_length=120)] = ""
    identity_seen: bool = False


class ChangesIn(Strict):
    """What the counter took down wrongly, as it should be; what is not named stays."""

    name: Name | None = None
    nik: Annotated[Text, Field(max_length=40)] | None = None
    phone: Annotated[Text, Field(max_length=40)] | None = None
    line: Annotated[Filled, Field(max_length=200)] | None = None
    rt: Annotated[Text, Field(max_length=10)] | None = None
    rw: Annotated[Text, Field(max_length=10)] | None = None
    village: Annotated[Text, Field(max_length=13)] | None = None
    landmark: Line | None = None
    may_receive: Line | None = None
    method: Literal["courier", "counter"] | None = None
    service: Short | None = None


class CorrectionIn(Strict):
    """`reason` says how it came to light; the same `id` again answers the same."""

    id: UUID
    changes: ChangesIn
    reason: Annotated[Filled, Field(max_length=500)]


class CorrectionOut(Schema):
    id: UUID
    receipt_number: str
    outcome: Literal["recorded", "duplicate"]
    stage: str
    fields: list[str]
    warnings: list[str]
    promised_at: datetime | None
    receipt_url: str


LetterTextIn = Annotated[str, Field(max_length=600)]
LetterRowIn = Annotated[dict[Short, LetterTextIn], Field(max_length=40)]
LetterAnswerIn = LetterTextIn | Annotated[list[LetterRowIn], Field(max_length=40)]


class ApplicationIn(Strict):
    id: UUID
    service: Short
    applicant: ApplicantIn
    documents: Annotated[list[DocumentIn], Field(max_length=50)] = []
    return_: Annotated[ReturnIn, Field(alias="return")] = ReturnIn(method="counter")
    handed_in_by: BroughtIn | None = None
    messages: MessagesIn | Annotated[list[MessagesIn], Field(max_length=3)] | None = None
    letter: Annotated[dict[Short, LetterAnswerIn], Field(max_length=40)] = {}


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
    open_applications: list[str] = []


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
    other: str
    batch_number: str
    conflict: str
    data: dict[str, Any]


class EventsOut(Schema):
    items: list[EventOut]
    next: str | None


class EventsIn(Strict):
    """Events are judged one by one, so that a bad one never spoils its neighbours."""

    events: Annotated[list[Any], Field(min_length=1, max_length=10_000, description=EVENTS)]


class OutcomesOut(Schema):
    results: list[OutcomeOut]


class BatchIn(Strict):
    """`id`, made by the client, makes the request repeatable: asked again it answers the bundle that was made."""

    id: UUID | None = None
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


class StopAddressOut(Schema):
    line: str
    rt: str
    rw: str
    village: str
    landmark: str
    may_receive: str
    lat: float | None
    lon: float | None


class StopOut(Schema):
    position: int
    receipt_number: str
    service: str
    applicant_name: str
    stage: str
    attempt: int
    phone: str
    address: StopAddressOut
    old_ktp: bool
    loaded: bool
    begins_at: datetime | None


class RunOut(Schema):
    courier: str
    day: str
    number: str | None
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
    overdue: bool | None
    expected: ExpectedOut | None
    attempt: int
    reason: str | None
    timeline: list[TrackedOut]
    next: str
    as_of: datetime | None = None
    carrier: TrackedCarrierOut | None = None


class LetterOut(Schema):
    """Is this letter genuine: `state` says whether it still holds; an unknown one has nothing more.

    `pdf_sha256` is the digest (hex) of the PDF as it was issued. `signed` says how: `electronic`, inside the PDF;
    `by hand`, once the office recorded pen and stamp on the paper; null for a paper of which it did not yet.
    """

    genuine: bool
    state: Literal["issued", "withdrawn"] | None = None
    number: str | None = None
    date: Day | None = None
    kind: str | None = None
    office: str | None = None
    name_masked: str | None = None
    pdf_sha256: str | None = None
    signed: Literal["electronic", "by hand"] | None = None


class HealthOut(Schema):
    status: str
