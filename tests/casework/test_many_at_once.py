"""Two people, the same file, the same moment: one is recorded, the other told why not; nothing doubles."""

import json
import threading
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from siantar.casework import (
    custody,
    intake,
    intake_corrections,
    ledger,
    persons,
    possession,
    resident_changes,
)
from siantar.casework.intake_corrections import IntakeCorrection
from siantar.casework.models import Application, EventRow
from siantar.casework.persons import NotTheirs, Word
from siantar.catalogue.models import Service
from siantar.directory import audit, brakes
from siantar.directory.models import AuditEntry
from siantar.privacy import vault
from siantar.reports import rebuilding
from siantar.rules.audit import Audited
from siantar.rules.brake import Allowance
from siantar.rules.event import Event
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import Kind
from siantar.shelf import places
from siantar.shelf.models import Placement
from tests.people import given_file, given_finished, given_town

pytestmark = pytest.mark.usefixtures("stored_for_real")
HANDS = 6
ROUNDS = 12


def together(act) -> list:
    """What each of HANDS threads got from `act(place)`, all started at the same moment."""
    start, answers = threading.Barrier(HANDS), [None] * HANDS

    def run(place: int) -> None:
        try:
            start.wait(10)
            answers[place] = act(place)
        except Exception as error:
            answers[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(HANDS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def test_one_courier_takes_an_item_that_two_reach_for():
    town = given_town()
    file = given_finished(town)
    town.tell("loket", Kind.MADE_READY, file.receipt_number)
    at = town.tick()

    def load(place: int):
        who = town.people[f"kurir{place % 2 + 1}"]
        return ledger.record([Event(uuid4(), Kind.LOADED, file.receipt_number, at)], by=who, at=at)[0].result

    assert Counter(together(load)) == {"recorded": 1, "refused": HANDS - 1}
    assert list(rebuilding.findings()) == []
    assert custody.differences(town.office.code) == []


def test_the_same_event_from_many_hands_is_recorded_once():
    town = given_town()
    file = given_file(town)
    at = town.tick()
    event = Event(uuid4(), Kind.CHECK_STARTED, file.receipt_number, at)

    def tell(_place: int):
        return ledger.record([event], by=town.people["pemeriksa"], at=at)[0].result

    assert Counter(together(tell)) == {"recorded": 1, "duplicate": HANDS - 1}


def test_one_id_for_many_files_belongs_to_the_first():
    town = given_town()
    files = [given_file(town) for _ in range(HANDS)]
    id, at = uuid4(), town.tick()

    def tell(place: int):
        event = Event(id, Kind.CHECK_STARTED, files[place].receipt_number, at)
        return ledger.record([event], by=town.people["pemeriksa"], at=at)[0].result

    assert Counter(together(tell)) == {"recorded": 1, "refused": HANDS - 1}
    assert EventRow.objects.filter(pk=id).count() == 1


def test_calls_over_the_same_files_in_opposite_order_do_not_lock_each_other_out():
    town = given_town()
    files = [given_file(town) for _ in range(8)]
    at = town.tick()

    def tell(place: int):
        order = files if place % 2 else files[::-1]
        events = [Event(uuid7(at), Kind.CHECK_STARTED, file.receipt_number, at) for file in order]
        return [outcome.result for outcome in ledger.record(events, by=town.people["pemeriksa"], at=at)]

    answers = together(tell)
    assert Counter(result for answer in answers for result in answer) == {"recorded": 8, "refused": 8 * (HANDS - 1)}


def test_a_double_click_on_two_servers_takes_in_one_file():
    town = given_town()
    service, id, at = Service.objects.select_related("office").get(code="ktp-el-hilang"), UUID(int=42), town.tick()

    def save(_place: int):
        hand_in = intake.HandIn(id, service, "Siti Aminah", "3674026304850003")
        return intake.hand_in(hand_in, by=town.people["loket"], at=at).application.receipt_number

    assert len(set(together(save))) == 1
    assert Application.objects.count() == 1


def test_guesses_told_at_the_same_moment_are_all_counted():
    town = given_town()
    file = Application.objects.get(pk=given_file(town).pk)
    wrong = "000000" if possession.pin_of(file) != "000000" else "111111"
    from siantar.casework.private_view import show_with_pin

    views = together(lambda _place: show_with_pin(file.receipt_number, wrong, town.clock, network="x"))
    assert [answer.open for answer in views] == [False] * HANDS
    assert show_with_pin(file.receipt_number, possession.pin_of(file), town.clock, network="x").locked_until is not None


def test_corrections_residents_and_scans_of_one_person_do_not_wait_for_each_other():
    """Everybody locks the file first, as the ledger does: another order is a deadlock sooner or later."""
    town = given_town()
    files = [given_file(town) for _ in range(4)]
    at = town.tick()

    def correct(place: int, round: int) -> None:
        change = IntakeCorrection(uuid4(), {"name": f"Siti {place} {round}", "landmark": f"pagar {place}"}, "salah ketik")
        intake_corrections.correct(files[round % 4], change, by=town.people["loket"], at=at)

    def change_landmark(place: int, round: int) -> None:
        resident_changes.correct_contact(files[round % 4], phone="", landmark=f"warung {place} {round}", at=at)

    def scan(_place: int, round: int) -> None:
        order = files if round % 2 else files[::-1]
        events = [Event(uuid4(), Kind.CHECK_STARTED, file.receipt_number, at) for file in order]
        ledger.record(events, by=town.people["pemeriksa"], at=at)

    def act(place: int) -> int:
        for round in range(ROUNDS):
            (correct, change_landmark, scan)[place % 3](place, round)
        return ROUNDS

    assert together(act) == [ROUNDS] * HANDS
    assert list(rebuilding.findings()) == []
    assert EventRow.objects.filter(kind=Kind.INTAKE_CORRECTED).count() == ROUNDS * HANDS // 3


def test_persons_sorted_out_by_many_hands_end_under_one_record_or_another():
    town = given_town()
    files = [given_file(town) for _ in range(4)]
    at = town.tick()

    def sort_out(place: int) -> int:
        word = [Word(uuid4(), "tertukar", town.people["loket"], at) for _ in range(ROUNDS)]
        for round in range(ROUNDS):
            file = Application.objects.get(pk=files[(place + round) % 4].pk)
            other = Application.objects.get(pk=files[(place * round + 1) % 4].pk)
            with suppress(NotTheirs):
                if place % 2:
                    persons.merge(file, other, word[round])
                else:
                    persons.separate(file, word[round])
        return ROUNDS

    assert together(sort_out) == [ROUNDS] * HANDS
    assert list(rebuilding.findings()) == []
    for file in files:  # each fact goes on where the one before it ended, and the file is where the last one says
        under = str(file.person_id)
        for event in EventRow.objects.filter(application=file, kind=Kind.INTAKE_CORRECTED).order_by("seq"):
            private = json.loads(vault.unseal(ledger.PRIVATE_PLACE, event.pk, event.privatepart.sealed))
            assert private["applicant_before"] == under
            under = private["applicant"]
        assert under == str(Application.objects.get(pk=file.pk).person_id)


def test_a_document_that_is_being_loaded_is_not_laid_on_the_shelf_behind_it():
    town = given_town()
    file = given_finished(town)
    town.tell("loket", Kind.MADE_READY, file.receipt_number)
    shelf = places.open_place(town.office, "Rak", town.people["loket"], town.tick())
    answers = []

    def lay_down() -> None:
        try:
            answers.append(places.put(shelf, file.receipt_number, town.people["loket"], town.clock))
        except Exception as error:
            answers.append(error)
        finally:
            connection.close()

    hands = threading.Thread(target=lay_down)
    with transaction.atomic():
        assert town.tell("kurir1", Kind.LOADED, file.receipt_number).result == "recorded"
        hands.start()
        hands.join(1)  # whoever does not wait for the courier's word is done by then
    hands.join(60)
    assert [type(answer) for answer in answers] == [places.NotHere]
    assert not Placement.objects.exists()


def test_tries_typed_at_the_same_moment_are_all_counted():
    at, own = datetime(2026, 11, 26, 3, tzinfo=UTC), Allowance(3, timedelta(minutes=1), timedelta(hours=1), timedelta(hours=2))
    answers = together(lambda _place: brakes.take({"pair a": own, "everybody": own}, at))
    let_in = [answer for answer in answers if isinstance(answer, brakes.Taken)]
    assert len(let_in) == own.free + 1  # the one too many is heard, and everybody after it waits
    assert {type(answer) for answer in answers} == {brakes.Taken, brakes.Wait}


def test_entries_of_the_audit_record_follow_each_other_whoever_writes():
    at = datetime(2026, 11, 26, 3, tzinfo=UTC)
    answers = [together(lambda place: audit.note(Audited.LOGGED_IN, at=at, whose=place, by=place)) for _ in range(4)]
    assert answers == [[None] * HANDS] * 4
    assert AuditEntry.objects.count() == 4 * HANDS
    assert list(audit.broken_at()) == []
