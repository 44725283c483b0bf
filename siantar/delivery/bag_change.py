"""A whole bag changes hands by the dispatcher's word: the courier is ill, had an accident, the motorbike broke down.

Where both couriers can, they scan it themselves (`rules.hand_to_hand`); this is for where they cannot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from siantar.casework import ledger
from siantar.casework.outcome import Outcome
from siantar.delivery import hands
from siantar.rules.access import Actor
from siantar.rules.event import Event
from siantar.rules.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class BagChange:
    """From which courier to which, and why; `id` makes the same word repeatable."""

    id: UUID
    giver: int
    taker: int
    reason: str


def pass_on(change: BagChange, *, by: Actor, at: datetime) -> Sequence[Outcome]:
    """Pass on all that the giver carries, each item as an event; one outcome an item, none where the bag is empty."""
    outcomes: list[Outcome] = []
    with transaction.atomic():
        numbers = [file.receipt_number for file in hands.carried_by(change.giver)]
        for start in range(0, len(numbers), ledger.MOST):
            events = [_event(change, number, at) for number in numbers[start : start + ledger.MOST]]
            outcomes += ledger.record(events, by=by, at=at)
    return outcomes


def _event(change: BagChange, number: str, at: datetime) -> Event:
    data = {"courier": str(change.taker), "courier_before": str(change.giver)}
    return Event(uuid5(change.id, number), Kind.HANDED_ON, number, at, reason=change.reason, data=data)
