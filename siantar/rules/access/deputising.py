"""Whose roles somebody has at a moment: their own, and what colleagues who are away lend them. Pure.

Lent is what an office needs done by somebody: never the administrator's rights, nor the courier's, whose files are in
their hands. The signature is lent only by its owner's own word (`signs`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from siantar.rules.vocabulary import Role

NEVER_LENT = frozenset({Role.ADMINISTRATOR, Role.COURIER, Role.RESIDENT})


@dataclass(frozen=True, slots=True)
class Absence:
    """A colleague of the same office who is away now: their own roles; `signs`: they named the deputy themselves."""

    person: str
    roles: frozenset[Role]
    signs: bool


def lendable(roles: Collection[Role], *, signs: bool) -> frozenset[Role]:
    """Which of these roles a deputy holds meanwhile."""
    signature = frozenset() if signs else frozenset({Role.SIGNATORY})
    return frozenset(roles) - NEVER_LENT - signature


def lent_by(own: frozenset[Role], absences: Iterable[Absence]) -> tuple[tuple[Role, str], ...]:
    """The roles held for others beside one's own, each with whose it is; the first named where several lend it."""
    lent: dict[Role, str] = {}
    for absence in absences:
        for role in sorted(lendable(absence.roles, signs=absence.signs) - own):
            lent.setdefault(role, absence.person)
    return tuple(sorted(lent.items()))
