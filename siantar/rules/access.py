"""Who may record which fact: role, office, and whose hands the item is in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from siantar.rules import journey
from siantar.rules.journey import Fact, Path, Refused, State
from siantar.rules.vocabulary import Code, Kind, Role


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with the roles that are in force now (delegations included)."""

    person: str
    office: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Place:
    """What permission needs to know of the file: its office and whether its present agency uses Siantar."""

    office: str
    agency_uses_siantar: bool = True


ROLES: Mapping[Kind, frozenset[Role]] = {
    Kind.HANDED_IN: frozenset({Role.COUNTER}),
    Kind.DOCUMENTS_COMPLETED: frozenset({Role.COUNTER}),
    Kind.CHECK_STARTED: frozenset({Role.CHECKER}),
    Kind.FOUND_INCOMPLETE: frozenset({Role.CHECKER}),
    Kind.CHECK_PASSED: frozenset({Role.CHECKER}),
    Kind.SIGNED: frozenset({Role.SIGNATORY}),
    Kind.SENT: frozenset({Role.LIAISON}),
    Kind.ARRIVED: frozenset({Role.AGENCY}),
    Kind.HELD: frozenset({Role.AGENCY}),
    Kind.RESUMED: frozenset({Role.AGENCY}),
    Kind.COMPLETED: frozenset({Role.AGENCY}),
    Kind.RETURNED: frozenset({Role.AGENCY}),
    Kind.SENT_BACK: frozenset({Role.AGENCY}),
    Kind.CAME_BACK: frozenset({Role.LIAISON}),
    Kind.ISSUED_DIGITALLY: frozenset({Role.AGENCY, Role.CHECKER}),
    Kind.MADE_READY: frozenset({Role.COUNTER, Role.CHECKER}),
    Kind.LOADED: frozenset({Role.COURIER, Role.DISPATCHER}),
    Kind.WINDOW_TOLD: frozenset({Role.DISPATCHER}),
    Kind.DELAY_FORESEEN: frozenset({Role.DISPATCHER}),
    Kind.DELIVERED: frozenset({Role.COURIER}),
    Kind.DELIVERY_FAILED: frozenset({Role.COURIER}),
    Kind.UNLOADED: frozenset({Role.COURIER, Role.COUNTER}),
    Kind.COLLECTED: frozenset({Role.COUNTER}),
    Kind.WENT_MISSING: frozenset({Role.LIAISON, Role.COUNTER, Role.DISPATCHER}),
    Kind.FOUND: frozenset({Role.LIAISON, Role.COUNTER, Role.DISPATCHER}),
    Kind.REJECTED: frozenset({Role.CHECKER}),
    Kind.CANCELLED: frozenset({Role.COUNTER}),
    Kind.METHOD_CHANGED: frozenset({Role.RESIDENT}),
    Kind.VISIT_AGREED: frozenset({Role.RESIDENT}),
    Kind.RECEIVER_NAMED: frozenset({Role.RESIDENT}),
    Kind.CONTACT_CORRECTED: frozenset({Role.RESIDENT}),
    Kind.CORRECTED: frozenset({Role.SIGNATORY, Role.ADMINISTRATOR}),
}
AT_THE_AGENCY = frozenset(kind for kind, roles in ROLES.items() if Role.AGENCY in roles)


def permit(actor: Actor, fact: Fact, state: State, path: Path, place: Place) -> None:
    """Let `actor` record `fact` on the file, or raise Refused with the reason."""
    if _acts_for_agency(actor, fact, state, path, place):
        return
    if fact.kind in AT_THE_AGENCY and Role.CHECKER not in ROLES[fact.kind]:
        roles, wanted = actor.roles, ROLES[fact.kind]
        raise Refused(Code.WRONG_OFFICE if roles & wanted else Code.WRONG_ROLE, type=fact.kind)
    if not actor.roles & ROLES[fact.kind]:
        raise Refused(Code.WRONG_ROLE, type=fact.kind)
    if actor.office != place.office:
        raise Refused(Code.WRONG_OFFICE)
    _require_own_hands(actor, fact, state)


def _acts_for_agency(actor: Actor, fact: Fact, state: State, path: Path, place: Place) -> bool:
    if fact.kind not in AT_THE_AGENCY:
        return False
    agency = journey.next_agency(state, path)
    if Role.AGENCY in actor.roles and agency and actor.office == agency:
        return True
    return bool(
        Role.LIAISON in actor.roles and actor.office == place.office and agency and not place.agency_uses_siantar
    )


def _require_own_hands(actor: Actor, fact: Fact, state: State) -> None:
    mine = state.holder == f"courier:{actor.person}"
    if fact.kind in {Kind.DELIVERED, Kind.DELIVERY_FAILED} and not mine:
        raise Refused(Code.NOT_IN_YOUR_HANDS, holder=state.holder)
    if fact.kind is Kind.UNLOADED and not mine and Role.COUNTER not in actor.roles:
        raise Refused(Code.NOT_IN_YOUR_HANDS, holder=state.holder)
    if fact.kind is Kind.LOADED and Role.DISPATCHER not in actor.roles:
        courier = fact.data.get("courier")
        if courier and courier != actor.person:
            raise Refused(Code.WRONG_ROLE, type=fact.kind)
