"""The books say what the ledger says: which letter came for which, which left the office, and who took it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from siantar.letters import approving, books, issuing, writing
from siantar.letters.books import DaySpan
from siantar.privacy.models import Look
from siantar.rules.access import Forbidden
from siantar.rules.vocabulary import Kind
from tests.clock import CLOCK
from tests.letters.cast import SKTM, given_initialled, given_issued, signed
from tests.people import enter

pytestmark = pytest.mark.django_db


def days(before=0, after=0, kind="") -> DaySpan:
    today = CLOCK.at.astimezone().date()
    return DaySpan(today - timedelta(days=before), today + timedelta(days=after), kind)


def collect(letter, town, receiver="Budi Santoso") -> None:
    """Made ready and handed over at the counter."""
    number = letter.application.receipt_number
    assert town.tell("loket", Kind.MADE_READY, number).result == "recorded"
    handed = {"relation": "applicant", "identity_check": "ktp_seen"}
    outcome = town.tell("loket", Kind.COLLECTED, number, data=handed, private={"receiver_name": receiver})
    assert outcome.result == "recorded", outcome


def test_the_agenda_puts_the_lurahs_letter_beside_ours(town):
    letter = given_issued(town)
    [entry] = books.agenda(town.people["loket"], days(1, 1), town.tick())
    assert entry.slot.number == letter.number
    assert (entry.came_number, entry.came_day, entry.came_from) == ("474/12/2026", "20 November 2026", "Lengkong Karya")
    assert Look.objects.filter(why="letter_book", file=letter.application_id).exists()


def test_a_letter_is_in_the_book_once_somebody_took_it(town):
    letter = given_issued(town)
    assert books.expedition(town.people["loket"], days(1, 1), town.tick()) == []
    collect(letter, town)
    [row] = books.expedition(town.people["loket"], days(1, 1), town.tick())
    assert (row.letter.number, row.receiver, row.event.kind) == (letter.number, "Budi Santoso", Kind.COLLECTED)
    assert Look.objects.filter(why="expedition_book", file=letter.application_id).count() == 2  # name, and receiver


def test_days_and_kinds_limit_the_book(town):
    collect(given_issued(town), town)
    loket = town.people["loket"]
    assert books.expedition(loket, days(3, -1), town.tick()) == [] == books.expedition(loket, days(-1, 3), town.tick())
    assert len(books.expedition(loket, days(0, 0, "sktm"), town.tick())) == 1
    assert books.expedition(loket, days(0, 0, "domisili"), town.tick()) == []


def test_what_took_a_withdrawn_letters_place_is_what_was_handed_over(town):
    old = given_issued(town)
    issuing.withdraw(old, "Nama sekolah keliru.", by=town.people["camat"], at=town.tick())
    new = writing.write(old.application, SKTM, by=town.people["pemeriksa"], at=town.tick())
    for who in ("kasi", "sekcam"):
        approving.initial(new, by=town.people[who], at=town.tick())
    new = signed(new, town.people["camat"], town)
    collect(new, town)
    [row] = books.expedition(town.people["loket"], days(1, 1), town.tick())
    assert row.letter.number == new.number != old.number


def test_another_office_and_those_without_the_role_read_nothing(town):
    collect(given_issued(town), town)
    for who in ("kurir1", "pengatur"):
        for book in (books.agenda, books.expedition):
            with pytest.raises(Forbidden):
                book(town.people[who], days(1, 1), CLOCK.at)


def test_the_number_of_questions_does_not_grow_with_the_book(town, django_assert_max_num_queries):
    for _ in range(4):
        collect(given_issued(town), town)
    with django_assert_max_num_queries(8):
        assert len(books.expedition(town.people["loket"], days(1, 1), CLOCK.at)) == 4
    with django_assert_max_num_queries(8):
        assert len(books.agenda(town.people["loket"], days(1, 1), CLOCK.at)) == 4


def test_a_letter_that_waits_is_in_no_book_of_what_left(town):
    given_initialled(town)
    assert books.expedition(town.people["loket"], days(1, 1), town.tick()) == []


@pytest.mark.parametrize("book", ["register-surat", "agenda", "ekspedisi"])
def test_each_book_is_a_page_a_paper_and_a_workbook(client, town, book):
    letter = given_issued(town)
    collect(letter, town)
    enter(client, "pemeriksa")
    span = {"dari": "2000-01-01", "sampai": "9999-12-31"}
    page = client.get(f"/naskah/buku/{book}/", span).text
    assert letter.number in page and f"/berkas/{letter.application.receipt_number}/" in page
    assert ("Budi Santoso" in page) is (book == "ekspedisi")
    assert client.get(f"/naskah/buku/{book}.pdf", span).content.startswith(b"%PDF")
    assert client.get(f"/naskah/buku/{book}.xlsx", span).content.startswith(b"PK")
    assert "Tidak ada catatan dalam masa ini" in client.get(f"/naskah/buku/{book}/", {"dari": "2000-01-01", "sampai": "2000-01-02"}).text
