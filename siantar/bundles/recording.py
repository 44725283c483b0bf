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
class Submission:
    """An event as another system submits it: `batch_number` in place of a receipt number means every file in it."""

    event: Event
    batch_number: str = ""


def record(submissions: Sequence[Submission], *, by: Actor, at: datetime) -> list[Outcome]:
    """One outcome per submission, in the same order; a bundle's is the worst of its files'."""
    single = [submission.event for submission in submissions if not submission.batch_number]
    outcomes = iter(ledger.record(single, by=by, at=at))
    return [_for_batch(submission, by, at) if submission.batch_number else next(outcomes) for submission in submissions]


def _for_batch(submission: Submission, by: Actor, at: datetime) -> Outcome:
    batch = queries.access_batch(by, submission.batch_number)
    if batch is None:
        return Outcome(submission.event.id, Result.REFUSED, code=Code.UNKNOWN_BATCH)
    try:
        each = batches.record_for_all(batch, submission.event.kind, by=by, at=at, event=submission.event)
    except Forbidden:
        return Outcome(submission.event.id, Result.REFUSED, code=Code.BATCH_NOT_READY)
    if not each:
        return Outcome(submission.event.id, Result.REFUSED, code=Code.BATCH_NOT_READY)
    order = [Result.REFUSED, Result.CONFLICT, Result.DUPLICATE, Result.RECORDED]
    worst = min(each, key=lambda outcome: order.index(outcome.result))
    return Outcome(submission.event.id, worst.result, worst.stage, worst.code, worst.data)
