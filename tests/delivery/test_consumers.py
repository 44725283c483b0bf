"""Runs, places and windows follow events: late ones, claims of two couriers, and what is taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from siantar.casework.consequences import relay_all
from siantar.casework.models import EventRow
from siantar.delivery import places
from siantar.delivery.models import Lesson, Place, Run, Stop
from siantar.messaging.models import Message
from siantar.privacy.models import Look
from siantar.reports.models import Ended
from siantar.routing.travel import Point
from siantar.rules.vocabulary import Kind
from tests.delivery.days import given_ready, given_run, listed
from tests.people import COLLECTED, given_finished, given_told_file

pytestmark = pytest.mark.django_db
DOOR = {"lat": -6.2601, "lon": 106.6606, "accuracy_m": 9}
AT_THE_DOOR = {"data": COLLECTED, "private": {"receiver_name": "Siti", "position": DOOR}}
GIVEN = {"handed_over": True}


def test_the_first_load_sets_the_run_out_and_an_unplanned_one_joins_it(town):
    planned, unplanned = given_ready(town), given_ready(town)
    run = given_run(town, [planned])
    town.tell("kurir1", Kind.LOADED, unplanned.receipt_number)
    relay_all(town.clock)
    run.refresh_from_db()
    assert (run.status, listed(run)) == (Run.Status.OUT, [planned.receipt_number, unplanned.receipt_number])


def test_a_load_that_is_told_after_midnight_is_in_the_run_of_the_day_it_happened(town):
    file = given_ready(town)
    run, at = given_run(town), town.tick()
    town.clock += timedelta(hours=20)
    given_run(town)
    town.tell("kurir1", Kind.LOADED, file.receipt_number, at=at)
    relay_all(town.clock)
    assert listed(run) == [file.receipt_number]


def test_a_load_after_midnight_is_in_the_shift_that_goes_on(town):
    file = given_ready(town)
    run = given_run(town)
    town.clock += timedelta(hours=16)
    town.tell("kurir1", Kind.LOADED, file.receipt_number)
    relay_all(town.clock)
    assert listed(run) == [file.receipt_number]


def test_a_load_told_before_its_unloading_is_followed_by_where_the_item_is_now(town):
    file = given_ready(town)
    run = given_run(town)
    town.tell("kurir1", Kind.LOADED, file.receipt_number)
    town.tell("kurir1", Kind.UNLOADED, file.receipt_number)
    relay_all(town.clock)
    assert listed(run) == []


def test_an_item_handed_on_goes_to_the_takers_run_when_both_have_scanned(town):
    file = given_ready(town)
    first, second = given_run(town, [file]), given_run(town, who="kurir2")
    town.tell("kurir1", Kind.LOADED, file.receipt_number)
    given_at = town.tick()
    town.tell("kurir2", Kind.LOADED, file.receipt_number, data=GIVEN)
    relay_all(town.clock)
    assert (listed(first), listed(second)) == ([file.receipt_number], [])
    town.tell("kurir1", Kind.UNLOADED, file.receipt_number, at=given_at)
    relay_all(town.clock)
    assert (listed(first), listed(second)) == ([], [file.receipt_number])


def test_a_claimed_delivery_has_its_consequences_when_it_is_upheld(town):
    file = given_finished(town, file=given_told_file(town))
    town.tell("loket", Kind.MADE_READY, file.receipt_number)
    town.tell("kurir1", Kind.LOADED, file.receipt_number)
    given_at = town.tick()
    town.tell("kurir2", Kind.LOADED, file.receipt_number, data=GIVEN)
    assert town.tell("kurir2", Kind.DELIVERED, file.receipt_number, **AT_THE_DOOR).result == "conflict"
    relay_all(town.clock)
    assert not Place.objects.exists()
    assert not Message.objects.filter(occasion="delivered").exists()
    assert not Ended.objects.exists()
    town.tell("kurir1", Kind.UNLOADED, file.receipt_number, at=given_at)
    relay_all(town.clock)
    assert places.opened(Place.objects.get()) == Point(DOOR["lat"], DOOR["lon"])
    assert Message.objects.get(occasion="delivered").event.kind == Kind.DELIVERED
    assert Message.objects.filter(occasion="departed").count() == 1
    assert Ended.objects.get().application_id == file.pk


def test_a_delivery_that_is_taken_back_taught_nothing_and_is_not_counted(town):
    file = given_ready(town)
    town.tell("kurir1", Kind.LOADED, file.receipt_number)
    town.tell("kurir1", Kind.DELIVERED, file.receipt_number, **AT_THE_DOOR)
    relay_all(town.clock)
    assert (Place.objects.count(), Lesson.objects.count(), Ended.objects.count()) == (1, 1, 1)
    event = EventRow.objects.get(kind=Kind.DELIVERED)
    town.tell("camat", Kind.CORRECTED, file.receipt_number, reason="salah rumah", data={"event": str(event.pk)})
    relay_all(town.clock)
    assert (Place.objects.count(), Lesson.objects.count(), Ended.objects.count()) == (0, 0, 0)


def test_a_place_learned_from_two_deliveries_survives_one_that_is_taken_back(town):
    files = [given_ready(town) for _ in range(2)]
    for file in files:
        town.tell("kurir1", Kind.LOADED, file.receipt_number)
        town.tell("kurir1", Kind.DELIVERED, file.receipt_number, **AT_THE_DOOR)
    relay_all(town.clock)
    assert Place.objects.get().times == 2
    event = EventRow.objects.get(kind=Kind.DELIVERED, application=files[0])
    town.tell("camat", Kind.CORRECTED, files[0].receipt_number, reason="salah rumah", data={"event": str(event.pk)})
    relay_all(town.clock)
    assert Place.objects.get().times == 1


def test_learning_a_place_leaves_its_trace(town):
    file = given_ready(town)
    town.tell("kurir1", Kind.LOADED, file.receipt_number)
    town.tell("kurir1", Kind.DELIVERED, file.receipt_number, **AT_THE_DOOR)
    relay_all(town.clock)
    looks = Look.objects.filter(why="learn_place", file=file.pk).values_list("fields", "by")
    assert sorted(looks) == [("address", None), ("private", None)]


def test_a_courier_whose_phone_was_offline_for_a_day_narrows_no_window(town):
    files = [given_ready(town) for _ in range(2)]
    given_run(town, files)
    for file in files:
        town.tell("kurir1", Kind.LOADED, file.receipt_number)
    at = town.tick()
    town.clock += timedelta(hours=7)
    town.tell("kurir1", Kind.DELIVERED, files[0].receipt_number, at=at, **AT_THE_DOOR)
    relay_all(town.clock)
    assert not EventRow.objects.filter(kind=Kind.WINDOW_TOLD).exists()


def test_the_windows_of_one_door_are_narrowed_once(town):
    files = [given_ready(town) for _ in range(2)]
    given_run(town, files)
    for file in files:
        town.tell("kurir1", Kind.LOADED, file.receipt_number)
    town.tell("kurir1", Kind.DELIVERED, files[0].receipt_number, **AT_THE_DOOR)
    relay_all(town.clock)
    (window,) = EventRow.objects.filter(kind=Kind.WINDOW_TOLD)
    assert (window.application_id, window.person) == (files[1].pk, "siantar")
    EventRow.objects.update(relayed_at=None)
    relay_all(town.tick(300))  # another time, another window: but it was told already
    assert EventRow.objects.filter(kind=Kind.WINDOW_TOLD).count() == 1
    assert Stop.objects.count() == 2
