from datetime import timedelta

import pytest

from siantar.casework import custody
from siantar.casework.consequences import relay_all
from siantar.casework.models import EventRow, Standing
from siantar.delivery.models import Run, Stop
from siantar.reports.rebuilding import findings
from siantar.rules.vocabulary import Kind
from tests.people import HANDOVER, OFFICE, given_on_the_road, given_town, stage_of

pytestmark = pytest.mark.django_db
GIVEN = {"handed_over": "1"}
TO_SITI = {"data": HANDOVER, "private": {"receiver_name": "Siti"}}


@pytest.fixture
def town():
    return given_town()


def holder_of(file):
    return Standing.objects.get(application=file).holder


def kinds(file):
    return [(event.kind, event.conflict) for event in EventRow.objects.filter(application=file).order_by("seq")][-3:]


def test_a_courier_who_takes_without_a_word_is_refused(town):
    file = given_on_the_road(town)
    outcome = town.tell("kurir2", Kind.LOADED, file.receipt_number)
    assert (outcome.result, outcome.code) == ("refused", "wrong_stage")


def test_what_the_taker_says_is_kept_until_the_giver_agrees(town):
    file = given_on_the_road(town)
    outcome = town.tell("kurir2", Kind.LOADED, file.receipt_number, data=GIVEN)
    assert (outcome.result, outcome.code) == ("conflict", "not_handed_over")
    assert holder_of(file) == f"courier:{town.people['kurir1'].person}"


def test_giver_first_then_taker(town):
    file = given_on_the_road(town)
    assert town.tell("kurir1", Kind.UNLOADED, file.receipt_number).result == "recorded"
    assert town.tell("kurir2", Kind.LOADED, file.receipt_number, data=GIVEN).result == "recorded"
    assert holder_of(file) == f"courier:{town.people['kurir2'].person}"


def test_the_taker_has_a_line_first_and_the_giver_hours_later(town):
    """Scanned in order on the road, but the taker's phone had delivered and sent before the giver's had a line."""
    file = given_on_the_road(town)
    number = file.receipt_number
    given_at = town.tick(10)
    taken_at = town.tick(1)
    assert town.tell("kurir2", Kind.LOADED, number, at=taken_at, data=GIVEN).result == "conflict"
    assert town.tell("kurir2", Kind.DELIVERED, number, **TO_SITI).result == "conflict"
    outcome = town.tell("kurir1", Kind.UNLOADED, number, at=given_at)
    assert outcome.result == "recorded"
    assert stage_of(file) == "delivered"
    standing = Standing.objects.get(application=file)
    assert (standing.holder, standing.conflicts) == ("resident", 0)
    assert custody.differences(OFFICE) == []
    assert list(findings()) == []


def test_a_wrong_proof_is_not_made_right_by_the_giver(town):
    file = given_on_the_road(town)
    number = file.receipt_number
    given_at = town.tick()
    town.tell("kurir2", Kind.LOADED, number, data=GIVEN)
    wrong = {"data": {**HANDOVER, "identity_check": "pin"}, "private": {"receiver_name": "X"}, "secret": {"pin": "none"}}
    outcome = town.tell("kurir2", Kind.DELIVERED, number, **wrong)
    assert (outcome.result, outcome.code) == ("conflict", "wrong_proof")
    town.tell("kurir1", Kind.UNLOADED, number, at=given_at)
    assert stage_of(file) == "out_for_delivery"
    standing = Standing.objects.get(application=file)
    assert (standing.holder, standing.conflicts) == (f"courier:{town.people['kurir2'].person}", 1)


def test_the_giver_brings_it_back_to_the_office_instead(town):
    """The giver's scan came before the taker claimed to have it: both hold in the order of happening."""
    file = given_on_the_road(town)
    number = file.receipt_number
    town.tell("kurir2", Kind.LOADED, number, at=town.tick(), data=GIVEN)
    town.tell("kurir1", Kind.UNLOADED, number, at=town.tick(5))
    assert stage_of(file) == "ready_for_delivery"
    assert Standing.objects.get(application=file).conflicts == 1


def test_a_stranger_to_the_item_gets_nothing_kept(town):
    file = given_on_the_road(town)
    outcome = town.tell("kurir2", Kind.DELIVERED, file.receipt_number, **TO_SITI)
    assert (outcome.result, outcome.code) == ("refused", "not_in_your_hands")
    assert town.tell("kurir1", Kind.LOADED, file.receipt_number, data=GIVEN).result == "refused"


def test_the_handed_over_item_is_in_the_takers_run(town):
    file = given_on_the_road(town)
    day = town.clock.astimezone().date()
    times = {"starts_at": town.clock, "ends_at": town.clock + timedelta(hours=8), "made_at": town.clock}
    place = {"start_lat": 0, "start_lon": 0, "end_lat": 0, "end_lon": 0}
    run = Run.objects.create(number="P1", office=town.office, courier_id=int(town.people["kurir2"].person), day=day, **times, **place)
    given_at = town.tick()
    town.tell("kurir2", Kind.LOADED, file.receipt_number, data=GIVEN)
    town.tell("kurir1", Kind.UNLOADED, file.receipt_number, at=given_at)
    relay_all(town.clock)
    assert Stop.objects.filter(run=run, application=file).exists()
