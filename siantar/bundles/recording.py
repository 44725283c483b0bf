"""Record a mixed list of events, some for a file and some for a whole bundle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from siantar.bundles import batches, queries
from siantar.casework import ledger
from siantar.casework.outcome import Outcome, Result
from siantar.rules.access import Actor, Forbidden
from siantar.rules.event import Event
from siantar.rules.vocabulary import Code


@dataclass(frozen=True, slots=True)
class Told:
    """An event as another system tells it: `batch_number` in place of a receipt number means every file in it."""

    event: Event
    batch_number: str = ""


def record(told: Sequence[Told], *, by: Actor, at: datetime) -> list[Outcome]:
    """One outcome per told event, in the order given; a bundle's is the worst of its files'."""
    single = [one.event for one in told if not one.batch_number]
    outcomes = iter(ledger.record(single, by=by, at=at))
    return [_for_batch(one, by, at) if one.batch_number else next(outcomes) for one in told]


def _for_batch(told: Told, by: Actor, at: datetime) -> Outcome:
    batch = queries.access_batch(by, told.batch_number)
    if batch is None:
        return Outcome(told.event.id, Result.REFUSED, code=Code.UNKNOWN_BATCH)
    try:
        each = batches.record_for_all(batch, told.event.kind, by=by, at=at, event=told.event)
    except Forbidden:
        return Outcome(told.event.id, Result.REFUSED, code=Code.BATCH_NOT_READY)
    if not each:
        return Outcome(told.event.id, Result.REFUSED, code=Code.BATCH_NOT_READY)
    order = [Result.REFUSED, Result.CONFLICT, Result.DUPLICATE, Result.RECORDED]
    worst = min(each, key=lambda outcome: order.index(outcome.result))
    return Outcome(told.event.id, worst.result, worst.stage, worst.code, worst.data)
