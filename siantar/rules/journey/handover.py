"""Into the hands of somebody entitled: at the door or at the counter."""

from __future__ import annotations

from dataclasses import replace

from siantar.rules.event import RESIDENT, Event, HolderKind
from siantar.rules.journey.state import Path, Refused, State
from siantar.rules.vocabulary import ENDS, ENTITLED, Code, IdentityCheck, ProofPart, Relation, Stage

NOT_TAKEN = "missing"  # what the teller says of a part of the proof that could not be had


def require_handover(path: Path, event: Event) -> None:
    """Raise Refused unless receiver, relation, identity check and the old KTP-el are as they must be."""
    if not event.names_receiver:
        raise Refused(Code.RECEIVER_MISSING)
    if not is_entitled(event):
        raise Refused(Code.RELATION_NOT_ALLOWED)
    if event.data.get("identity_check") not in set(IdentityCheck):
        raise Refused(Code.IDENTITY_NOT_CHECKED)
    if path.old_ktp and event.data.get("old_ktp") != "collected":
        raise Refused(Code.OLD_KTP_MISSING)


def require_carriers_word(event: Event) -> None:
    """Raise Refused unless the carrier says who received, and who that is to the applicant; it checks no identity."""
    if not event.names_receiver:
        raise Refused(Code.RECEIVER_MISSING)
    if event.data.get("relation") not in set(Relation):
        raise Refused(Code.MALFORMED)


def is_entitled(event: Event) -> bool:
    """Whether law or office let this receiver have it: what a carrier did otherwise is put before a person."""
    return event.data.get("relation") in ENTITLED | set(event.data.get("also_allowed", ()))


def proof_facts(event: Event, demanded: frozenset[str]) -> dict[str, list[str]]:
    """What is asked to be seen of a handover at the door: `proof_due` is to arrive, `proof_lacking` was not taken.

    A teller that says nothing of a part owes it: the fact stands, and the part is looked for until it is here.
    """
    wanted = [part for part in ProofPart if part in demanded]
    lacking = [str(part) for part in wanted if event.data.get(part) == NOT_TAKEN]
    due = [str(part) for part in wanted if event.data.get(part) != NOT_TAKEN]
    return {key: parts for key, parts in (("proof_due", due), ("proof_lacking", lacking)) if parts}


def lacks_proof(event: Event) -> bool:
    """Whether a part of the proof was not taken and nobody says why."""
    return bool(event.data.get("proof_lacking")) and not str(event.private.get("note", "")).strip()


def delivered(state: State, path: Path, event: Event) -> State:
    """The courier handed it over, or an outside carrier says that it did."""
    if state.holder.kind is HolderKind.CARRIER:
        require_carriers_word(event)
    else:
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
