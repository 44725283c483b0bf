"""Processes die with SIGKILL between any two statements of a signature: each letter is issued once, under one number.

One sheet is printed for all, before any process is forked: the press has threads, and a child would wait for them in vain.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from functools import partial
from itertools import pairwise
from uuid import uuid4

import pytest
from django.db import connections

from siantar.casework.models import EventRow
from siantar.directory import links
from siantar.letters import electronic, hand_signing, issuing, queries, writing
from siantar.letters.models import HandSigned, NumberSlot, OfficeLetter, SigningAttempt
from siantar.letters.writing import LetterRefused
from siantar.paper import press
from siantar.paper.letter import LetterPaper
from siantar.privacy.looks import Reader
from siantar.rules.letter.numbering import SlotState
from siantar.rules.vocabulary import Stage
from tests.clock import CLOCK
from tests.faults.test_consequences_survive import (
    dying_before_statement,
    in_a_process_of_its_own,
    killed_at_every_statement,
    nobody_else_is_connected,
)
from tests.letters.cast import given_initialled, given_letter_town
from tests.letters.esign_cast import desk, given_signing_electronically, signed_by
from tests.letters.esign_service import city_service, verdict
from tests.people import OFFICE

MOST_POINTS = 120
pytestmark = [pytest.mark.fault, pytest.mark.usefixtures("stored_for_real")]


def killed_along(step: int, new_letter: Callable[[], OfficeLetter], act: Callable, mend: Callable) -> list[OfficeLetter]:
    """A new letter for each `step`th statement before which `act` is killed, `mend` after each; the last undisturbed."""
    letters: list[OfficeLetter] = []
    while len(letters) < MOST_POINTS:
        letter = new_letter()
        killed = in_a_process_of_its_own(dying_before_statement(step * len(letters), partial(act, letter)))
        letters.append(letter)
        if not killed:
            return letters
        while not nobody_else_is_connected():  # the server takes a moment to roll a dead client back
            pass
        CLOCK.move(timedelta(hours=1))
        assert not in_a_process_of_its_own(partial(mend, letter))
    raise AssertionError("it is killed again and again")


def all_issued_once(letters: list[OfficeLetter]) -> None:
    """Each has one number, none is used twice or left out without a reason."""
    stored = OfficeLetter.objects.in_bulk([letter.pk for letter in letters])
    assert {each.state for each in stored.values()} == {OfficeLetter.State.ISSUED}
    assert {each.application.standing.stage for each in stored.values()} == {Stage.FINISHED}
    slots = list(NumberSlot.objects.order_by("seq"))
    assert [slot.seq for slot in slots] == list(range(1, len(slots) + 1))
    issued = [slot for slot in slots if slot.state == SlotState.ISSUED]
    assert sorted(slot.letter_id for slot in issued) == sorted(stored)
    assert all(stored[slot.letter_id].number == slot.number for slot in issued)
    assert all(slot.reason for slot in slots if slot not in issued)


@pytest.fixture
def printed_sheet(monkeypatch):
    """What the press gives for every letter, each time other bytes."""
    sheet = press.pdf("letter", asdict(sheet_of_sktm()))
    monkeypatch.setattr(press, "pdf", lambda _template, _data: sheet + b"\n%" + uuid4().hex.encode())


def sheet_of_sktm() -> LetterPaper:
    return LetterPaper(
        paper="a4", government="PEMERINTAH KOTA", unit="KECAMATAN", contact="", arms=b"", title="SURAT", about="",
        number="1", opening="Bahwa", rows=(), tables=(), sentences=("Kalimat.",), closing="Demikian.",
        place_and_day="Serpong Utara, 1 Januari 2026", block=(), name="Camat", rank="", nip="", copies=(), mark="",
        qr="", checked_at="",
    )  # fmt: skip


@pytest.mark.usefixtures("printed_sheet")
def test_killed_anywhere_between_signature_and_number_a_letter_on_paper_has_one_number():
    town = given_letter_town()

    def sign(letter):
        issuing.sign(letter, writing.last_draft(letter).number, by=town.people["camat"], at=CLOCK.at)

    letters = killed_along(5, lambda: given_initialled(town), sign, sign)
    assert len(letters) > 4
    all_issued_once(letters)


@pytest.mark.usefixtures("printed_sheet")
def test_killed_before_any_statement_of_the_issuing_itself_all_of_it_stands_or_nothing():
    """Every statement, not every fifth: between the events and the letter there are two."""
    town = given_letter_town()
    letter = given_initialled(town)
    signing = issuing.reserved(letter, 1, by=town.people["camat"], at=CLOCK.at)
    page = issuing.page_of(signing, CLOCK.at)

    def issue():
        issuing.issue(signing, page.code, page.pdf, by=town.people["camat"], at=CLOCK.at)

    def stands():
        return OfficeLetter.objects.get().state, NumberSlot.objects.get().state, EventRow.objects.count()

    assert killed_at_every_statement(issue, stands) > 8
    all_issued_once([letter])


@pytest.mark.usefixtures("printed_sheet")
def test_killed_anywhere_between_signing_printing_and_the_scan_a_letter_is_signed_by_hand_once():
    town = given_letter_town()

    def by_hand(letter):
        """As it goes: issued here, printed, under the pen, and its code scanned; whoever comes back begins where it stands."""
        stored = OfficeLetter.objects.get(pk=letter.pk)
        if stored.state == OfficeLetter.State.WRITTEN:
            stored = issuing.sign(letter, writing.last_draft(letter).number, by=town.people["camat"], at=CLOCK.at)
        assert queries.pdf_as_it_stands(stored, Reader(town.people["loket"], CLOCK.at, "letter"))
        hand_signing.confirm(links.public("letter-check", stored.token), OFFICE, by=town.people["loket"], at=CLOCK.at)

    letters = killed_along(6, lambda: given_initialled(town), by_hand, by_hand)
    assert len(letters) > 5
    all_issued_once(letters)
    assert sorted(HandSigned.objects.values_list("letter", flat=True)) == sorted(letter.pk for letter in letters)
    assert not hand_signing.unsigned_of(OFFICE).exists()


@pytest.mark.usefixtures("printed_sheet")
def test_killed_anywhere_in_the_scan_of_a_signed_paper_it_was_scanned_or_not_and_the_first_scan_stays():
    town = given_letter_town()
    letter = issuing.sign(given_initialled(town), 1, by=town.people["camat"], at=CLOCK.at)
    code = links.public("letter-check", letter.token)

    def scan(who: str = "loket"):
        return hand_signing.confirm(code, OFFICE, by=town.people[who], at=CLOCK.at)

    def stands():
        return list(HandSigned.objects.values_list()), OfficeLetter.objects.get().state, EventRow.objects.count()

    assert killed_at_every_statement(scan, stands) > 3
    first = HandSigned.objects.get().at
    CLOCK.move(timedelta(hours=1))
    assert not in_a_process_of_its_own(partial(scan, "pemeriksa"))
    again = HandSigned.objects.get()
    assert (again.at, str(again.by_id)) == (first, town.people["loket"].person)
    all_issued_once([letter])


@pytest.fixture
def city(printed_sheet):
    """A service, and whether others see what is sent while it is signed: asked in the service's own thread."""
    with city_service() as service:
        service.seen_meanwhile = []

        def look() -> None:
            try:
                service.seen_meanwhile.append(SigningAttempt.objects.filter(state=SigningAttempt.State.SENT).exists())
            finally:
                connections.close_all()

        service.at_signing = look
        yield service


def sign_electronically(town):
    def sign(letter):
        electronic.sign(letter, writing.last_draft(letter).number, desk(), by=town.people["camat"], at=CLOCK.at)

    return sign


def sign_again(town):
    def again(letter):
        try:
            signed_by(town, letter)
        except LetterRefused:  # it may have been signed: a person sends the same once more
            signed_by(town, letter, desk(again=True))

    return again


def test_killed_anywhere_around_the_sending_a_letter_has_one_number(city):
    town, first_sent = given_letter_town(), []
    given_signing_electronically(city, "v2", look="invisible")

    def new_letter() -> OfficeLetter:
        first_sent.append(len(city.sent))
        return given_initialled(town)

    letters = killed_along(8, new_letter, sign_electronically(town), sign_again(town))
    assert len(letters) > 5 and city.seen_meanwhile and all(city.seen_meanwhile)
    all_issued_once(letters)
    for first, end in pairwise([*first_sent, len(city.sent)]):
        assert len(set(city.sent[first:end])) == 1
    assert not SigningAttempt.objects.exclude(state=SigningAttempt.State.ISSUED).exists()


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_killed_while_the_service_signs_the_same_bytes_are_signed_again_under_the_same_number(city, version, tmp_path):
    town, letter = (town := given_letter_town()), given_initialled(town)
    given_signing_electronically(city, version, look="invisible")

    def signing() -> None:
        (tmp_path / "signer").write_text(str(os.getpid()))
        sign_electronically(town)(letter)

    look = city.at_signing
    city.at_signing = lambda: (look(), os.kill(int((tmp_path / "signer").read_text()), signal.SIGKILL))
    assert in_a_process_of_its_own(signing)
    city.at_signing = look
    CLOCK.move(timedelta(hours=1))
    assert not in_a_process_of_its_own(lambda: sign_again(town)(letter))
    all_issued_once([letter])
    assert city.seen_meanwhile == [True, True]
    assert len(city.sent) == 2 and len(set(city.sent)) == 1
    assert verdict(issuing.pdf_of(OfficeLetter.objects.get())).bottom_line
