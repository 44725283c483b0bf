"""Events as programs tell them (interface.md), with the limits that keep bad input out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, field_validator

LONGEST_TEXT = 500  # of one value in an event's data: a story holds words, not files


def _storable(text: str) -> str:
    if "\x00" in text or any(0xD800 <= ord(letter) <= 0xDFFF for letter in text):
        raise ValueError("mengandung huruf yang tidak dapat disimpan")
    return text


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    for value in data.values():
        if isinstance(value, str):
            if len(value) > LONGEST_TEXT:
                raise ValueError(f"terlalu panjang, paling banyak {LONGEST_TEXT} huruf")
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
Degrees = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]  # whether a place can be there, the rules judge


class Quick(BaseModel):
    """Input told in hundreds: plain pydantic, without the look at Django objects that ninja takes at each field."""

    model_config = ConfigDict(extra="forbid")


class PositionIn(BaseModel):
    """Where the teller was, as the device says it: one that cannot be teaches nothing, and the event stands.

    What devices add besides (altitude, speed) is left aside. A negative accuracy is how some say that they know none.
    """

    lat: Degrees
    lon: Degrees
    accuracy_m: Annotated[float, Field(ge=-1e9, le=1e9, allow_inf_nan=False)] | None = None

    @field_validator("accuracy_m")
    @classmethod
    def _measured(cls, metres: float | None) -> float | None:
        return metres if metres is not None and metres >= 0 else None


class EventIn(Quick):
    id: UUID
    type: Short
    receipt_number: Short = ""
    batch_number: Short = ""
    occurred_at: Instant
    position: PositionIn | None = None
    reason: Text = ""  # how long it may be, `rules.reasons` says in words
    note: Annotated[Text, Field(max_length=500)] = ""
    data: Annotated[dict[Annotated[Text, Field(max_length=60)], Any], AfterValidator(_plain), Field(max_length=20)] = {}


class OutcomeProblem(BaseModel):
    code: str
    title: str


class OutcomeOut(BaseModel):
    id: str | None
    outcome: Literal["recorded", "duplicate", "conflict", "refused"]
    stage: str | None = None
    problem: OutcomeProblem | None = None
