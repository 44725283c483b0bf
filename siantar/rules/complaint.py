"""The law of complaints (SP4N-LAPOR): what they are about, how long an answer may take, what may follow what."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from siantar.rules.working_time import Calendar, days_after

FIRST_ANSWER_DAYS = 3
REOPEN_DAYS = 10


class Topic(StrEnum):
    """What a resident complains about."""

    TIME = "time"
    REQUIREMENTS = "requirements"
    DOCUMENT = "document"
    DELIVERY = "delivery"
    FEE = "fee"
    OFFICER = "officer"
    FACILITIES = "facilities"
    PERSONAL_DATA = "personal_data"
    OTHER = "other"


CONFIDENTIAL = frozenset({Topic.FEE, Topic.OFFICER})  # about people of the office: not for their neighbours at the desk


class Nature(StrEnum):
    """How much work an answer takes; it sets the deadline."""

    INFORMATION = "information"
    PLAIN = "plain"
    FIELD_CHECK = "field_check"


DAYS: dict[Nature, int] = {Nature.INFORMATION: 5, Nature.PLAIN: 14, Nature.FIELD_CHECK: 60}


class Status(StrEnum):
    """Where a complaint stands."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class Step(StrEnum):
    """What happened to a complaint."""

    FILED = "filed"
    ASSIGNED = "assigned"
    SORTED = "sorted"
    REPLIED = "replied"
    ANSWERED = "answered"
    CLOSED = "closed"
    REOPENED = "reopened"
    ROSE = "rose"


FOLLOWS: dict[Status, frozenset[Step]] = {
    Status.OPEN: frozenset({Step.ASSIGNED, Step.SORTED, Step.REPLIED, Step.ANSWERED, Step.ROSE}),
    Status.ANSWERED: frozenset({Step.CLOSED, Step.REOPENED}),
    Status.CLOSED: frozenset({Step.REOPENED}),
}


def first_answer_by(calendar: Calendar, filed_at: datetime) -> datetime:
    """When somebody must have answered at all."""
    return days_after(calendar, filed_at, FIRST_ANSWER_DAYS)


def settled_by(calendar: Calendar, filed_at: datetime, nature: Nature) -> datetime:
    """When the matter must be settled."""
    return days_after(calendar, filed_at, DAYS[nature])


def reopened_by(calendar: Calendar, answered_at: datetime) -> datetime:
    """Until when a resident who is not content may open it again."""
    return days_after(calendar, answered_at, REOPEN_DAYS)
