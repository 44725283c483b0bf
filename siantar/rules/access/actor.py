"""Who acts, how far a role reaches, and the refusal of what nobody granted."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from siantar.rules.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with the roles in force now; `lent`: those of them held for a colleague, with whose they are."""

    person: str
    office: str
    roles: frozenset[Role]
    lent: tuple[tuple[Role, str], ...] = ()

    @property
    def own(self) -> Actor:
        """The same person with their own roles only."""
        return Actor(self.person, self.office, self.roles - {role for role, _whose in self.lent})

    def stands_in(self, roles: Collection[Role]) -> str:
        """For whom this person does what these roles may: the colleague who is away; "" in their own right."""
        if self.own.roles & frozenset(roles):
            return ""
        return next((whose for role, whose in self.lent if role in roles), "")


ITSELF = "siantar"  # the person behind what nobody tells: an investigation, a window, a claim both sides scanned


class Scope(StrEnum):
    """How far a role reaches."""

    OFFICE = "own_office"
    AGENCY = "own_agency"
    FOR_AGENCY = "for_an_agency_without_siantar"
    BAG = "own_bag"
    INTO_BAG = "into_own_bag"
    CUSTODY = "questions_of_custody"
    CARRIER = "with_an_outside_carrier"
    STOPS = "own_stops"
    RECEIPT = "own_receipt"
    CARRIED = "carried_between_offices"
    DELIVERY = "on_the_way_to_the_door"
    ORIGIN = "from_own_office"
    TARGET = "to_own_office"
    ASSIGNED = "assigned_to_me"
    ORDINARY = "own_office_but_fees_and_officers"
    CITY = "every_office"
    SELF = "own_account"
    AT_ONCE = "own_word_within_ten_minutes"
    ITSELF = "by_itself"


@dataclass(frozen=True, slots=True)
class Grant:
    """One role may, this far."""

    role: Role
    scope: Scope = Scope.OFFICE


class Forbidden(Exception):
    """Nobody granted this to the person, here and now; `what` names the act or the reading."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def granted(grants: Iterable[Grant], actor: Actor) -> frozenset[Scope]:
    """How far the roles of `actor` reach by these grants; empty is no."""
    return frozenset(grant.scope for grant in grants if grant.role in actor.roles)


def to(*roles: Role, scope: Scope = Scope.OFFICE) -> tuple[Grant, ...]:
    """The same scope for several roles."""
    return tuple(Grant(role, scope) for role in roles)
