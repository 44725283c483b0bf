"""Into the hands of somebody entitled: at the door or at the counter."""

from __future__ import annotations

from dataclasses import replace

from siantar.rules.event import RESIDENT, Event, HolderKind
from siantar.rules.journey.state import Path, Refused, State
from siantar.rules.vocabulary import ENDS, ENTITLED, Code, IdentityCheck, Stage


def require_handover(path: Path, event: Event) -> None:
    """Raise Refused unless receiver, relation, identity check and the old KTP-el are as they must be."""
    if not event.names_receiver:
        raise Refused(Code.RECEIVER_MISSING)
    allowed = ENTITLED | set(event.data.get("also_allowed", ()))
    if event.data.get("relation") not in allowed:
        raise Refused(Code.RELATION_NOT_ALLOWED)
    if event.data.get("identity_check") not in set(IdentityCheck):
        raise Refused(Code.IDENTITY_NOT_CHECKED)
    if path.old_ktp and event.data.get("old_ktp") != "collected":
        raise Refused(Code.OLD_KTP_MISSING)


def delivered(state: State, path: Path, event: Event) -> State:
    """The courier handed it over."""
    require_handover(path, event)
    return replace(state, stage=Stage.DELIVERED, holder=RESIDENT)


def collected(state: State, path: Path, event: Event) -> State:
    """The counter handed it over; papers of an ended request go back without ceremony."""
    if state.holder.kind not in {HolderKind.SHELF, HolderKind.COUNTER}:
        raise Refused(Code.NOT_IN_YOUR_HANDS, holder=str(state.holder))
    if state.stage in ENDS:
        return replace(state, holder=RESIDENT)
    require_handover(path, event)
    return replace(state, stage=Stage.COLLECTED, holder=RESIDENT)
