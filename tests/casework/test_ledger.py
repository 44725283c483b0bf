import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from siantar.casework import custody, ledger
from siantar.casework.models import EventRow, Movement, PrivatePart, Standing, TrackRow
from siantar.rules.event import Event
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import Kind
from tests.people import AGENCY, HANDOVER, given_file, given_finished, given_on_the_road, given_town, stage_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return given_town()


def test_a_file_goes_from_the_counter_to_the_door(town):
    file = given_on_the_road(town)
    outcome = town.tell("kurir1", Kind.DELIVERED, file.receipt_number, data=HANDOVER, private={"receiver_name": "Siti"})
    assert (outcome.result, outcome.stage) == ("recorded", "delivered")
    body = json.loads(TrackRow.objects.get(pk=file.receipt_number).body)
    assert [entry["stage"] for entry in body["timeline"]] == [
        "received", "checking", "sent_to_agency", "at_agency", "finished",
        "ready_for_delivery", "out_for_delivery", "delivered",
    ]  # fmt: skip
    assert Standing.objects.get(application=file).holder == "resident"


def test_the_same_event_twice_changes_nothing_the_second_time(town):
    file = given_file(town)
    id = uuid7(town.clock)
    first = town.tell("pemeriksa", Kind.CHECK_STARTED, file.receipt_number, id=id)
    again = town.tell("pemeriksa", Kind.CHECK_STARTED, file.receipt_number, id=id)
    assert (first.result, again.result, again.stage) == ("recorded", "duplicate", "checking")
    assert EventRow.objects.filter(application=file).count() == 2


def test_an_id_taken_by_another_file_is_refused(town):
    first, second = given_file(town), given_file(town)
    id = uuid7(town.clock)
    town.tell("pemeriksa", Kind.CHECK_STARTED, first.receipt_number, id=id)
    outcome = town.tell("pemeriksa", Kind.CHECK_STARTED, second.receipt_number, id=id)
    assert (outcome.result, outcome.code) == ("refused", "id_taken")


@pytest.mark.parametrize("who", ["loket", "camat", "kurir1", "pengatur", "dukcapil"])
def test_nobody_does_what_their_role_may_not(town, who):
    file = given_file(town)
    outcome = town.tell(who, Kind.CHECK_STARTED, file.receipt_number)
    assert outcome.result == "refused"
    assert EventRow.objects.filter(application=file).count() == 1


def test_the_old_ktp_is_handed_over_or_the_new_one_is_not(town):
    file = given_finished(town, "ktp-el-rusak")
    town.tell("loket", Kind.MADE_READY, file.receipt_number)
    town.tell("kurir1", Kind.LOADED, file.receipt_number)
    more = {"private": {"receiver_name": "Siti"}}
    outcome = town.tell("kurir1", Kind.DELIVERED, file.receipt_number, data=HANDOVER, **more)
    assert (outcome.result, outcome.code) == ("refused", "old_ktp_missing")
    outcome = town.tell("kurir1", Kind.DELIVERED, file.receipt_number, data={**HANDOVER, "old_ktp": "collected"}, **more)
    assert outcome.result == "recorded"


def test_after_two_attempts_the_item_waits_at_the_office(town):
    file = given_on_the_road(town)
    number = file.receipt_number
    assert town.tell("kurir1", Kind.DELIVERY_FAILED, number, reason="house_empty").stage == "delivery_failed"
    assert town.tell("kurir1", Kind.UNLOADED, number).stage == "ready_for_delivery"
    town.tell("kurir2", Kind.LOADED, number)
    town.tell("kurir2", Kind.DELIVERY_FAILED, number, reason="moved")
    assert town.tell("kurir2", Kind.UNLOADED, number).stage == "back_at_office"
    assert town.tell("kurir1", Kind.LOADED, number).code == "wrong_stage"


def test_a_courier_cannot_deliver_what_another_carries(town):
    file = given_on_the_road(town, "kurir1")
    outcome = town.tell("kurir2", Kind.DELIVERED, file.receipt_number, data=HANDOVER, private={"receiver_name": "Siti"})
    assert (outcome.result, outcome.code) == ("refused", "not_in_your_hands")


def test_a_wrong_pin_is_kept_as_told_and_put_before_a_person(town):
    file = given_on_the_road(town)
    data = {"relation": "applicant", "identity_check": "pin"}
    outcome = town.tell(
        "kurir1", Kind.DELIVERED, file.receipt_number, data=data, private={"receiver_name": "Siti"}, secret={"pin": "x"}
    )
    assert (outcome.result, outcome.code, stage_of(file)) == ("conflict", "wrong_proof", "out_for_delivery")
    assert Standing.objects.get(application=file).conflicts == 1
    conflict = EventRow.objects.get(application=file, conflict="wrong_proof")
    settled = town.tell(
        "camat", Kind.CORRECTED, file.receipt_number, reason="sudah dicek", data={"uphold": str(conflict.id)}
    )
    assert (settled.result, stage_of(file)) == ("recorded", "delivered")
    assert Standing.objects.get(application=file).conflicts == 0


def test_late_facts_are_put_in_their_place(town):
    file = given_on_the_road(town)
    number = file.receipt_number
    failed_at = town.tick()
    town.tick(60)
    town.tell("kurir1", Kind.DELIVERY_FAILED, number, reason="moved", at=town.clock)
    outcome = town.tell("kurir1", Kind.DELIVERY_FAILED, number, reason="house_empty", at=failed_at)
    assert (outcome.result, Standing.objects.get(application=file).progress["state"]["attempts"]) == ("recorded", 2)


def test_a_late_fact_that_contradicts_is_kept_and_asked_about(town):
    file = given_on_the_road(town)
    number = file.receipt_number
    delivered_at = town.tick(5)
    town.tell("loket", Kind.UNLOADED, number)
    outcome = town.tell(
        "kurir1", Kind.DELIVERED, number, at=delivered_at, data=HANDOVER, private={"receiver_name": "Siti"}
    )
    assert (outcome.result, stage_of(file)) == ("conflict", "ready_for_delivery")
    assert EventRow.objects.filter(application=file, conflict="contradicted").count() == 1


def test_a_late_fact_by_one_who_never_carried_the_item_is_refused(town):
    file = given_on_the_road(town, "kurir1")
    then = town.tick(5)
    town.tell("kurir1", Kind.DELIVERY_FAILED, file.receipt_number, reason="house_empty")
    outcome = town.tell("kurir2", Kind.DELIVERY_FAILED, file.receipt_number, reason="moved", at=then)
    assert (outcome.result, outcome.code) == ("refused", "not_in_your_hands")


def test_a_late_fact_by_one_who_never_may_is_refused(town):
    file = given_on_the_road(town)
    outcome = town.tell("loket", Kind.CHECK_STARTED, file.receipt_number, at=town.clock - timedelta(minutes=3))
    assert (outcome.result, outcome.code) == ("refused", "wrong_role")


def test_many_events_take_a_handful_of_statements(town, django_assert_max_num_queries):
    files = [given_file(town) for _ in range(12)]
    at = town.tick()
    events = [Event(uuid7(at), Kind.CHECK_STARTED, file.receipt_number, at) for file in files]
    with django_assert_max_num_queries(10):
        outcomes = ledger.record(events, by=town.people["pemeriksa"], at=at)
    assert {outcome.result for outcome in outcomes} == {"recorded"}


def test_a_correction_tells_the_story_without_the_mistake(town):
    file = given_file(town)
    number = file.receipt_number
    town.tell("pemeriksa", Kind.CHECK_STARTED, number)
    town.tell("pemeriksa", Kind.REJECTED, number, reason="salah tekan")
    mistake = EventRow.objects.get(application=file, kind="rejected")
    outcome = town.tell("camat", Kind.CORRECTED, number, reason="salah berkas", data={"event": str(mistake.id)})
    assert (outcome.result, outcome.stage) == ("recorded", "checking")
    again = town.tell("camat", Kind.CORRECTED, number, reason="lagi", data={"event": str(mistake.id)})
    assert again.code == "already_corrected"


def test_a_correction_that_would_break_later_facts_is_refused(town):
    file = given_finished(town)
    passed = EventRow.objects.get(application=file, kind="check_passed")
    outcome = town.tell("camat", Kind.CORRECTED, file.receipt_number, reason="x", data={"event": str(passed.id)})
    assert (outcome.result, outcome.code) == ("refused", "breaks_later_fact")


@pytest.mark.parametrize(("minutes", "code"), [(60, "from_the_future"), (-60 * 24 * 365, "before_hand_in")])
def test_broken_clocks_are_told_so(town, minutes, code):
    file = given_file(town)
    outcome = town.tell("pemeriksa", Kind.CHECK_STARTED, file.receipt_number, at=town.clock + timedelta(minutes=minutes))
    assert (outcome.result, outcome.code) == ("refused", code)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE casework_event SET reason = 'x'", "UPDATE casework_event SET \"hash\" = ''", "DELETE FROM casework_event"],
)
def test_the_database_refuses_to_edit_a_fact(town, statement):
    given_file(town)
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE casework_event SET relayed_at = recorded_at")


def test_every_item_is_with_one_holder_and_the_books_balance(town):
    files = [given_on_the_road(town), given_finished(town), given_file(town)]
    town.tell("loket", Kind.WENT_MISSING, files[1].receipt_number)
    balances = custody.balances(town.office.code)
    assert sum(balance.booked for balance in balances) == 3
    assert all(balance.booked == balance.standing for balance in balances)
    assert custody.balances(town.office.code, whole=True) == balances
    assert custody.differences(town.office.code) == custody.differences(town.office.code, whole=True) == []
    assert Movement.objects.filter(taken_from="resident").count() == 3


def test_what_came_home_by_the_standing_alone_is_found_by_the_whole_look_and_what_did_not_by_each(town):
    home, away = given_on_the_road(town), given_on_the_road(town)
    Standing.objects.filter(pk=home.pk).update(holder="resident")
    Standing.objects.filter(pk=away.pk).update(holder="courier:77")
    office = town.office.code
    assert custody.differences(office) == [away.receipt_number]
    assert set(custody.differences(office, whole=True)) == {home.receipt_number, away.receipt_number}
    assert sum(balance.booked for balance in custody.balances(office)) == 1
    assert sum(balance.booked for balance in custody.balances(office, whole=True)) == 2



def test_the_receivers_name_is_sealed_and_the_chain_knows_only_a_digest(town):
    file = given_on_the_road(town)
    town.tell("kurir1", Kind.DELIVERED, file.receipt_number, data=HANDOVER, private={"receiver_name": "Budi Santoso"})
    event = EventRow.objects.get(application=file, kind="delivered")
    part = PrivatePart.objects.get(event=event)
    assert b"Budi" not in bytes(part.sealed)
    assert len(event.private_digest) == 64
    assert "Budi" not in json.dumps(event.data)


def test_the_promise_waits_while_the_resident_does(town):
    file = given_file(town, complete=False)
    assert (stage_of(file), Standing.objects.get(application=file).promised_at) == ("incomplete", None)
    outcome = town.tell("loket", Kind.DOCUMENTS_COMPLETED, file.receipt_number)
    assert outcome.stage == "received"
    assert Standing.objects.get(application=file).promised_at is not None


def test_an_agency_that_does_not_use_siantar_is_spoken_for_by_the_liaison(town):
    file = given_file(town)
    for who, kind in [("pemeriksa", Kind.CHECK_STARTED), ("pemeriksa", Kind.CHECK_PASSED)]:
        town.tell(who, kind, file.receipt_number)
    town.tell("penghubung", Kind.SENT, file.receipt_number, to=AGENCY, bundle="B1")
    assert town.tell("penghubung", Kind.ARRIVED, file.receipt_number).code == "wrong_role"
    town.agency.uses_siantar = False
    town.agency.save()
    assert town.tell("penghubung", Kind.ARRIVED, file.receipt_number).result == "recorded"


def test_unknown_numbers_are_refused_and_spoil_nothing(town):
    assert town.tell("loket", Kind.MADE_READY, "XXXXXXXXXXXX", id=UUID(int=7)).code == "unknown_receipt"
