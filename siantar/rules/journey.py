"""The life of an application as data and one pure function.

`advance` says what a fact does to where an application stands; `permit` (in `permission`) says who may.
Paths of services are data; `path_check` explores every path as a whole at start-up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from siantar.rules.vocabulary import (
    ATTEMPTS,
    ENDS,
    ENTITLED,
    Code,
    FailureReason,
    HoldReason,
    IdentityCheck,
    Kind,
    Method,
    Stage,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One station of a path: an agency (its office code) or, when empty, the Camat's signature."""

    agency: str = ""


@dataclass(frozen=True, slots=True)
class Path:
    """The way of a service: its stations in order, and whether the result is digital or a thing to hand over."""

    steps: tuple[Step, ...] = ()
    digital: bool = False
    old_ktp: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """Where an application stands; `holder` names who has the item (see `custody`)."""

    stage: Stage
    holder: str
    method: Method
    step: int = 0
    waits_for_batch: bool = False
    result: str = ""
    hold: str = ""
    attempts: int = 0
    stage_before: str = ""
    holder_before: str = ""

    def as_data(self) -> dict[str, Any]:
        """Plain data for storing; `state_from` reads it back."""
        return {name: getattr(self, name) for name in self.__slots__}


def state_from(data: Mapping[str, Any]) -> State:
    """The state stored by `State.as_data`."""
    return State(**{**data, "stage": Stage(data["stage"]), "method": Method(data["method"])})


@dataclass(frozen=True, slots=True)
class Fact:
    """What happened, as far as the journey cares. `office` and `person` are those who recorded it."""

    kind: Kind
    office: str
    person: str = ""
    to: str = ""
    batch: str = ""
    reason: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


class Refused(Exception):
    """A fact that may not happen here and now; `code` is stable, `data` fills its sentence."""

    def __init__(self, code: Code, **data: str) -> None:
        super().__init__(code, data)
        self.code = code
        self.data = data


Move = Callable[[State, Path, Fact], State]


@dataclass(frozen=True, slots=True)
class Rule:
    """From which stages a fact is possible and what it does."""

    stages: frozenset[Stage]
    move: Move


def begin(method: Method, office: str, *, complete: bool) -> State:
    """The state right after handing in."""
    stage = Stage.RECEIVED if complete else Stage.INCOMPLETE
    return State(stage, f"counter:{office}", method)


def advance(state: State, path: Path, fact: Fact) -> State:
    """The state after `fact`. Raises Refused when it cannot happen in `state`."""
    rule = RULES.get(fact.kind)
    if rule is None or state.stage not in rule.stages:
        raise Refused(Code.WRONG_STAGE, stage=state.stage, type=fact.kind)
    return rule.move(state, path, fact)


def possible(state: State, path: Path) -> frozenset[Kind]:
    """Kinds that the stage alone does not forbid: what a page may offer."""
    kinds = {kind for kind, rule in RULES.items() if state.stage in rule.stages}
    if state.stage in ENDS and state.holder.startswith("resident"):
        kinds.discard(Kind.COLLECTED)
    if not (state.waits_for_batch and state.step < len(path.steps)):
        kinds.discard(Kind.SENT)
    kinds.discard(Kind.ISSUED_DIGITALLY if not path.digital else Kind.MADE_READY)
    if state.stage is Stage.AT_AGENCY:
        kinds -= {Kind.RESUMED} if not state.hold else {Kind.HELD}
        kinds -= {Kind.CAME_BACK, Kind.SENT_BACK, Kind.ISSUED_DIGITALLY} if not state.result else set()
    return frozenset(kinds)


def next_agency(state: State, path: Path) -> str:
    """The agency that the next batch must go to, or that has it now; empty when none."""
    return path.steps[state.step].agency if state.step < len(path.steps) else ""


def _after_step(state: State, path: Path, step: int) -> State:
    """The state with stations before `step` done."""
    if step >= len(path.steps):
        return replace(state, stage=Stage.FINISHED, step=step, waits_for_batch=False, result="", hold="")
    if path.steps[step].agency:
        return replace(state, stage=Stage.CHECKING, step=step, waits_for_batch=True, result="", hold="")
    return replace(state, stage=Stage.AWAITING_SIGNATURE, step=step, waits_for_batch=False, result="", hold="")


def _require_reason(fact: Fact, known: type[StrEnum] | None = None) -> None:
    if not fact.reason.strip():
        raise Refused(Code.REASON_MISSING, type=fact.kind)
    if known is not None and fact.reason not in set(known):
        raise Refused(Code.UNKNOWN_REASON, reason=fact.reason)


def _documents_completed(state: State, _path: Path, _fact: Fact) -> State:
    return replace(state, stage=Stage.RECEIVED)


def _check_started(state: State, _path: Path, fact: Fact) -> State:
    if state.waits_for_batch:
        raise Refused(Code.WRONG_STAGE, stage=state.stage, type=fact.kind)
    return replace(state, stage=Stage.CHECKING, holder=f"officer:{fact.person}", result="")


def _found_incomplete(state: State, _path: Path, fact: Fact) -> State:
    _require_reason(fact)
    if state.waits_for_batch:
        raise Refused(Code.WRONG_STAGE, stage=state.stage, type=fact.kind)
    return replace(state, stage=Stage.INCOMPLETE, holder=f"counter:{fact.office}")


def _check_passed(state: State, path: Path, fact: Fact) -> State:
    if state.waits_for_batch:
        raise Refused(Code.WRONG_STAGE, stage=state.stage, type=fact.kind)
    return replace(_after_step(state, path, state.step), holder=f"shelf:{fact.office}")


def _signed(state: State, path: Path, _fact: Fact) -> State:
    return _after_step(state, path, state.step + 1)


def _sent(state: State, path: Path, fact: Fact) -> State:
    if not state.waits_for_batch:
        raise Refused(Code.WRONG_STAGE, stage=state.stage, type=fact.kind)
    if fact.to != next_agency(state, path):
        raise Refused(Code.WRONG_AGENCY, agency=next_agency(state, path))
    return replace(
        state, stage=Stage.SENT_TO_AGENCY, holder=f"bundle:{fact.batch}", waits_for_batch=False, result="", hold=""
    )


def _arrived(state: State, path: Path, _fact: Fact) -> State:
    return replace(state, stage=Stage.AT_AGENCY, holder=f"agency:{next_agency(state, path)}")


def _held(state: State, _path: Path, fact: Fact) -> State:
    _require_reason(fact, HoldReason)
    return replace(state, hold=fact.reason)


def _resumed(state: State, _path: Path, fact: Fact) -> State:
    if not state.hold:
        raise Refused(Code.WRONG_STAGE, stage=state.stage, type=fact.kind)
    return replace(state, hold="")


def _completed(state: State, _path: Path, _fact: Fact) -> State:
    return replace(state, result="completed", hold="")


def _returned(state: State, _path: Path, fact: Fact) -> State:
    _require_reason(fact)
    return replace(state, result="returned", hold="")


def _sent_back(state: State, _path: Path, fact: Fact) -> State:
    if state.stage is not Stage.ISSUED_DIGITALLY and not state.result:
        raise Refused(Code.NO_RESULT_YET)
    if not state.holder.startswith("agency:"):
        raise Refused(Code.NOT_IN_YOUR_HANDS, holder=state.holder)
    return replace(state, holder=f"bundle:{fact.batch}")


def _came_back(state: State, path: Path, fact: Fact) -> State:
    here = f"shelf:{fact.office}"
    if state.stage is Stage.ISSUED_DIGITALLY:
        if not state.holder.startswith(("agency:", "bundle:")):
            raise Refused(Code.WRONG_STAGE, stage=state.stage, type=fact.kind)
        return replace(state, holder=here)
    if state.result == "completed":
        return replace(_after_step(state, path, state.step + 1), holder=here)
    if state.result == "returned":
        return replace(state, stage=Stage.RETURNED_FOR_CORRECTION, holder=f"counter:{fact.office}", hold="")
    raise Refused(Code.NO_RESULT_YET)


def _issued_digitally(state: State, path: Path, _fact: Fact) -> State:
    if not path.digital:
        raise Refused(Code.PHYSICAL_RESULT)
    last_station = state.step + 1 == len(path.steps) and state.result == "completed"
    if state.stage is Stage.AT_AGENCY and not last_station:
        raise Refused(Code.NO_RESULT_YET)
    return replace(state, stage=Stage.ISSUED_DIGITALLY, hold="")


def _made_ready(state: State, path: Path, _fact: Fact) -> State:
    if path.digital:
        raise Refused(Code.DIGITAL_RESULT)
    by_courier = state.method is Method.COURIER
    return replace(state, stage=Stage.READY_FOR_DELIVERY if by_courier else Stage.READY_FOR_PICKUP)


def _loaded(state: State, _path: Path, fact: Fact) -> State:
    return replace(state, stage=Stage.OUT_FOR_DELIVERY, holder=f"courier:{fact.data.get('courier') or fact.person}")


def _window_told(state: State, _path: Path, fact: Fact) -> State:
    """The resident was told when the courier comes: nothing moves, but what was promised is a fact."""
    window_of(fact)
    return state


def _noted(state: State, _path: Path, _fact: Fact) -> State:
    """Nothing moves, but that it was seen or said is a fact."""
    return state


def window_of(fact: Fact) -> tuple[datetime, datetime]:
    """From and to of a `window_told`. Raises Refused when they are not two instants in order."""
    with suppress(KeyError, ValueError, TypeError):
        begins, ends = (datetime.fromisoformat(str(fact.data[key])) for key in ("from", "to"))
        if begins < ends and begins.tzinfo is not None:
            return begins, ends
    raise Refused(Code.MALFORMED)


def _method_changed(state: State, path: Path, fact: Fact) -> State:
    """The resident chose the other way home; what stands ready stands ready for that one."""
    if path.digital:
        raise Refused(Code.DIGITAL_RESULT)
    if fact.data.get("method") not in set(Method):
        raise Refused(Code.MALFORMED)
    chosen = replace(state, method=Method(fact.data["method"]))
    return _made_ready(chosen, path, fact) if state.stage in _READY else chosen


def _visit_agreed(state: State, _path: Path, fact: Fact) -> State:
    if state.method is not Method.COURIER:
        raise Refused(Code.COLLECTS_AT_COUNTER)
    window_of(fact)
    return state


def _require_handover(path: Path, fact: Fact) -> None:
    name = fact.data.get("receiver_name")
    if not isinstance(name, str) or not name.strip():
        raise Refused(Code.RECEIVER_MISSING)
    allowed = ENTITLED | set(fact.data.get("also_allowed", ()))
    if fact.data.get("relation") not in allowed:
        raise Refused(Code.RELATION_NOT_ALLOWED)
    if fact.data.get("identity_check") not in set(IdentityCheck):
        raise Refused(Code.IDENTITY_NOT_CHECKED)
    if path.old_ktp and fact.data.get("old_ktp") != "collected":
        raise Refused(Code.OLD_KTP_MISSING)


def _delivered(state: State, path: Path, fact: Fact) -> State:
    _require_handover(path, fact)
    return replace(state, stage=Stage.DELIVERED, holder="resident")


def _delivery_failed(state: State, _path: Path, fact: Fact) -> State:
    _require_reason(fact, FailureReason)
    if state.attempts >= ATTEMPTS:
        raise Refused(Code.WRONG_STAGE, stage=state.stage, type=fact.kind)
    return replace(state, stage=Stage.DELIVERY_FAILED, attempts=state.attempts + 1)


def _unloaded(state: State, _path: Path, fact: Fact) -> State:
    last = state.attempts >= ATTEMPTS
    stage = Stage.BACK_AT_OFFICE if last else Stage.READY_FOR_DELIVERY
    return replace(state, stage=stage, holder=f"shelf:{fact.office}")


def _collected(state: State, path: Path, fact: Fact) -> State:
    if not state.holder.startswith(("shelf:", "counter:")):
        raise Refused(Code.NOT_IN_YOUR_HANDS, holder=state.holder)
    if state.stage in ENDS:
        return replace(state, holder="resident")
    _require_handover(path, fact)
    return replace(state, stage=Stage.COLLECTED, holder="resident")


def _went_missing(state: State, _path: Path, fact: Fact) -> State:
    return replace(
        state,
        stage=Stage.UNDER_INVESTIGATION,
        holder=f"missing:{fact.office}",
        stage_before=state.stage,
        holder_before=state.holder,
    )


def _found(state: State, _path: Path, _fact: Fact) -> State:
    before = Stage(state.stage_before)
    return replace(state, stage=before, holder=state.holder_before, stage_before="", holder_before="")


def _rejected(state: State, _path: Path, fact: Fact) -> State:
    _require_reason(fact)
    return replace(state, stage=Stage.REJECTED, holder=f"counter:{fact.office}", waits_for_batch=False)


def _cancelled(state: State, _path: Path, fact: Fact) -> State:
    if not state.holder.startswith(("counter:", "shelf:", "officer:")):
        raise Refused(Code.NOT_IN_YOUR_HANDS, holder=state.holder)
    return replace(state, stage=Stage.CANCELLED, holder=f"counter:{fact.office}", waits_for_batch=False)


def _rule(move: Move, *stages: Stage) -> Rule:
    return Rule(frozenset(stages), move)


FAR_FROM_DONE = (  # where a promise can still be broken by what has not been done
    Stage.RECEIVED, Stage.CHECKING, Stage.AWAITING_SIGNATURE, Stage.SENT_TO_AGENCY, Stage.AT_AGENCY,
)  # fmt: skip
_OPEN = frozenset(Stage) - ENDS - {Stage.UNDER_INVESTIGATION}
_READY = frozenset({Stage.READY_FOR_PICKUP, Stage.READY_FOR_DELIVERY})
_ON_THE_ROAD = frozenset({Stage.OUT_FOR_DELIVERY, Stage.DELIVERY_FAILED, Stage.BACK_AT_OFFICE})
RULES: Mapping[Kind, Rule] = {
    Kind.DOCUMENTS_COMPLETED: _rule(_documents_completed, Stage.INCOMPLETE, Stage.RETURNED_FOR_CORRECTION),
    Kind.CHECK_STARTED: _rule(_check_started, Stage.RECEIVED, Stage.RETURNED_FOR_CORRECTION),
    Kind.FOUND_INCOMPLETE: _rule(_found_incomplete, Stage.RECEIVED, Stage.CHECKING, Stage.RETURNED_FOR_CORRECTION),
    Kind.CHECK_PASSED: _rule(_check_passed, Stage.CHECKING),
    Kind.SIGNED: _rule(_signed, Stage.AWAITING_SIGNATURE),
    Kind.SENT: _rule(_sent, Stage.CHECKING),
    Kind.ARRIVED: _rule(_arrived, Stage.SENT_TO_AGENCY),
    Kind.HELD: _rule(_held, Stage.AT_AGENCY),
    Kind.RESUMED: _rule(_resumed, Stage.AT_AGENCY),
    Kind.COMPLETED: _rule(_completed, Stage.AT_AGENCY),
    Kind.RETURNED: _rule(_returned, Stage.AT_AGENCY),
    Kind.SENT_BACK: _rule(_sent_back, Stage.AT_AGENCY, Stage.ISSUED_DIGITALLY),
    Kind.CAME_BACK: _rule(_came_back, Stage.AT_AGENCY, Stage.ISSUED_DIGITALLY),
    Kind.ISSUED_DIGITALLY: _rule(_issued_digitally, Stage.AT_AGENCY, Stage.FINISHED),
    Kind.MADE_READY: _rule(_made_ready, Stage.FINISHED),
    Kind.LOADED: _rule(_loaded, Stage.READY_FOR_DELIVERY),
    Kind.WINDOW_TOLD: _rule(_window_told, Stage.READY_FOR_DELIVERY, Stage.OUT_FOR_DELIVERY),
    Kind.DELAY_FORESEEN: _rule(_noted, *FAR_FROM_DONE),
    Kind.DELIVERED: _rule(_delivered, Stage.OUT_FOR_DELIVERY, Stage.DELIVERY_FAILED),
    Kind.DELIVERY_FAILED: _rule(_delivery_failed, Stage.OUT_FOR_DELIVERY, Stage.DELIVERY_FAILED),
    Kind.UNLOADED: _rule(_unloaded, Stage.OUT_FOR_DELIVERY, Stage.DELIVERY_FAILED),
    Kind.COLLECTED: _rule(
        _collected, *_READY, Stage.BACK_AT_OFFICE, Stage.REJECTED, Stage.CANCELLED, Stage.ISSUED_DIGITALLY
    ),
    Kind.METHOD_CHANGED: Rule(_OPEN - _ON_THE_ROAD, _method_changed),
    Kind.VISIT_AGREED: Rule(_OPEN - _ON_THE_ROAD, _visit_agreed),
    **dict.fromkeys((Kind.RECEIVER_NAMED, Kind.CONTACT_CORRECTED), Rule(_OPEN, _noted)),
    Kind.WENT_MISSING: Rule(_OPEN, _went_missing),
    Kind.FOUND: _rule(_found, Stage.UNDER_INVESTIGATION),
    Kind.REJECTED: _rule(_rejected, Stage.RECEIVED, Stage.CHECKING, Stage.INCOMPLETE, Stage.RETURNED_FOR_CORRECTION),
    Kind.CANCELLED: Rule(_OPEN, _cancelled),
}
