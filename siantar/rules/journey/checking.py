"""At the office: papers completed, checked, signed, rejected."""

from __future__ import annotations

from dataclasses import replace

from siantar.rules.event import Event, Holder, HolderKind
from siantar.rules.journey.letter import require_signable
from siantar.rules.journey.state import Path, State, after_step, require_reason, wrong_stage
from siantar.rules.vocabulary import Stage


def documents_completed(state: State, _path: Path, _event: Event) -> State:
    """What was missing came."""
    return replace(state, stage=Stage.RECEIVED)


def check_started(state: State, _path: Path, event: Event) -> State:
    """An officer has the file on the desk."""
    if state.waits_for_bundle:
        raise wrong_stage(state, event)
    return replace(state, stage=Stage.CHECKING, holder=Holder(HolderKind.OFFICER, event.person), result="")


def found_incomplete(state: State, _path: Path, event: Event) -> State:
    """Something is missing: the reason says what."""
    require_reason(event)
    if state.waits_for_bundle:
        raise wrong_stage(state, event)
    return replace(state, stage=Stage.INCOMPLETE, holder=Holder(HolderKind.COUNTER, event.office))


def check_passed(state: State, path: Path, event: Event) -> State:
    """All is in order: the file goes where its service says."""
    if state.waits_for_bundle:
        raise wrong_stage(state, event)
    return replace(after_step(state, path, state.step), holder=Holder(HolderKind.SHELF, event.office))


def signed(state: State, path: Path, event: Event) -> State:
    """The Camat, or who stands in, has signed: the letter that was read, where the file has one."""
    require_signable(state, event)
    return after_step(state, path, state.step + 1)


def rejected(state: State, _path: Path, event: Event) -> State:
    """The request ends with a reason; the papers go back over the counter."""
    require_reason(event)
    counter = Holder(HolderKind.COUNTER, event.office)
    return replace(state, stage=Stage.REJECTED, holder=counter, waits_for_bundle=False)
