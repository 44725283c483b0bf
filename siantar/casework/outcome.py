"""What comes out of the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from siantar.rules.vocabulary import Code


class Result(StrEnum):
    """What became of an event, interface.md."""

    RECORDED = "recorded"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one event; `code` and `data` say why it was refused or contradicted."""

    id: UUID
    result: Result
    stage: str = ""
    code: Code | None = None
    data: Mapping[str, str] = field(default_factory=dict)
