"""The gate's pure questions: an office, a bundle, a complaint, a contradiction; and the answer nobody gets."""

from __future__ import annotations

from itertools import product

import pytest

from siantar.rules import access
from siantar.rules.access import (
    Act,
    Actor,
    BundleStand,
    BundleStatus,
    ComplaintStand,
    Forbidden,
    Grant,
    PersonalField,
    Reading,
    Scope,
)
from siantar.rules.vocabulary import Kind, Role

HERE, THERE = "36.74.02", "36.74-disdukcapil"


def actor(*roles: Role, office: str = HERE, person: str = "7") -> Actor:
    return Actor(person, office, frozenset(roles))


@pytest.mark.parametrize(
    ("who", "what", "office", "may"),
    [
        (actor(Role.COUNTER), Reading.COUNTER, HERE, True),
        (actor(Role.COUNTER), Reading.COUNTER, THERE, False),
        (actor(Role.COUNTER, office=""), Reading.COUNTER, "", False),
        (actor(Role.COURIER), Reading.COUNTER, HERE, False),
        (actor(Role.COURIER), Reading.OWN_RUN, HERE, False),  # its scope is no office
        (actor(Role.RESIDENT), Act.ASK_ABOUT_DATA, HERE, True),
        (actor(Role.RESIDENT), Act.ASK_ABOUT_DATA, THERE, False),
        (actor(Role.LEADER), Reading.SURVEY, THERE, True),
        (actor(Role.CHECKER), Reading.SURVEY, THERE, False),
    ],
)
def test_a_line_reaches_as_far_as_its_scope(who, what, office, may):
    assert access.may(who, what, office=office) is may
    if may:
        access.require(who, what, office=office)
    else:
        with pytest.raises(Forbidden) as refusal:
            access.require(who, what, office=office)
        assert refusal.value.what is what


def test_nobody_is_refused():
    with pytest.raises(Forbidden):
        access.require(None, Reading.COUNTER, office=HERE)
    with pytest.raises(Forbidden):
        access.require_with_complaint(None, Reading.COMPLAINTS, ComplaintStand(HERE, "time"))


@pytest.mark.parametrize(
    ("who", "topic", "assigned_to", "reads", "steers"),
    [
        (actor(Role.SIGNATORY), "fee", "", True, True),
        (actor(Role.CHECKER), "fee", "", False, False),
        (actor(Role.CHECKER), "time", "", True, True),
        (actor(Role.ADMINISTRATOR), "officer", "7", True, True),
        (actor(Role.COUNTER), "time", "", False, False),
        (actor(Role.COUNTER), "fee", "7", True, False),
        (actor(Role.COUNTER), "fee", "8", False, False),
        (actor(Role.COUNTER, person=""), "fee", "", False, False),
        (actor(Role.SIGNATORY, office=THERE), "time", "7", False, False),
        (actor(Role.COURIER), "time", "7", False, False),
    ],
)
def test_a_complaint_is_for_those_who_handle_it_and_about_people_for_the_camat(who, topic, assigned_to, reads, steers):
    stand = ComplaintStand(HERE, topic, assigned_to)
    assert access.may_with_complaint(who, Reading.COMPLAINTS, stand) is reads
    assert access.may_with_complaint(who, Act.ANSWER_COMPLAINT, stand) is reads
    assert access.may_with_complaint(who, Act.STEER_COMPLAINT, stand) is steers


def test_a_bundle_is_filled_and_sent_from_one_side_and_received_on_the_other():
    sides = {HERE: (Act.FILL_BUNDLE, Act.CLOSE_BUNDLE, Act.HAND_OVER_BUNDLE), THERE: (Act.RECEIVE_BUNDLE, Act.RECONCILE_BUNDLE)}
    for office, acts in sides.items():
        for act, status in product((*sides[HERE], *sides[THERE]), BundleStatus):
            stand = BundleStand(HERE, THERE, status)
            expected = act in acts and status in access.STATES[act]
            assert access.may_with_bundle(actor(Role.LIAISON, office=office), act, stand) is expected, (office, act, status)


@pytest.mark.parametrize("silent", [True, False])
def test_for_an_agency_without_siantar_the_sender_receives(silent):
    stand = BundleStand(HERE, THERE, BundleStatus.ON_THE_WAY, silent)
    assert access.may_with_bundle(actor(Role.LIAISON), Act.RECEIVE_BUNDLE, stand) is silent
    assert access.may_with_bundle(actor(Role.AGENCY), Act.RECEIVE_BUNDLE, stand) is False
    if not silent:
        with pytest.raises(Forbidden):
            access.require_with_bundle(actor(Role.LIAISON), Act.RECEIVE_BUNDLE, stand)


@pytest.mark.parametrize(
    ("role", "kind", "contradicted", "may"),
    [
        (Role.SIGNATORY, Kind.DELIVERED, False, True),
        (Role.COUNTER, Kind.LOADED, True, True),
        (Role.COUNTER, Kind.LOADED, False, False),
        (Role.COUNTER, Kind.DELIVERED, True, False),
        (Role.CHECKER, Kind.LOADED, True, False),
    ],
)
def test_near_a_contradiction_of_custody_more_may_settle(role, kind, contradicted, may):
    assert access.may_settle(actor(role), kind, contradicted=contradicted) is may


def test_the_table_is_read_by_role():
    assert access.settlers(Kind.LOADED) == (Role.COUNTER, Role.DISPATCHER)
    assert access.settlers(Kind.DELIVERED) == (Role.SIGNATORY, Role.ADMINISTRATOR)
    assert access.roles_of(Kind.ARRIVED) == {Role.AGENCY}
    assert access.EVENTS[Kind.LOADED] == (Grant(Role.COURIER, Scope.INTO_BAG), Grant(Role.DISPATCHER))
    assert access.roles_for(Act.PUT_UP_TABLET) == {Role.COUNTER, Role.CHECKER, Role.SIGNATORY, Role.ADMINISTRATOR}


def test_shown_is_what_role_and_purpose_allow():
    courier = actor(Role.COURIER)
    assert access.fields_for(courier, "print_label") == {PersonalField.NAME}
    assert access.fields_for(courier, "file_page:again") == access.SEES[Role.COURIER]
    assert access.fields_for(actor(), "file_page") == frozenset()
    assert access.fields_for(None, "place_address") == {PersonalField.ADDRESS}
    assert access.fields_for(courier, "curiosity") == frozenset()
