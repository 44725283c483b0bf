"""Where an application stands, and the way it has to go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from siantar.rules.event import Event, Holder, HolderKind
from siantar.rules.vocabulary import Code, Method, Stage


@dataclass(frozen=True, slots=True)
class PathStep:
    """One station of a path: an agency (its office code) or, when empty, the Camat's signature."""

    agency: str = ""


@dataclass(frozen=True, slots=True)
class Path:
    """The way of a service: its stations in order, and whether the result is digital or a thing to hand over."""

    steps: tuple[PathStep, ...] = ()
    digital: bool = False
    old_ktp: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """Where an application stands; `holder` is who has the item.

    `redirect` is the wish (its event) that waits for its time, `redirect_since` when it was asked. `letter` is the
    letter the office writes in Siantar, `initials_due` how many still initial it, `letter_hands` who drafted it and
    who initialled it, by their numbers with commas between. `carrier` is the name of the outside carrier that took it
    last, `shipment` the number it travels under there, `carrier_link` where the carrier itself tells of it.
    """

    stage: Stage
    holder: Holder
    method: Method
    step: int = 0
    waits_for_bundle: bool = False
    result: str = ""
    hold: str = ""
    attempts: int = 0
    stage_before: Stage | None = None
    holder_before: Holder | None = None
    redirect: str = ""
    redirect_since: str = ""
    letter: str = ""
    initials_due: int = 0
    letter_hands: str = ""
    carrier: str = ""
    shipment: str = ""
    carrier_link: str = ""


class Refused(Exception):
    """A fact that may not happen here and now; `code` is stable, `data` fills its sentence."""

    def __init__(self, code: Code, **data: str) -> None:
        super().__init__(code, data)
        self.code = code
        self.data = data


Move = Callable[[State, Path, Event], State]


@dataclass(frozen=True, slots=True)
class Rule:
    """From which stages an event is possible and what it does."""

    stages: frozenset[Stage]
    move: Move


def begin(method: Method, office: str, *, complete: bool) -> State:
    """Say how a file stands right after handing in."""
    stage = Stage.RECEIVED if complete else Stage.INCOMPLETE
    return State(stage, Holder(HolderKind.COUNTER, office), method)


def next_agency(state: State, path: Path) -> str:
    """The agency that the next bundle must go to, or that has it now; empty when none."""
    return path.steps[state.step].agency if state.step < len(path.steps) else ""


def after_step(state: State, path: Path, step: int) -> State:
    """The state with the stations before `step` done."""
    done = replace(state, step=step, waits_for_bundle=False, result="", hold="")
    if step >= len(path.steps):
        return replace(done, stage=Stage.FINISHED)
    if path.steps[step].agency:
        return replace(done, stage=Stage.CHECKING, waits_for_bundle=True)
    return replace(done, stage=Stage.AWAITING_SIGNATURE)


def wrong_stage(state: State, event: Event) -> Refused:
    """The refusal of an event that its stage forbids."""
    return Refused(Code.WRONG_STAGE, stage=state.stage, type=event.kind)


def require_reason(event: Event, listed: type[StrEnum] | None = None) -> None:
    """Raise Refused unless a reason is given, one of `listed` where there is a list."""
    if not event.reason.strip():
        raise Refused(Code.REASON_MISSING, type=event.kind)
    if listed is not None and event.reason not in set(listed):
        raise Refused(Code.UNKNOWN_REASON, reason=event.reason)


def seen(state: State, _path: Path, _event: Event) -> State:
    """Nothing moves, but that it was seen or said is a fact."""
    return state
