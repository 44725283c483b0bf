"""The only place where an event is accepted, contradicted or refused: a pure function over what is known.

First facts, late facts, corrections and hand to hand are cases of the same function. The ledger looks up, asks here,
and writes what comes back; nothing else decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import uuid5

from siantar.rules import access, hand_to_hand, history, promise, reasons, shipment, two_people
from siantar.rules.access import Actor, Scope
from siantar.rules.event import ON_BEHALF, Event, Holder, HolderKind, Paper, PaperKind
from siantar.rules.evidence import Evidence, Possession
from siantar.rules.history import Progress
from siantar.rules.journey import Refused, courier_of
from siantar.rules.journey.handover import is_entitled, lacks_proof, proof_facts
from siantar.rules.vocabulary import Code, Kind, Stage

CLOCKS_DIFFER = timedelta(minutes=10)
INTO_A_BAG = frozenset({Kind.LOADED, Kind.HANDED_ON})
ITSELF = access.ITSELF
# Never kept, however late: who may not tell it at all, and what says nothing.
_NEVER_KEPT = frozenset(
    {
        Code.WRONG_ROLE,
        Code.WRONG_OFFICE,
        Code.SAME_PERSON,
        Code.REASON_MISSING,
        Code.UNKNOWN_REASON,
        Code.REASON_TOO_LONG,
        Code.UNKNOWN_COURIER,
        Code.UNKNOWN_CARRIER,
        Code.WRONG_SHIPMENT_NUMBER,
        Code.UNKNOWN_BATCH,
    }
)


class Verdict(StrEnum):
    """What becomes of an event."""

    ACCEPTED = "accepted"
    CONTRADICTED = "contradicted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class History:
    """What is known of one file. `events` is empty where the ledger saw that no decision of this call needs them."""

    handed_in_at: datetime
    progress: Progress
    seq: int
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict, what to write (in this order), what is known afterwards; `refolded`: told anew from the start."""

    verdict: Verdict
    history: History
    events: tuple[Event, ...] = ()
    code: Code | None = None
    data: Mapping[str, str] = field(default_factory=dict)
    refolded: bool = False


def needs_events(seen: History, event: Event, *, elsewhere: bool = False) -> bool:
    """Whether deciding `event` takes the file's whole story and not only where it stands.

    `elsewhere`: who tells it has an account in another office as well.
    """
    if elsewhere and event.kind in two_people.TAKEN_OVER:
        return True
    late = event.occurred_at < seen.progress.last_at
    claim = event.kind is Kind.LOADED and bool(event.data.get("handed_over"))
    return late or claim or event.kind is Kind.CORRECTED or seen.progress.conflicts > 0


def decide(seen: History, event: Event, *, actor: Actor, evidence: Evidence, at: datetime) -> Decision:
    """Accept, contradict or refuse what `actor` tells at `at`; pure, so that the same question has the same answer."""
    try:
        event = reasons.as_kept(_as_recorded(seen, event, actor, at))
        access.require_reach(actor, event, seen.progress, evidence)
        event = _for_whom(_completed(seen, event, evidence), actor, seen, evidence)
        if event.kind is Kind.CORRECTED:
            return _correction(seen, event, actor)
        if event.occurred_at < seen.progress.last_at:
            return _late(seen, event, actor, evidence)
        return _in_order(seen, event, actor, evidence)
    except Refused as refusal:
        return Decision(Verdict.REFUSED, seen, code=refusal.code, data=refusal.data)


def _as_recorded(seen: History, event: Event, actor: Actor, at: datetime) -> Event:
    """Number the event and name its teller. Raises Refused where its clock differs by more than ten minutes."""
    if event.occurred_at > at + CLOCKS_DIFFER:
        raise Refused(Code.FROM_THE_FUTURE)
    if event.occurred_at < seen.handed_in_at - CLOCKS_DIFFER:
        raise Refused(Code.BEFORE_HAND_IN)
    recorded = replace(event, office=actor.office, person=actor.person, seq=seen.seq + 1, recorded_at=at, conflict="")
    return _put_at(recorded, seen.handed_in_at) if event.occurred_at < seen.handed_in_at else recorded


def _put_at(event: Event, at: datetime) -> Event:
    """The event at a moment where it can have been; what its own clock said stays in its data."""
    return replace(event, occurred_at=at, data={**event.data, "told_clock": event.occurred_at.isoformat()})


def _completed(seen: History, event: Event, evidence: Evidence) -> Event:
    """The event with what the law adds: the promise after a pause, whom and what the office allows and asks."""
    data = dict(event.data)
    if event.kind is Kind.DOCUMENTS_COMPLETED:
        brought = {line["requirement"]: line for line in data.get("papers", ())}
        rest = (paper for paper in seen.progress.missing_papers if paper.requirement not in brought)
        data["papers"] = [*brought.values(), *(_brought(paper).as_data() for paper in rest)]
        hours = seen.progress.promise_hours or evidence.promise_hours
        again = promise.promise_after_pause(evidence.calendar, hours, seen.progress, event.occurred_at)
        if again:
            data["promised_at"] = again.isoformat()
    if event.kind in {Kind.DELIVERED, Kind.COLLECTED} and evidence.also_allowed:
        data["also_allowed"] = sorted(evidence.also_allowed)
    if event.kind is Kind.CONSIGNED:
        data |= _carrier_facts(data, evidence)
    if event.kind is Kind.DELIVERED and seen.progress.state.holder.kind is not HolderKind.CARRIER:
        data |= proof_facts(event, evidence.proof_asked)
    return replace(event, data=data)


def _for_whom(event: Event, actor: Actor, seen: History, evidence: Evidence) -> Event:
    """The event with the colleague it was told for; what the teller wrote there does not count."""
    absent = access.stands_in(actor, event, seen.progress, evidence)
    if not absent and ON_BEHALF not in event.data:
        return event
    data = {name: value for name, value in event.data.items() if name != ON_BEHALF}
    return replace(event, data=data | ({ON_BEHALF: absent} if absent else {}))


def _carrier_facts(data: Mapping[str, Any], evidence: Evidence) -> dict[str, str]:
    """The carrier as it is called now, and the checked number with the carrier's own page of it. Raises Refused."""
    carrier = evidence.carriers.get(str(data.get("carrier", "")))
    if carrier is None:
        raise Refused(Code.UNKNOWN_CARRIER)
    try:
        number = shipment.read(str(data.get("shipment", "")), carrier.form)
    except shipment.NotAShipment as fault:
        raise Refused(Code.WRONG_SHIPMENT_NUMBER) from fault
    return {
        "carrier_name": carrier.name, "shipment": number, "carrier_link": shipment.link_of(carrier.link, number)
    }  # fmt: skip


def _brought(paper: Paper) -> Paper:
    return replace(paper, kind=PaperKind.COPY)


def _in_order(seen: History, event: Event, actor: Actor, evidence: Evidence) -> Decision:
    """Nothing was recorded that happened after it."""
    doubt = _doubt_about(event, seen.progress, evidence)
    try:
        _require_whole(event, evidence)
        access.permit(actor, event, seen.progress, evidence)
        two_people.require_another(event, seen.events, seen.progress, evidence)
        progress = history.step(seen.progress, event)
    except Refused:
        code = hand_to_hand.kept_as(seen.progress.state, event, seen.events)
        if code is None:
            raise
        return _contradicted(seen, event, doubt or code)
    if doubt:
        return _contradicted(seen, event, doubt)
    return _accepted(seen, event, progress)


def _late(seen: History, event: Event, actor: Actor, evidence: Evidence) -> Decision:
    """It happened before others that are recorded: put in its place, or kept as a contradiction."""
    try:
        _require_whole(event, evidence)
        before = history.fold(earlier for earlier in seen.events if earlier.occurred_at <= event.occurred_at)
        doubt = _doubt_about(event, before, evidence)
        access.permit(actor, event, before, evidence)
        two_people.require_another(event, seen.events, before, evidence)
        progress = history.fold([*seen.events, event])
    except Refused as refusal:
        if refusal.code in _NEVER_KEPT:
            raise
        if (now := _taken_as_now(seen, event, actor, evidence)) is not None:
            return now
        if not _could_know(seen, event, actor):
            raise
        return _contradicted(seen, event, Code.CONTRADICTED)
    if doubt:
        return _contradicted(seen, event, doubt)
    return replace(_accepted(seen, event, progress), refolded=True)


def _taken_as_now(seen: History, event: Event, actor: Actor, evidence: Evidence) -> Decision | None:
    """A fact that fits only after the last one, by a clock a few minutes slow or cut to whole seconds."""
    if seen.progress.last_at - event.occurred_at > CLOCKS_DIFFER:
        return None
    try:
        decision = _in_order(seen, _put_at(event, seen.progress.last_at), actor, evidence)
    except Refused:
        return None
    return decision if decision.verdict is Verdict.ACCEPTED else None


def _could_know(seen: History, event: Event, actor: Actor) -> bool:
    """Whether the teller had anything to do with the item: strangers cannot write contradictions into a file."""
    scopes = access.scopes_of(actor, event.kind)
    if scopes == {Scope.INTO_BAG}:
        return any(entry.stage is Stage.READY_FOR_DELIVERY for entry in seen.progress.timeline)
    if Scope.CARRIER in scopes and any(taken.kind is Kind.CONSIGNED for taken in seen.events):
        return True
    if scopes - {Scope.BAG, Scope.CARRIER} or event.person in hand_to_hand.claimants(seen.events):
        return True
    return any(courier_of(taken) == event.person for taken in seen.events if taken.kind in INTO_A_BAG)


def _require_whole(event: Event, evidence: Evidence) -> None:
    """Raise Refused for an event that names a stranger as courier, or travels in no bundle."""
    if event.kind in INTO_A_BAG and courier_of(event) not in evidence.couriers:
        raise Refused(Code.UNKNOWN_COURIER)
    if event.kind in {Kind.SENT, Kind.SENT_BACK} and not event.bundle:
        raise Refused(Code.UNKNOWN_BATCH)


def _doubt_about(event: Event, progress: Progress, evidence: Evidence) -> Code | None:
    """Why a handover is kept and put before a person."""
    match evidence.possession:
        case Possession.NOT_SHOWN:
            return Code.WRONG_PROOF
        case Possession.LOCKED:
            return Code.PIN_LOCKED
    by_carrier = progress.state.holder.kind is HolderKind.CARRIER
    if event.kind is Kind.DELIVERED and by_carrier and not is_entitled(event):
        return Code.RELATION_NOT_ALLOWED
    return Code.PROOF_MISSING if event.kind is Kind.DELIVERED and lacks_proof(event) else None


def _correction(seen: History, event: Event, actor: Actor) -> Decision:
    """A person judges what is recorded: the story is told anew without, or with, the named event."""
    if not event.reason.strip():
        raise Refused(Code.REASON_MISSING, type=event.kind)
    if code := history.correction_refusal(seen.events, event):
        raise Refused(code)
    for judged in history.named_in(seen.events, event):
        if not _may_judge(actor, judged, event):
            raise Refused(Code.WRONG_ROLE, type=event.kind)
    try:
        progress = history.fold([*seen.events, event])
    except Refused as refusal:
        raise Refused(Code.BREAKS_LATER_FACT) from refusal
    return replace(_written(seen, event, progress), refolded=True)


def _may_judge(actor: Actor, judged: Event, event: Event) -> bool:
    """Who settles such facts, or whoever told this one by a slip a moment ago and takes it back."""
    takes_back = event.data.get("event") == str(judged.id)
    if takes_back and event.recorded_at and access.may_take_back(actor, judged, event.recorded_at):
        return True
    return access.may_settle(actor, judged.kind, contradicted=bool(judged.conflict))


def _accepted(seen: History, event: Event, progress: Progress) -> Decision:
    decision = _written(seen, event, progress)
    return _with_claims_settled(decision, event) if event.kind is Kind.UNLOADED else decision


def _with_claims_settled(decision: Decision, unloaded: Event) -> Decision:
    """Uphold what the taker claimed, as far as it fits, now that the giver has scanned too."""
    for claim in hand_to_hand.claims(decision.history.events):
        seen = decision.history
        uphold = _upholding(claim, unloaded, seen.seq + 1)
        try:
            progress = history.fold([*seen.events, uphold])
        except Refused:
            return decision
        if claim.kind is Kind.LOADED and progress.state.holder != Holder.courier(claim.person):
            return decision  # the taker's scan was first: who has it now is for a person to say
        more = _written(seen, uphold, progress)
        decision = replace(decision, history=more.history, events=(*decision.events, uphold), refolded=True)
    return decision


def _upholding(claim: Event, unloaded: Event, seq: int) -> Event:
    """The correction that lets the claim stand; its id follows from both, so that the same scan makes the same one."""
    return Event(
        uuid5(unloaded.id, str(claim.id)),
        Kind.CORRECTED,
        unloaded.receipt_number,
        unloaded.recorded_at or unloaded.occurred_at,
        reason=hand_to_hand.AGREED,
        data={"uphold": str(claim.id)},
        office=unloaded.office,
        person=ITSELF,
        seq=seq,
        recorded_at=unloaded.recorded_at,
    )


def _written(seen: History, event: Event, progress: Progress) -> Decision:
    after = replace(seen, progress=progress, seq=event.seq, events=(*seen.events, event) if seen.events else ())
    return Decision(Verdict.ACCEPTED, after, (event,))


def _contradicted(seen: History, event: Event, code: Code) -> Decision:
    contradiction = replace(event, conflict=code)
    progress = replace(seen.progress, conflicts=seen.progress.conflicts + 1)
    after = replace(seen, progress=progress, seq=event.seq, events=(*seen.events, contradiction) if seen.events else ())
    return Decision(Verdict.CONTRADICTED, after, (contradiction,), code)
