"""Many letters at once: each was read or never sent back, each has its own outcome, one that fails leaves the others."""

from __future__ import annotations

import pytest
from django.urls import reverse

from siantar.casework.consequences import relay_all
from siantar.casework.models import Application, EventRow
from siantar.directory.models import User
from siantar.letters import approving, issuing, many, queries, readings, writing
from siantar.letters.many import initial_many, sign_many
from siantar.letters.models import DraftReading, NumberSlot, OfficeLetter
from siantar.rules.letter.numbering import SlotState
from siantar.rules.vocabulary import Code, Kind, Stage
from tests.letters.cast import (
    SKTM,
    given_initialled,
    given_issued,
    given_written,
)
from tests.people import enter

pytestmark = pytest.mark.django_db


def number_of(letter: OfficeLetter) -> str:
    return letter.application.receipt_number


def opened(town, who: str, *letters: OfficeLetter) -> None:
    for letter in letters:
        readings.note_opened(writing.last_draft(letter), town.people[who], town.tick())


def codes(outcomes) -> list[Code | None]:
    return [outcome.code for outcome in outcomes]


def test_many_are_initialled_at_once_and_each_that_cannot_says_why(town):
    plain, done = given_written(town), given_issued(town)
    changed = given_written(town)
    writing.write(changed.application, {**SKTM, "kartu": "9"}, by=town.people["pemeriksa"], at=town.tick())
    own = writing.write(given_written(town).application, SKTM, by=town.people["kasi"], at=town.tick())
    opened(town, "kasi", own)
    numbers = [number_of(letter) for letter in (plain, done, changed, own)] + ["K7PQ3M9XAB"]
    outcomes = initial_many([*numbers, numbers[0]], by=town.people["kasi"], at=town.tick())
    assert [outcome.receipt_number for outcome in outcomes] == numbers
    assert codes(outcomes) == [None, Code.OTHER_LETTER, Code.NOT_OPENED, Code.OWN_DRAFT, Code.OTHER_LETTER]
    opened(town, "kasi", changed)
    assert codes(initial_many(numbers[2:3], by=town.people["kasi"], at=town.tick())) == [None]
    assert codes(initial_many(numbers[:1], by=town.people["camat"], at=town.tick())) == [Code.WRONG_ROLE]


def test_the_camat_signs_at_once_only_what_was_opened_as_it_is_written_now(town):
    read, unread, changed = (given_initialled(town) for _ in range(3))
    opened(town, "camat", read, changed)
    writing.write(changed.application, {**SKTM, "kartu": "9"}, by=town.people["pemeriksa"], at=town.tick())
    for who in ("kasi", "sekcam"):
        approving.initial(changed, by=town.people[who], at=town.tick())
    numbers = [number_of(letter) for letter in (read, unread, changed)]
    assert codes(sign_many(numbers, by=town.people["camat"], at=town.tick())) == [None, Code.NOT_OPENED, Code.NOT_OPENED]
    assert [slot.state for slot in NumberSlot.objects.all()] == [SlotState.ISSUED]
    opened(town, "sekcam", unread)  # that somebody else opened it is nothing
    assert codes(sign_many(numbers[1:2], by=town.people["camat"], at=town.tick())) == [Code.NOT_OPENED]


def test_one_that_fails_in_the_middle_leaves_the_others_and_keeps_its_number(town, monkeypatch):
    letters = [given_initialled(town) for _ in range(3)]
    opened(town, "camat", *letters)
    printing, failing = issuing.letter_pdf, iter([False, True, False])

    def sometimes(paper):
        if next(failing):
            raise OSError("no room")
        return printing(paper)

    monkeypatch.setattr(issuing, "letter_pdf", sometimes)
    numbers = [number_of(letter) for letter in letters]
    assert codes(sign_many(numbers, by=town.people["camat"], at=town.tick())) == [None, Code.NOT_SIGNED, None]
    monkeypatch.undo()
    assert codes(sign_many(numbers, by=town.people["camat"], at=town.tick())) == [Code.OTHER_LETTER, None, Code.OTHER_LETTER]
    assert sorted(NumberSlot.objects.values_list("seq", "state")) == [(seq, "issued") for seq in (1, 2, 3)]


def test_two_hundred_are_initialled_with_a_bounded_number_of_questions(town, django_assert_max_num_queries):
    letters = [given_written(town) for _ in range(200)]
    numbers = [number_of(letter) for letter in letters]
    with django_assert_max_num_queries(30):
        outcomes = initial_many(numbers, by=town.people["kasi"], at=town.tick())
    assert codes(outcomes) == [None] * 200
    assert EventRow.objects.filter(kind=Kind.INITIALLED).count() == 200


def test_more_than_are_done_together_are_all_answered(town, monkeypatch):
    monkeypatch.setattr(many, "TOGETHER", 3)
    letters = [given_written(town) for _ in range(7)]
    numbers = [number_of(letter) for letter in letters]
    strange = [*numbers[:4], "K7PQ3M9XAB", *numbers[4:]]
    outcomes = initial_many(strange, by=town.people["kasi"], at=town.tick())
    assert [outcome.receipt_number for outcome in outcomes] == strange
    assert codes(outcomes) == [None] * 4 + [Code.OTHER_LETTER] + [None] * 3
    assert EventRow.objects.filter(kind=Kind.INITIALLED).count() == 7


def test_a_list_that_is_not_the_whole_list_says_so(client, town, monkeypatch):
    monkeypatch.setattr(queries, "MOST_WAITING", 2)
    given_initialled(town)  # waits for the Camat and takes no place in the list of the head of section
    letters = [given_written(town) for _ in range(5)]
    client.force_login(User.objects.get(username="kasi"))
    page = client.get("/naskah/").text
    assert [number_of(letter) in page for letter in letters] == [True, True, False, False, False]
    assert "Masih ada 3 surat lain yang menunggu Anda" in page
    answer = client.post("/naskah/bersama/paraf/", {"initial": [number_of(letter) for letter in letters]})
    assert "5 berhasil, 0 tidak" in answer.text and "Masih ada" not in answer.text


def test_the_list_offers_what_may_be_done_and_answers_for_each(client, town):
    first, second = given_initialled(town), given_initialled(town)
    enter(client, "camat")
    assert 'name="sign"' not in client.get("/naskah/").text
    client.get(f"/naskah/{number_of(first)}/")
    assert DraftReading.objects.get().draft.letter_id == first.pk
    page = client.get("/naskah/").text
    assert f'value="{number_of(first)}"' in page and f'value="{number_of(second)}"' not in page
    answer = client.post("/naskah/bersama/tanda-tangan/", {"sign": [number_of(first), number_of(second), "x y"]})
    assert "1 berhasil, 1 tidak" in answer.text
    said_there = [answer.text.index(words) for words in ("belum Anda buka", number_of(second), "diberi nomor", number_of(first))]
    assert said_there == sorted(said_there)  # what is left to do stands first, though it was ticked last
    empty = client.post("/naskah/bersama/tanda-tangan/")
    assert empty.status_code == 422 and "Belum ada surat yang dicentang" in empty.text
    client.force_login(User.objects.get(username="kasi"))
    third = given_written(town)
    assert f'value="{number_of(third)}" checked' in client.get("/naskah/").text
    assert "1 berhasil, 0 tidak" in client.post("/naskah/bersama/paraf/", {"initial": number_of(third)}).text


def test_the_camat_rejects_instead_of_signing_and_the_reserved_number_is_cancelled(client, town, monkeypatch):
    letter, other = given_initialled(town), given_initialled(town)
    opened(town, "camat", letter)
    monkeypatch.setattr(issuing, "letter_pdf", lambda _paper: (_ for _ in ()).throw(OSError))
    assert codes(sign_many([number_of(letter)], by=town.people["camat"], at=town.tick())) == [Code.NOT_SIGNED]
    number = number_of(letter)
    enter(client, "camat")
    assert "Alasan untuk pemohon" in client.get(f"/naskah/{number}/").text
    client.post(reverse("act", args=[number]), {"kind": "rejected", "reason": " "})
    assert Application.objects.get(receipt_number=number).standing.stage == Stage.AWAITING_SIGNATURE
    client.post(reverse("act", args=[number]), {"kind": "rejected", "reason": "Penghasilan di atas batas"})
    assert Application.objects.get(receipt_number=number).standing.stage == Stage.REJECTED
    relay_all(town.clock)
    assert NumberSlot.objects.get().state == SlotState.CANCELLED
    page = client.get("/naskah/").text
    assert number not in page and number_of(other) in page
    assert codes(sign_many([number], by=town.people["camat"], at=town.tick())) == [Code.WRONG_STAGE]


def test_more_than_can_be_signed_at_once_are_answered_too(town, monkeypatch):
    monkeypatch.setattr(many, "MOST_SIGNED", 1)
    letters = [given_initialled(town), given_initialled(town)]
    opened(town, "camat", *letters)
    numbers = [number_of(letter) for letter in letters]
    assert codes(sign_many(numbers, by=town.people["camat"], at=town.tick())) == [None, Code.NOT_SIGNED]
    assert codes(sign_many(numbers[1:], by=town.people["camat"], at=town.tick())) == [None]
