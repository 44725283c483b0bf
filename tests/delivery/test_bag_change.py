"""A courier falls ill at noon: the whole bag goes to another one by the dispatcher's word, with its reason."""

from __future__ import annotations

import pytest

from siantar.casework import custody
from siantar.casework.consequences import relay_all
from siantar.casework.models import EventRow, Standing
from siantar.delivery import closing, hands
from siantar.delivery.models import Run
from siantar.directory.models import User
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import Kind
from tests.clock import CLOCK
from tests.delivery.days import given_ready, given_run
from tests.people import COLLECTED, OFFICE, enter, given_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(db):
    return given_town()


def given_two_runs(town):
    """kurir1 carries three, one of them after a failed attempt; kurir2 carries one."""
    given_run(town, who="kurir1")
    given_run(town, who="kurir2")
    files = [given_ready(town) for _ in range(4)]
    for file in files[:3]:
        town.tell("kurir1", Kind.LOADED, file.receipt_number)
    town.tell("kurir2", Kind.LOADED, files[3].receipt_number)
    town.tell("kurir1", Kind.DELIVERY_FAILED, files[0].receipt_number, reason="house_empty")
    relay_all(CLOCK.at)
    return files


def pass_on(client, giver, taker, reason="sakit"):
    form = {"taker": str(taker), "reason": reason}
    return client.post(f"/pengantaran/kurir/{giver}/alihkan/", form, follow=True)


def couriers():
    return [User.objects.get(username=name).pk for name in ("kurir1", "kurir2")]


def test_all_that_is_carried_goes_to_the_other_and_into_their_run(client, town):
    files, (ill, other) = given_two_runs(town), couriers()
    enter(client, "pengatur")
    assert "3 amplop sekarang dibawa" in pass_on(client, ill, other).content.decode()
    relay_all(CLOCK.at)
    assert (len(hands.carried_by(ill)), len(hands.carried_by(other))) == (0, 4)
    assert Standing.objects.get(pk=files[0].pk).stage == "delivery_failed"
    assert custody.investigate_differences(OFFICE, CLOCK.at) == []
    event = EventRow.objects.get(application=files[0], kind=Kind.HANDED_ON)
    assert (event.reason, event.data["courier"], event.data["courier_before"]) == ("sakit", str(other), str(ill))


def test_the_taker_delivers_what_was_passed_on_and_the_ill_one_does_not(client, town):
    files, (ill, other) = given_two_runs(town), couriers()
    enter(client, "pengatur")
    pass_on(client, ill, other)
    handover = {"data": COLLECTED, "private": {"receiver_name": "Siti"}}
    assert town.tell("kurir1", Kind.DELIVERED, files[1].receipt_number, **handover).result != "recorded"
    assert town.tell("kurir2", Kind.DELIVERED, files[1].receipt_number, **handover).result == "recorded"


@pytest.mark.parametrize(("taker", "reason"), [("", "sakit"), ("999999", "sakit"), ("self", "sakit"), ("other", "")])
def test_nothing_moves_without_a_courier_of_the_office_and_a_reason(client, town, taker, reason):
    given_two_runs(town)
    ill, other = couriers()
    enter(client, "pengatur")
    pass_on(client, ill, {"self": ill, "other": other}.get(taker, taker), reason)
    assert (len(hands.carried_by(ill)), len(hands.carried_by(other))) == (3, 1)


def test_only_the_dispatcher_passes_a_bag_on(client, town):
    files, (ill, other) = given_two_runs(town), couriers()
    enter(client, "kurir2")
    assert pass_on(client, ill, other).status_code == 403
    outcome = town.tell("kurir2", Kind.HANDED_ON, files[0].receipt_number, reason="sakit", data={"courier": str(other)})
    assert outcome.code == "wrong_role"


def test_the_same_word_twice_moves_nothing_twice(town):
    files, (_ill, other) = given_two_runs(town), couriers()
    id, at = uuid7(CLOCK.at), CLOCK.at
    again = [
        town.tell("pengatur", Kind.HANDED_ON, files[1].receipt_number, id=id, at=at, reason="sakit", data={"courier": str(other)})
        for _ in range(2)
    ]
    assert [outcome.result for outcome in again] == ["recorded", "duplicate"]


def test_the_ill_one_s_day_closes_over_empty_hands(client, town):
    given_two_runs(town)
    ill, other = couriers()
    enter(client, "pengatur")
    pass_on(client, ill, other)
    relay_all(CLOCK.at)
    run = Run.objects.get(courier_id=ill)
    assert closing.tally(run).in_hand == ()
