"""The one shape of an event, from the door to its row, and the small things events are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from siantar.rules.vocabulary import Kind


class HolderKind(StrEnum):
    """Where an item can be."""

    COUNTER = "counter"
    SHELF = "shelf"
    OFFICER = "officer"
    BUNDLE = "bundle"
    AGENCY = "agency"
    COURIER = "courier"
    CARRIER = "carrier"
    MISSING = "missing"
    RESIDENT = "resident"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the item; `name`: code of an office, id of a person or carrier, number of a bundle; "" for residents."""

    kind: HolderKind
    name: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}" if self.name else str(self.kind)

    @classmethod
    def parse(cls, text: str) -> Holder:
        """Read what `str` wrote. Raises ValueError."""
        kind, _, name = text.partition(":")
        return cls(HolderKind(kind), name)

    @classmethod
    def courier(cls, person: str) -> Holder:
        """The bag of this courier."""
        return cls(HolderKind.COURIER, person)

    @classmethod
    def carrier(cls, carrier: str) -> Holder:
        """The house of this outside carrier."""
        return cls(HolderKind.CARRIER, carrier)

    @classmethod
    def agency(cls, office: str) -> Holder:
        """The desks of this agency."""
        return cls(HolderKind.AGENCY, office)


ON_BEHALF = "on_behalf_of"  # in an event's data: the colleague who is away and whose role its teller held

RESIDENT = Holder(HolderKind.RESIDENT)


class PaperKind(StrEnum):
    """How a required document was handed in."""

    ORIGINAL = "original"
    COPY = "copy"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Paper:
    """One line of a checklist; `reason` says why a paper is missing."""

    requirement: str
    kind: PaperKind
    reason: str = ""
    name: str = ""

    def as_data(self) -> dict[str, str]:
        """Plain data for an event; `parse` reads it back."""
        named = {"name": self.name} if self.name else {}
        return {"requirement": self.requirement, **named, "kind": str(self.kind), "reason": self.reason}

    @classmethod
    def parse(cls, line: Mapping[str, str]) -> Paper:
        """Read a line of an event's data. Raises KeyError, ValueError."""
        return cls(line["requirement"], PaperKind(line["kind"]), line.get("reason", ""), line.get("name", ""))


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a file (kejadian). A door fills the first block, the decision the second, the ledger the third.

    `private` is sealed apart from the rest (receiver's name, position, note); `secret` (pin, proof) is judged and
    forgotten. `conflict` is the code of a contradiction that waits for a person. Instants are aware.
    """

    id: UUID
    kind: Kind
    receipt_number: str
    occurred_at: datetime
    reason: str = ""
    to: str = ""
    bundle: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    private: Mapping[str, Any] = field(default_factory=dict)
    secret: Mapping[str, str] = field(default_factory=dict)

    office: str = ""
    person: str = ""
    seq: int = 0
    recorded_at: datetime | None = None
    conflict: str = ""

    application: UUID | None = None
    private_digest: str = ""
    previous: str = ""
    hash: str = ""

    @property
    def names_receiver(self) -> bool:
        """Whether somebody is named who received; of a stored event only that something personal was told is known."""
        name = self.private.get("receiver_name")
        return bool(self.private_digest) or (isinstance(name, str) and bool(name.strip()))


# What is stored of an event, with the types of PostgreSQL: the only list of its columns.
COLUMNS: tuple[tuple[str, str], ...] = (
    ("id", "uuid"),
    ("application", "uuid"),
    ("seq", "int"),
    ("kind", "text"),
    ("occurred_at", "timestamptz"),
    ("recorded_at", "timestamptz"),
    ("office", "text"),
    ("person", "text"),
    ("to", "text"),
    ("bundle", "text"),
    ("reason", "text"),
    ("data", "jsonb"),
    ("conflict", "text"),
    ("private_digest", "text"),
    ("previous", "text"),
    ("hash", "text"),
)
