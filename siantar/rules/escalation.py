"""Who hears that a promise is about to break, and when: whose turn it is, then the head of section, then the Camat.

Hours are working hours of the office, so that nobody is alarmed at night or on a holiday (product.md 3, Time).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from siantar.rules import working_time
from siantar.rules.vocabulary import Role, Stage
from siantar.rules.working_time import Calendar


class AlertStep(StrEnum):
    """Who hears of it, one after the other."""

    TURN = "turn"
    SECTION = "section"
    CAMAT = "camat"


@dataclass(frozen=True, slots=True)
class AlertHours:
    """Working hours left of the promise at which each step begins; below zero after it broke."""

    turn: float = 7.5
    section: float = 3.0
    camat: float = 0.0

    @property
    def in_order(self) -> bool:
        """Whether each step comes after the one before it."""
        return self.turn > self.section > self.camat


# Whose turn it is, for the stages in which a promise can break (`promise.can_be_missed`).
TURNS: Mapping[Stage, Role] = {
    Stage.RECEIVED: Role.CHECKER,
    Stage.CHECKING: Role.CHECKER,
    Stage.AWAITING_SIGNATURE: Role.SIGNATORY,
    Stage.SENT_TO_AGENCY: Role.LIAISON,
    Stage.AT_AGENCY: Role.AGENCY,
    Stage.RETURNED_FOR_CORRECTION: Role.CHECKER,
    Stage.FINISHED: Role.COUNTER,
    Stage.READY_FOR_DELIVERY: Role.DISPATCHER,
    Stage.OUT_FOR_DELIVERY: Role.DISPATCHER,
    Stage.DELIVERY_FAILED: Role.DISPATCHER,
    Stage.UNDER_INVESTIGATION: Role.LIAISON,
}


def hears(step: AlertStep, stage: Stage, *, waits_for_bundle: bool) -> Role:
    """The role that hears of this step, for a file in `stage`."""
    if step is AlertStep.SECTION:
        return Role.CHECKER
    if step is AlertStep.CAMAT:
        return Role.SIGNATORY
    return Role.LIAISON if waits_for_bundle else TURNS[stage]


def hours_left(calendar: Calendar, promised_at: datetime, at: datetime) -> timedelta:
    """Working time until the promise breaks; below zero, the working time since it broke."""
    return working_time.between(calendar, at, promised_at) - working_time.between(calendar, promised_at, at)


def steps_reached(left: timedelta, hours: AlertHours) -> tuple[AlertStep, ...]:
    """The steps whose hour has come, in order."""
    limits = {AlertStep.TURN: hours.turn, AlertStep.SECTION: hours.section, AlertStep.CAMAT: hours.camat}
    return tuple(step for step, limit in limits.items() if left <= timedelta(hours=limit))


def is_quiet(calendar: Calendar, at: datetime) -> bool:
    """Whether the office is closed: what falls into it is raised when it opens."""
    local = at.astimezone(calendar.zone)
    windows = working_time.windows_on(calendar, local.date())
    return not any(opens <= local.time() < closes for opens, closes in windows)
