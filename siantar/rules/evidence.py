"""What a decision needs to know beside a file's own history: looked up by the ledger, judged by the law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from siantar.rules.shipment import CarrierFacts
from siantar.rules.working_time import Calendar


class Possession(StrEnum):
    """Whether the receiver showed the receipt they claim to have shown."""

    NOT_CLAIMED = "not_claimed"
    SHOWN = "shown"
    NOT_SHOWN = "not_shown"
    LOCKED = "locked"  # too many wrong PINs were told at the door: it cannot be judged now, which is not wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The surroundings of one event.

    `office` is the file's; `silent_agencies` do not use Siantar, a liaison speaks for them; `also_allowed` are
    relations the office lets receive beside the lawful ones; `proof_asked` are the parts of a proof that office or
    service ask for at the door; `couriers` are the ids of the office's active couriers, `carriers` its
    outside carriers by their ids; `promise_hours` are working hours of the file's service today, for files that bear
    none of their own; `other_accounts` are those of the teller in other offices, for what passes between two people.
    """

    office: str
    silent_agencies: frozenset[str] = frozenset()
    also_allowed: frozenset[str] = frozenset()
    proof_asked: frozenset[str] = frozenset()
    possession: Possession = Possession.NOT_CLAIMED
    couriers: frozenset[str] = frozenset()
    carriers: Mapping[str, CarrierFacts] = field(default_factory=dict)
    calendar: Calendar = field(default_factory=Calendar)
    promise_hours: float = 0.0
    other_accounts: frozenset[str] = frozenset()
