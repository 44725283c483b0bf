"""Lost and found, and the end before the end."""

from __future__ import annotations

from dataclasses import replace

from siantar.rules.event import Event, Holder, HolderKind
from siantar.rules.journey.state import Path, Refused, State, wrong_stage
from siantar.rules.vocabulary import Code, Stage


def went_missing(state: State, _path: Path, event: Event) -> State:
    """Nobody knows where it is: an investigation begins."""
    return replace(
        state,
        stage=Stage.UNDER_INVESTIGATION,
        holder=Holder(HolderKind.MISSING, event.office),
        stage_before=state.stage,
        holder_before=state.holder,
    )


def turned_up(state: State, _path: Path, event: Event) -> State:
    """Put the item back where it was before it went missing."""
    if state.stage_before is None or state.holder_before is None:
        raise wrong_stage(state, event)
    return replace(
        state, stage=state.stage_before, holder=state.holder_before, stage_before=None, holder_before=None
    )  # fmt: skip


def cancelled(state: State, _path: Path, event: Event) -> State:
    """The applicant takes the request back while the papers are in the house."""
    if state.holder.kind not in {HolderKind.COUNTER, HolderKind.SHELF, HolderKind.OFFICER}:
        raise Refused(Code.NOT_IN_YOUR_HANDS, holder=str(state.holder))
    counter = Holder(HolderKind.COUNTER, event.office)
    return replace(state, stage=Stage.CANCELLED, holder=counter, waits_for_bundle=False)
