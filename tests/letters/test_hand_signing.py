"""A letter for paper is signed when its paper was scanned after the pen: once, by its own office, and told to who asks."""

from __future__ import annotations

import pytest

from siantar.directory import links
from siantar.letters import genuineness, hand_signing, issuing
from siantar.letters.hand_signing import HandFault, NotByHand
from siantar.letters.issuing import pdf_of
from siantar.letters.models import HandSigned, OfficeLetter
from siantar.rules.access import Forbidden
from siantar.rules.receipt_number import NotANumber, grouped
from tests.letters.cast import given_issued, given_written
from tests.letters.test_one_letter import code_in
from tests.people import AGENCY, OFFICE, enter

pytestmark = pytest.mark.django_db
PAGE, SCAN = "/naskah/basah/", "/naskah/basah/pindai/"


def confirmed(town, text, who="loket"):
    return hand_signing.confirm(text, OFFICE, by=town.people[who], at=town.tick())


def fault_of(town, text) -> HandFault:
    with pytest.raises(NotByHand) as refusal:
        confirmed(town, text)
    return refusal.value.fault


def scans_of(letter: OfficeLetter) -> list[str]:
    address = links.public("letter-check", letter.token)
    number = letter.application.receipt_number
    link = genuineness.link_with(address, letter.statement, letter.signature)
    return [address, link, link.swapcase(), f"]Q2\\000026{link}\r", number, grouped(number).lower(), f"*{number}*"]


@pytest.mark.parametrize("place", range(7))
def test_the_code_in_the_letter_or_its_receipt_says_it_was_signed_however_it_is_scanned(town, place):
    letter = given_issued(town)
    assert list(hand_signing.unsigned_of(OFFICE)) == [letter]
    signature = confirmed(town, scans_of(letter)[place])
    assert (signature.letter, signature.first) == (letter, True)
    assert list(hand_signing.unsigned_of(OFFICE)) == []
    again = confirmed(town, scans_of(letter)[place], "pemeriksa")
    assert (again.first, again.at) == (False, signature.at)
    fact = HandSigned.objects.get()
    assert (fact.letter_id, fact.at, str(fact.by_id)) == (letter.pk, signature.at, town.people["loket"].person)


def test_the_code_is_read_off_the_printed_page(town):
    letter = given_issued(town)
    assert confirmed(town, code_in(pdf_of(letter))).letter == letter


def test_what_is_no_letter_for_the_pen_says_why(town):
    written = given_written(town)
    assert fault_of(town, written.application.receipt_number) == HandFault.NOT_ISSUED
    letter = given_issued(town)
    OfficeLetter.objects.filter(pk=letter.pk).update(electronic=True)
    assert fault_of(town, scans_of(letter)[0]) == HandFault.ELECTRONIC
    OfficeLetter.objects.filter(pk=letter.pk).update(electronic=False)
    issuing.withdraw(letter, "salah nama", by=town.people["camat"], at=town.tick())
    assert fault_of(town, scans_of(letter)[0]) == HandFault.WITHDRAWN
    assert fault_of(town, "https://lain.go.id/surat/AAAAAAAAAAAAAAAAAAAAAA") == HandFault.NO_LETTER
    with pytest.raises(NotANumber):
        confirmed(town, "halo")
    assert not HandSigned.objects.exists()


def test_another_office_says_nothing_of_our_letters(town):
    letter = given_issued(town)
    with pytest.raises(Forbidden):
        hand_signing.confirm(scans_of(letter)[0], OFFICE, by=town.people["dukcapil"], at=town.tick())
    OfficeLetter.objects.filter(pk=letter.pk).update(office=AGENCY)
    assert fault_of(town, scans_of(letter)[0]) == HandFault.NO_LETTER


def test_who_checks_a_letter_reads_whether_its_office_knows_of_the_pen(client, town):
    letter = given_issued(town)
    address = f"/surat/{letter.token}"
    assert "belum mencatat tanda tangan basah" in client.get(address).text
    confirmed(town, scans_of(letter)[0])
    page = client.get(address).text
    assert "sudah ditandatangani basah" in page and "belum mencatat tanda tangan basah" not in page
    issuing.withdraw(letter, "salah nama", by=town.people["camat"], at=town.tick())
    assert "tanda tangan basah" not in client.get(address).text


def test_other_systems_learn_how_a_letter_was_signed(client, town):
    letter = given_issued(town)
    address = f"/api/v1/letters/{letter.token}"
    assert client.get(address).json()["signed"] is None
    confirmed(town, scans_of(letter)[0])
    assert client.get(address).json()["signed"] == "by hand"
    OfficeLetter.objects.filter(pk=letter.pk).update(electronic=True)
    assert client.get(address).json()["signed"] == "electronic"


def test_a_stack_is_scanned_on_one_page_and_the_letter_says_so(client, town):
    letter = given_issued(town)
    enter(client, "loket")
    assert letter.number in client.get(PAGE).text
    assert "1 surat menunggu" in " ".join(client.get("/naskah/").text.split())
    answer = client.post(SCAN, {"scan": scans_of(letter)[1]}, headers={"accept": "application/json"}).json()
    assert (answer["outcome"], answer["title"], answer["count"]) == ("ok", letter.number, 0)
    assert "Ditandatangani basah" in answer["row"]
    assert "Ditandatangani basah dan dicap; dipindai" in client.get(f"/naskah/{letter.application.receipt_number}/").text
    wrong = client.post(SCAN, {"scan": "halo"}, headers={"accept": "application/json"}).json()
    assert wrong["outcome"] == "refused" and wrong["text"]
    assert client.post(SCAN, {"scan": "/surat/AAAAAAAAAAAAAAAAAAAAAA"}, follow=True).text.count("Bukan kode surat kantor ini") == 1


@pytest.mark.parametrize("who", ["kurir1", "pengatur", "penghubung", "dukcapil"])
def test_who_reads_no_letters_does_not_come_in(client, town, who):
    enter(client, who)
    assert client.get(PAGE).status_code == 403
    assert client.post(SCAN, {"scan": "x"}).status_code == 403
