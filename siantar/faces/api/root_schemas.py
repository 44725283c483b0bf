"""Daily roots and what is witnessed for others, as they go in and out of the API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from siantar.faces.api.schemas import Strict
from siantar.faces.frame.event_schema import Filled

Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Key = Annotated[str, Field(pattern="^([0-9a-f]{64})?$")]
Signature = Annotated[str, Field(pattern="^([A-Za-z0-9+/]{86}==)?$")]


class RootOut(Schema):
    """A daily root; `signature` (Ed25519, base64) signs `statement`; `holds`: it is by a key of `keys`."""

    office: str
    day: date
    days: int
    root: str
    totals: dict[str, int]
    key: str
    statement: str
    signature: str
    made_at: datetime
    holds: bool


class RootKeyOut(Schema):
    """A public key (hex); `endorsement` is the signature of the key before it."""

    id: str
    public_key: str
    since: str
    endorsement: str


class RootsOut(Schema):
    items: list[RootOut]
    next: str | None
    keys: list[RootKeyOut]


class HeirIn(Strict):
    """A public key (hex) and its endorsement by the key it replaced, which follows in the list."""

    public_key: Hash
    endorsement: Signature = ""


class WitnessedIn(Strict):
    """A root of an office elsewhere; `growth` shows that its tree begins with that of `before` days."""

    statement: Annotated[Filled, Field(max_length=2000)]
    signature: Annotated[str, Field(pattern="^[A-Za-z0-9+/]{86}==$")]
    public_key: Hash
    endorsed_by: Key = ""
    endorsement: Signature = ""
    lineage: Annotated[list[HeirIn], Field(max_length=50)] = []
    before: Annotated[int, Field(ge=0, lt=1_000_000)] = 0
    growth: Annotated[list[Hash], Field(max_length=64)] = []


class HeirOut(Schema):
    """A public key (hex) and its endorsement by the key it replaced, which follows in the list."""

    public_key: str
    endorsement: str


class CountersignedOut(Schema):
    received_at: str
    public_key: str
    signature: str
    lineage: list[HeirOut]


class WitnessedOut(Schema):
    office: str
    name: str
    day: date
    statement: str
    signature: str
    public_key: str
    received_at: datetime
    contradicts: bool


class WitnessedRootsOut(Schema):
    items: list[WitnessedOut]
    next: str | None
