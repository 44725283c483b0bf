"""What a deputy holds meanwhile: the work of who is away, never their seal of office, and never more than they have."""

from __future__ import annotations

from itertools import product

import pytest

from siantar.rules import access
from siantar.rules.access import NEVER_LENT, Absence, Act, Actor, Reading
from siantar.rules.vocabulary import Kind, Role

STAFF = [role for role in Role if role is not Role.RESIDENT]


def deputy(own: list[Role], *absences: Absence) -> Actor:
    mine = frozenset(own)
    lent = access.lent_by(mine, absences)
    return Actor("7", "36.74.02", mine | {role for role, _whose in lent}, lent)


@pytest.mark.parametrize(("own", "absent", "signs"), [*product(STAFF, STAFF, [True, False])])
def test_a_deputy_may_what_both_may_together_less_what_is_never_lent(own, absent, signs):
    actor = deputy([own], Absence("9", frozenset({absent}), signs))
    unlent = absent in NEVER_LENT or (absent is Role.SIGNATORY and not signs)
    wanted = Actor("7", "36.74.02", frozenset({own} if unlent else {own, absent}))
    for what in (*Act, *Reading):
        assert access.scopes_for(actor, what) == access.scopes_for(wanted, what)
    for kind in Kind:
        assert access.scopes_of(actor, kind) == access.scopes_of(wanted, kind)
    assert actor.own == Actor("7", "36.74.02", frozenset({own}))


def test_nobody_becomes_administrator_or_courier_by_standing_in():
    everything = Absence("9", frozenset(Role), signs=True)
    assert not deputy([Role.COUNTER], everything).roles & NEVER_LENT
    assert Role.SIGNATORY in deputy([], everything).roles
    assert Role.SIGNATORY not in deputy([], Absence("9", frozenset(Role), signs=False)).roles


def test_it_is_said_for_whom_and_only_where_ones_own_role_does_not_do():
    actor = deputy([Role.CHECKER], Absence("9", frozenset({Role.COUNTER, Role.CHECKER}), True), Absence("8", frozenset(Role), True))
    assert actor.stands_in([Role.COUNTER]) == "9"
    assert actor.stands_in([Role.CHECKER, Role.COUNTER]) == ""
    assert actor.stands_in([Role.LIAISON]) == "8"
    assert actor.stands_in([Role.COURIER]) == ""
    assert Actor("7", "36.74.02", frozenset({Role.CHECKER})).stands_in([Role.COUNTER]) == ""
