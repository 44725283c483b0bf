"""The life of an application as data and one pure function.

`advance` says what an event does to where an application stands; who may tell it is `rules.access`.
Paths of services are data; `path_check` explores every path as a whole at start-up.
"""

from __future__ import annotations

from collections.abc import Mapping

from siantar.rules.event import Event, HolderKind
from siantar.rules.journey import agency, checking, custody, delivery, handover, intake, letter, redirect, resident
from siantar.rules.journey.delivery import courier_of, window_of
from siantar.rules.journey.intake import ON_THE_ROAD
from siantar.rules.journey.redirect import READY
from siantar.rules.journey.state import (
    Move,
    Path,
    PathStep,
    Refused,
    Rule,
    State,
    begin,
    next_agency,
    require_reason,
    seen,
    wrong_stage,
)
from siantar.rules.vocabulary import ATTEMPTS, ENDS, LETTER_KINDS, Kind, Stage

__all__ = [
    "FAR_FROM_DONE",
    "RULES",
    "Path",
    "PathStep",
    "Refused",
    "Rule",
    "State",
    "advance",
    "begin",
    "courier_of",
    "kinds_at",
    "next_agency",
    "possible",
    "require_reason",
    "window_of",
]  # fmt: skip

# Where a promise can still be broken by what has not been done.
FAR_FROM_DONE = frozenset(
    {Stage.RECEIVED, Stage.CHECKING, Stage.AWAITING_SIGNATURE, Stage.SENT_TO_AGENCY, Stage.AT_AGENCY}
)
_OPEN = frozenset(Stage) - ENDS - {Stage.UNDER_INVESTIGATION}
_AT_THE_DOOR = frozenset({Stage.OUT_FOR_DELIVERY, Stage.DELIVERY_FAILED})
_CHECKED = frozenset({Stage.RECEIVED, Stage.CHECKING, Stage.RETURNED_FOR_CORRECTION})
_WRITTEN = frozenset({Stage.RECEIVED, Stage.CHECKING, Stage.AWAITING_SIGNATURE})
_ISSUED = READY | {
    Stage.FINISHED, Stage.OUT_FOR_DELIVERY, Stage.DELIVERY_FAILED, Stage.BACK_AT_OFFICE, Stage.DELIVERED,
    Stage.COLLECTED, Stage.ISSUED_DIGITALLY,
}  # fmt: skip
_COLLECTABLE = READY | {Stage.BACK_AT_OFFICE, Stage.REJECTED, Stage.CANCELLED, Stage.ISSUED_DIGITALLY}


def _rule(move: Move, *stages: Stage) -> Rule:
    return Rule(frozenset(stages), move)


RULES: Mapping[Kind, Rule] = {
    Kind.DOCUMENTS_COMPLETED: _rule(checking.documents_completed, Stage.INCOMPLETE, Stage.RETURNED_FOR_CORRECTION),
    Kind.CHECK_STARTED: _rule(checking.check_started, Stage.RECEIVED, Stage.RETURNED_FOR_CORRECTION),
    Kind.FOUND_INCOMPLETE: Rule(_CHECKED, checking.found_incomplete),
    Kind.CHECK_PASSED: _rule(checking.check_passed, Stage.CHECKING),
    Kind.SIGNED: _rule(checking.signed, Stage.AWAITING_SIGNATURE),
    Kind.DRAFTED: Rule(_WRITTEN, letter.drafted),
    Kind.INITIALLED: Rule(_WRITTEN, letter.initialled),
    Kind.LETTER_RETURNED: Rule(_WRITTEN, letter.returned),
    Kind.NUMBERED: _rule(letter.numbered, Stage.FINISHED, Stage.CHECKING),
    Kind.LETTER_WITHDRAWN: Rule(_ISSUED, letter.withdrawn),
    Kind.REJECTED: Rule(_CHECKED | {Stage.INCOMPLETE, Stage.AWAITING_SIGNATURE}, checking.rejected),
    Kind.SENT: _rule(agency.sent, Stage.CHECKING),
    Kind.ARRIVED: _rule(agency.arrived, Stage.SENT_TO_AGENCY),
    Kind.HELD: _rule(agency.held, Stage.AT_AGENCY),
    Kind.RESUMED: _rule(agency.resumed, Stage.AT_AGENCY),
    Kind.COMPLETED: _rule(agency.completed, Stage.AT_AGENCY),
    Kind.RETURNED: _rule(agency.returned, Stage.AT_AGENCY),
    Kind.SENT_BACK: _rule(agency.sent_back, Stage.AT_AGENCY, Stage.ISSUED_DIGITALLY),
    Kind.CAME_BACK: _rule(agency.came_back, Stage.AT_AGENCY, Stage.ISSUED_DIGITALLY),
    Kind.ISSUED_DIGITALLY: _rule(agency.issued_digitally, Stage.AT_AGENCY, Stage.FINISHED),
    Kind.MADE_READY: _rule(delivery.made_ready, Stage.FINISHED),
    Kind.LOADED: _rule(delivery.loaded, Stage.READY_FOR_DELIVERY, *_AT_THE_DOOR),
    Kind.HANDED_ON: Rule(_AT_THE_DOOR, delivery.handed_on),
    Kind.CONSIGNED: _rule(delivery.consigned, Stage.READY_FOR_DELIVERY),
    Kind.WINDOW_TOLD: _rule(delivery.window_told, Stage.READY_FOR_DELIVERY, Stage.OUT_FOR_DELIVERY),
    Kind.DELAY_FORESEEN: Rule(FAR_FROM_DONE, seen),
    Kind.DELIVERED: Rule(_AT_THE_DOOR, handover.delivered),
    Kind.DELIVERY_FAILED: Rule(_AT_THE_DOOR, delivery.delivery_failed),
    Kind.UNLOADED: Rule(_AT_THE_DOOR, delivery.unloaded),
    Kind.COLLECTED: Rule(_COLLECTABLE, handover.collected),
    Kind.METHOD_CHANGED: Rule(_OPEN - ON_THE_ROAD, resident.method_changed),
    Kind.VISIT_AGREED: Rule(_OPEN - ON_THE_ROAD, resident.visit_agreed),
    **dict.fromkeys((Kind.RECEIVER_NAMED, Kind.CONTACT_CORRECTED), Rule(_OPEN, resident.corrected)),
    Kind.REDIRECT_ASKED: Rule(_OPEN - ON_THE_ROAD, redirect.asked_for),
    Kind.REDIRECT_STOPPED: Rule(frozenset(Stage) - ENDS, redirect.stopped),
    Kind.REDIRECTED: Rule(_OPEN - ON_THE_ROAD, redirect.done),
    Kind.INTAKE_CORRECTED: Rule(_OPEN, intake.intake_corrected),
    Kind.WENT_MISSING: Rule(_OPEN, custody.went_missing),
    Kind.FOUND: _rule(custody.turned_up, Stage.UNDER_INVESTIGATION),
    Kind.CANCELLED: Rule(_OPEN, custody.cancelled),
}


def advance(state: State, path: Path, event: Event) -> State:
    """The state after `event`. Raises Refused when it cannot happen in `state`."""
    rule = RULES.get(event.kind)
    if rule is None or state.stage not in rule.stages:
        raise wrong_stage(state, event)
    return rule.move(state, path, event)


def kinds_at(stage: Stage) -> tuple[Kind, ...]:
    """Kinds that can happen at a stage at all; all others `advance` refuses without a look at the event."""
    return tuple(kind for kind, rule in RULES.items() if stage in rule.stages)


def possible(state: State, path: Path) -> frozenset[Kind]:
    """Kinds that the stage alone does not forbid: what a page may offer."""
    kinds = set(kinds_at(state.stage))
    if state.stage in ENDS and state.holder.kind is HolderKind.RESIDENT:
        kinds.discard(Kind.COLLECTED)
    if not (state.waits_for_bundle and state.step < len(path.steps)):
        kinds.discard(Kind.SENT)
    if state.waits_for_bundle:  # checked: what is next is the bundle
        kinds -= {Kind.CHECK_STARTED, Kind.CHECK_PASSED, Kind.FOUND_INCOMPLETE}
    if state.attempts >= ATTEMPTS and state.holder.kind is not HolderKind.CARRIER:
        kinds.discard(Kind.DELIVERY_FAILED)
    if state.letter:  # signed where it is read
        kinds.discard(Kind.SIGNED)
    else:
        kinds -= LETTER_KINDS - {Kind.DRAFTED}
    if not state.redirect:
        kinds -= {Kind.REDIRECT_STOPPED, Kind.REDIRECTED}
    if state.stage in _AT_THE_DOOR:
        kinds.discard(Kind.LOADED)
    kinds.discard(Kind.ISSUED_DIGITALLY if not path.digital else Kind.MADE_READY)
    if state.stage is Stage.AT_AGENCY:
        kinds -= {Kind.RESUMED} if not state.hold else {Kind.HELD}
        kinds -= {Kind.CAME_BACK, Kind.SENT_BACK, Kind.ISSUED_DIGITALLY} if not state.result else set()
    return frozenset(kinds)
