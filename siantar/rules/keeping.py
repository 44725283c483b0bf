"""How long a finished document waits to be collected: when its owner is reminded, until when it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from siantar.rules.vocabulary import Stage

WAITS_TO_BE_COLLECTED = (Stage.READY_FOR_PICKUP, Stage.BACK_AT_OFFICE)


@dataclass(frozen=True, slots=True)
class Keeping:
    """An office's rule, in days from the day on which a document could first be collected.

    `two_signatures`: a count of its shelves is signed by two.
    """

    first_reminder: int = 7
    last_reminder: int = 30
    keep: int = 90
    two_signatures: bool = False


def keep_until(since: datetime, rule: Keeping, zone: tzinfo) -> date:
    """The last day on which the document is kept."""
    return since.astimezone(zone).date() + timedelta(days=rule.keep)


def is_over(since: datetime, at: datetime, rule: Keeping, zone: tzinfo) -> bool:
    """Whether the day until which it is kept has gone by."""
    return at.astimezone(zone).date() > keep_until(since, rule, zone)


def reminders_due(since: datetime, at: datetime, rule: Keeping, zone: tzinfo) -> int:
    """How many reminders (0, 1 or 2) its owner should have had by now."""
    waited = (at.astimezone(zone).date() - since.astimezone(zone).date()).days
    return (waited >= rule.first_reminder) + (waited >= rule.last_reminder)
