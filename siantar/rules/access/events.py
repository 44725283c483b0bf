"""Who may tell which event: role and scope, in one table; default is no.

`permit` is asked by the decision itself, so that no door has rules of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

from siantar.rules import journey
from siantar.rules.access.actor import ITSELF, Actor, Grant, Scope, granted, to
from siantar.rules.event import Event, Holder, HolderKind
from siantar.rules.evidence import Evidence
from siantar.rules.history import Progress
from siantar.rules.journey import Refused
from siantar.rules.vocabulary import Code, Kind, Role

_AGENCY = (Grant(Role.AGENCY, Scope.AGENCY), Grant(Role.LIAISON, Scope.FOR_AGENCY))
_LOOKED_FOR = (Grant(Role.LIAISON), Grant(Role.COUNTER), Grant(Role.DISPATCHER))
_AT_THE_DOOR = (Grant(Role.COURIER, Scope.BAG), Grant(Role.DISPATCHER, Scope.CARRIER))
_RESIDENT = (Grant(Role.RESIDENT, Scope.RECEIPT),)
EVENTS: Mapping[Kind, tuple[Grant, ...]] = {
    Kind.HANDED_IN: (Grant(Role.COUNTER),),
    Kind.DOCUMENTS_COMPLETED: (Grant(Role.COUNTER),),
    Kind.CHECK_STARTED: (Grant(Role.CHECKER),),
    Kind.FOUND_INCOMPLETE: (Grant(Role.CHECKER),),
    Kind.CHECK_PASSED: (Grant(Role.CHECKER),),
    Kind.DRAFTED: (Grant(Role.CHECKER), Grant(Role.COUNTER)),
    Kind.INITIALLED: (Grant(Role.CHECKER), Grant(Role.SIGNATORY)),
    Kind.LETTER_RETURNED: (Grant(Role.CHECKER), Grant(Role.SIGNATORY)),
    Kind.SIGNED: (Grant(Role.SIGNATORY),),
    Kind.NUMBERED: (Grant(Role.SIGNATORY),),
    Kind.LETTER_WITHDRAWN: (Grant(Role.SIGNATORY),),
    Kind.SENT: (Grant(Role.LIAISON),),
    Kind.ARRIVED: _AGENCY,
    Kind.HELD: _AGENCY,
    Kind.RESUMED: _AGENCY,
    Kind.COMPLETED: _AGENCY,
    Kind.RETURNED: _AGENCY,
    Kind.SENT_BACK: _AGENCY,
    Kind.CAME_BACK: (Grant(Role.LIAISON),),
    Kind.ISSUED_DIGITALLY: (*_AGENCY, Grant(Role.CHECKER)),
    Kind.MADE_READY: (Grant(Role.COUNTER), Grant(Role.CHECKER)),
    Kind.LOADED: (Grant(Role.COURIER, Scope.INTO_BAG), Grant(Role.DISPATCHER)),
    Kind.HANDED_ON: (Grant(Role.DISPATCHER),),
    Kind.CONSIGNED: (Grant(Role.DISPATCHER),),
    Kind.WINDOW_TOLD: (Grant(Role.DISPATCHER),),
    Kind.DELAY_FORESEEN: (Grant(Role.DISPATCHER),),
    Kind.DELIVERED: _AT_THE_DOOR,
    Kind.DELIVERY_FAILED: _AT_THE_DOOR,
    Kind.UNLOADED: (*_AT_THE_DOOR, Grant(Role.COUNTER)),
    Kind.COLLECTED: (Grant(Role.COUNTER),),
    Kind.WENT_MISSING: (*_LOOKED_FOR, Grant(Role.AGENCY, Scope.AGENCY)),  # a bundle that arrives short
    Kind.FOUND: _LOOKED_FOR,
    Kind.REJECTED: (Grant(Role.CHECKER), Grant(Role.SIGNATORY)),
    Kind.CANCELLED: (Grant(Role.COUNTER),),
    Kind.METHOD_CHANGED: _RESIDENT,
    Kind.VISIT_AGREED: _RESIDENT,
    Kind.RECEIVER_NAMED: _RESIDENT,
    Kind.CONTACT_CORRECTED: _RESIDENT,
    Kind.REDIRECT_ASKED: _RESIDENT,
    Kind.REDIRECT_STOPPED: (*_RESIDENT, Grant(Role.COUNTER)),
    Kind.REDIRECTED: (Grant(Role.DISPATCHER, Scope.ITSELF),),
    Kind.INTAKE_CORRECTED: (Grant(Role.COUNTER),),
    Kind.CORRECTED: (
        Grant(Role.SIGNATORY),
        Grant(Role.ADMINISTRATOR),
        Grant(Role.COUNTER, Scope.CUSTODY),
        Grant(Role.DISPATCHER, Scope.CUSTODY),
        *to(Role.COUNTER, Role.CHECKER, Role.LIAISON, Role.DISPATCHER, scope=Scope.AT_ONCE),
    ),
}
AT_THE_AGENCY = frozenset(kind for kind, grants in EVENTS.items() if any(g.role is Role.AGENCY for g in grants))


# Grave acts that whoever told them may take back by themselves for ten minutes: a slip, not a judgement.
SLIPS = frozenset({Kind.CANCELLED, Kind.REJECTED, Kind.WENT_MISSING, Kind.FOUND_INCOMPLETE, Kind.RETURNED})
AT_ONCE = timedelta(minutes=10)
CUSTODY = frozenset(  # who holds it
    {Kind.LOADED, Kind.HANDED_ON, Kind.CONSIGNED, Kind.UNLOADED, Kind.WENT_MISSING, Kind.FOUND}
)


def may_settle(actor: Actor, kind: Kind, *, contradicted: bool) -> bool:
    """Whether this person may judge an event of `kind`: a contradiction about who holds the item, or any at all."""
    scopes = scopes_of(actor, Kind.CORRECTED)
    return Scope.OFFICE in scopes or (Scope.CUSTODY in scopes and contradicted and kind in CUSTODY)


class ToldFact(Protocol):
    """A fact as far as it matters who told it, and when."""

    @property
    def kind(self) -> str:
        """What happened, as a code of `Kind`."""

    @property
    def person(self) -> str:
        """Who told it."""

    @property
    def conflict(self) -> str:
        """The code of a contradiction, or ""."""

    @property
    def recorded_at(self) -> datetime | None:
        """When it was recorded."""


def may_take_back(actor: Actor, fact: ToldFact, at: datetime) -> bool:
    """Whether this person may take back their own grave word: told by them, uncontradicted, ten minutes ago at most."""
    fresh = fact.recorded_at is not None and at - fact.recorded_at <= AT_ONCE
    own = fact.person == actor.person and not fact.conflict
    return Scope.AT_ONCE in scopes_of(actor, Kind.CORRECTED) and fact.kind in SLIPS and own and fresh


def settlers(kind: Kind) -> tuple[Role, ...]:
    """Who settles a contradiction about an event of `kind`, those nearest to it alone."""
    near = Scope.CUSTODY if kind in CUSTODY else Scope.OFFICE
    return tuple(grant.role for grant in EVENTS[Kind.CORRECTED] if grant.scope is near)


def roles_of(kind: Kind) -> frozenset[Role]:
    """The roles that may tell it in their own office or agency."""
    return frozenset(grant.role for grant in EVENTS[kind] if grant.scope is not Scope.FOR_AGENCY)


def scopes_of(actor: Actor, kind: Kind) -> frozenset[Scope]:
    """How far the roles of `actor` reach for this kind."""
    return granted(EVENTS[kind], actor)


def require_reach(actor: Actor, event: Event, progress: Progress, evidence: Evidence) -> None:
    """Raise Refused for who has nothing to do with the file: before all else, so that a stranger learns no stage."""
    agencies = {station.agency for station in progress.path.steps}
    if actor.office != evidence.office and actor.office not in agencies:
        raise Refused(Code.WRONG_OFFICE)
    if event.kind is Kind.CORRECTED:
        permit(actor, event, progress, evidence)


def permit(actor: Actor, event: Event, progress: Progress, evidence: Evidence) -> None:
    """Let `actor` tell `event` of the file as it stood with `progress`, or raise Refused with the reason."""
    refusals: list[Refused] = []
    for grant in EVENTS[event.kind]:
        if grant.role in actor.roles:
            refusal = _out_of_reach(grant.scope, actor, event, progress, evidence)
            if refusal is None:
                return
            refusals.append(refusal)
    raise refusals[0] if refusals else Refused(Code.WRONG_ROLE, type=event.kind)


def stands_in(actor: Actor, event: Event, progress: Progress, evidence: Evidence) -> str:
    """For whom `actor` tells `event`: the colleague who is away and whose role it takes; "" in their own right."""
    if not actor.lent:
        return ""
    try:
        permit(actor.own, event, progress, evidence)
    except Refused:
        return Actor(actor.person, actor.office, actor.roles - actor.own.roles, actor.lent).stands_in(
            [grant.role for grant in EVENTS[event.kind]]
        )
    return ""


def _out_of_reach(scope: Scope, actor: Actor, event: Event, progress: Progress, evidence: Evidence) -> Refused | None:
    """Why the file is beyond this scope, or None."""
    agency = journey.next_agency(progress.state, progress.path)
    if scope is Scope.AGENCY:
        return None if agency and actor.office == agency else Refused(Code.WRONG_OFFICE)
    if actor.office != evidence.office:
        return Refused(Code.WRONG_OFFICE)
    if scope is Scope.FOR_AGENCY:
        return None if agency in evidence.silent_agencies else Refused(Code.WRONG_ROLE, type=event.kind)
    holder = progress.state.holder
    in_bag = scope is not Scope.BAG or holder == Holder.courier(actor.person)
    with_carrier = scope is not Scope.CARRIER or holder.kind is HolderKind.CARRIER
    if not (in_bag and with_carrier):
        return Refused(Code.NOT_IN_YOUR_HANDS, holder=str(holder))
    others_bag = scope is Scope.INTO_BAG and journey.courier_of(event) != actor.person
    if others_bag or (scope is Scope.ITSELF and actor.person != ITSELF):
        return Refused(Code.WRONG_ROLE, type=event.kind)
    return None
