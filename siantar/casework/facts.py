"""What comes into the ledger and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from siantar.rules.vocabulary import Code, Kind


class Result(StrEnum):
    """What became of an event, interface.md."""

    RECORDED = "recorded"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event somebody wants recorded. `private` is sealed apart; `secret` (pin, proof) is judged and forgotten."""

    id: UUID
    kind: Kind
    receipt_number: str
    occurred_at: datetime
    reason: str = ""
    to: str = ""
    batch: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    private: Mapping[str, Any] = field(default_factory=dict)
    secret: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one event; `code` and `data` say why it was refused or contradicted."""

    id: UUID
    result: Result
    stage: str = ""
    code: Code | None = None
    data: Mapping[str, str] = field(default_factory=dict)
