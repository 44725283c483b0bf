"""Running numbers: ten sign at once, none twice, none left out without a reason; on both databases."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from siantar.casework.consequences import relay_all
from siantar.directory.models import User
from siantar.directory.staff import actor_of
from siantar.letters import issuing, numbers, writing
from siantar.letters.frames import frame_of
from siantar.letters.models import LetterFrame, LetterOfficer, NumberSlot, OfficeLetter
from siantar.rules.letter.numbering import SlotState
from siantar.rules.vocabulary import Kind, Role
from tests.clock import CLOCK
from tests.letters.cast import given_initialled, given_issued, given_letter_town

MANY = 10


@pytest.mark.usefixtures("stored_for_real")
def test_ten_signatories_at_once_get_ten_numbers_in_a_row():
    town = given_letter_town()
    letters = [given_initialled(town) for _ in range(MANY)]
    signatories = []
    for place in range(MANY):
        person = User.objects.create(username=f"camat{place}", office=town.office, roles=[Role.SIGNATORY])
        LetterOfficer.objects.create(
            office=town.office, person=person, position="head", title="Camat", name="C", first_on=CLOCK.at.date()
        )
        signatories.append(actor_of(person, CLOCK.at))
    at, together = town.tick(), threading.Barrier(MANY)

    def sign(place: int) -> str:
        try:
            letter = OfficeLetter.objects.get(pk=letters[place].pk)
            draft = writing.last_draft(letter).number
            together.wait(20)
            return issuing.sign(letter, draft, by=signatories[place], at=at).number
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as pool:
        issued = list(pool.map(sign, range(MANY)))
    assert len(set(issued)) == MANY
    slots = NumberSlot.objects.order_by("seq")
    assert [slot.seq for slot in slots] == list(range(1, MANY + 1))
    assert {slot.state for slot in slots} == {SlotState.ISSUED}
    assert sorted(issued) == sorted(slot.number for slot in slots)


@pytest.mark.usefixtures("stored_for_real")
def test_two_who_sign_one_letter_at_once_issue_it_once():
    town = given_letter_town()
    letter = given_initialled(town)
    at, together = town.tick(), threading.Barrier(2)

    def sign(_place: int) -> str:
        try:
            own = OfficeLetter.objects.get(pk=letter.pk)
            together.wait(20)
            return issuing.sign(own, 1, by=town.people["camat"], at=at).number
        except writing.LetterRefused as refusal:
            return str(refusal.code)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(sign, range(2)))
    assert answers[0].startswith("400.9.14/1/") and answers[1] in {"other_letter", "wrong_stage"}
    assert [(slot.seq, slot.state) for slot in NumberSlot.objects.all()] == [(1, SlotState.ISSUED)]


def test_each_year_begins_at_one_and_each_code_may_count_for_itself(town):
    first = given_issued(town)
    frame = frame_of(town.office)
    day = first.dated.replace(year=first.dated.year + 1)
    slot = numbers.reserve(given_initialled(town), frame, "400.9.14", day=day, at=town.tick())
    assert slot.seq == 1 and slot.number.endswith(str(day.year))
    LetterFrame.objects.update(by_code=True)
    by_code = numbers.reserve(given_initialled(town), frame_of(town.office), "400.9.14", day=first.dated, at=town.tick())
    assert (by_code.seq, by_code.series.code) == (1, "400.9.14")


def test_a_number_reserved_yesterday_is_cancelled_with_a_reason_and_the_next_is_taken(town):
    letter = given_initialled(town)
    frame, day = frame_of(town.office), CLOCK.at.date()
    held = numbers.reserve(letter, frame, "1", day=day, at=town.tick())
    assert numbers.reserve(letter, frame, "1", day=day, at=town.tick()).pk == held.pk
    later = numbers.reserve(letter, frame, "1", day=day.replace(day=day.day + 1), at=town.tick())
    held.refresh_from_db()
    assert (held.state, later.seq) == (SlotState.CANCELLED, 2) and "Tanggal surat" in held.reason


def test_a_number_of_a_file_that_ends_is_cancelled(town):
    letter = given_initialled(town)
    numbers.reserve(letter, frame_of(town.office), "1", day=CLOCK.at.date(), at=town.tick())
    outcome = town.tell("loket", Kind.CANCELLED, letter.application.receipt_number, reason="Pindah")
    assert outcome.result == "recorded"
    relay_all(town.tick())
    slot = NumberSlot.objects.get()
    assert slot.state == SlotState.CANCELLED and "berakhir" in slot.reason
