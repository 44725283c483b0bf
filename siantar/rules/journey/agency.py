"""To the agency and back: bundles out and in, and what the agency says meanwhile."""

from __future__ import annotations

from dataclasses import replace

from siantar.rules.event import Event, Holder, HolderKind
from siantar.rules.journey.state import Path, Refused, State, after_step, next_agency, require_reason, wrong_stage
from siantar.rules.vocabulary import Code, HoldReason, Stage


def sent(state: State, path: Path, event: Event) -> State:
    """A bundle takes the file along."""
    if not state.waits_for_bundle:
        raise wrong_stage(state, event)
    if event.to != next_agency(state, path):
        raise Refused(Code.WRONG_AGENCY, agency=next_agency(state, path))
    bundle = Holder(HolderKind.BUNDLE, event.bundle)
    return replace(
        state, stage=Stage.SENT_TO_AGENCY, holder=bundle, waits_for_bundle=False, result="", hold=""
    )  # fmt: skip


def arrived(state: State, path: Path, _event: Event) -> State:
    """The agency has it."""
    return replace(state, stage=Stage.AT_AGENCY, holder=Holder.agency(next_agency(state, path)))


def held(state: State, _path: Path, event: Event) -> State:
    """The agency waits, for a listed reason."""
    require_reason(event, HoldReason)
    return replace(state, hold=event.reason)


def resumed(state: State, _path: Path, event: Event) -> State:
    """The agency goes on."""
    if not state.hold:
        raise wrong_stage(state, event)
    return replace(state, hold="")


def completed(state: State, _path: Path, _event: Event) -> State:
    """The agency is done; the file is still there."""
    return replace(state, result="completed", hold="")


def returned(state: State, _path: Path, event: Event) -> State:
    """The agency wants it corrected, with a reason; the file is still there."""
    require_reason(event)
    return replace(state, result="returned", hold="")


def sent_back(state: State, _path: Path, event: Event) -> State:
    """A bundle of the agency takes the file home."""
    if state.stage is not Stage.ISSUED_DIGITALLY and not state.result:
        raise Refused(Code.NO_RESULT_YET)
    if state.holder.kind is not HolderKind.AGENCY:
        raise Refused(Code.NOT_IN_YOUR_HANDS, holder=str(state.holder))
    return replace(state, holder=Holder(HolderKind.BUNDLE, event.bundle))


def came_back(state: State, path: Path, event: Event) -> State:
    """The office has it again."""
    shelf = Holder(HolderKind.SHELF, event.office)
    if state.stage is Stage.ISSUED_DIGITALLY:
        if state.holder.kind not in {HolderKind.AGENCY, HolderKind.BUNDLE}:
            raise wrong_stage(state, event)
        return replace(state, holder=shelf)
    if state.result == "completed":
        return replace(after_step(state, path, state.step + 1), holder=shelf)
    if state.result == "returned":
        counter = Holder(HolderKind.COUNTER, event.office)
        return replace(state, stage=Stage.RETURNED_FOR_CORRECTION, holder=counter, hold="")
    raise Refused(Code.NO_RESULT_YET)


def issued_digitally(state: State, path: Path, _event: Event) -> State:
    """The result exists only as a signed file; the resident prints it."""
    if not path.digital:
        raise Refused(Code.PHYSICAL_RESULT)
    last_station = state.step + 1 == len(path.steps) and state.result == "completed"
    if state.stage is Stage.AT_AGENCY and not last_station:
        raise Refused(Code.NO_RESULT_YET)
    return replace(state, stage=Stage.ISSUED_DIGITALLY, hold="")
