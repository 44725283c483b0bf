"""The registers of KTP and KK and of complaints say what the ledger says, to those who may read them."""

from __future__ import annotations

import re
from datetime import timedelta

import pypdfium2
import pytest

from siantar.casework import card_files
from siantar.casework.models import Application, EventRow
from siantar.faces.letters.more_registers import CARDS, COMPLAINTS
from siantar.feedback import complaints
from siantar.feedback.complaints import Filing
from siantar.feedback.models import Complaint
from siantar.letters.books import DaySpan
from siantar.privacy.models import Look
from siantar.rules import receipt_number
from siantar.rules.access import Forbidden
from siantar.rules.complaint import Nature, Topic
from siantar.rules.vocabulary import Kind
from tests.clock import CLOCK
from tests.people import AGENCY, enter, given_file, given_town

pytestmark = pytest.mark.django_db
WHOLE = {"dari": "2000-01-01", "sampai": "9999-12-31"}


@pytest.fixture
def town():
    return given_town()


def days(before=0, after=0, kind="") -> DaySpan:
    today = CLOCK.at.astimezone().date()
    return DaySpan(today - timedelta(days=before), today + timedelta(days=after), kind)


def finish(file, town) -> None:
    for who, kind, more in (
        ("pemeriksa", Kind.CHECK_STARTED, {}), ("pemeriksa", Kind.CHECK_PASSED, {}),
        ("penghubung", Kind.SENT, {"to": AGENCY, "bundle": "B1"}), ("dukcapil", Kind.ARRIVED, {}), ("dukcapil", Kind.COMPLETED, {}),
    ):  # fmt: skip
        assert town.tell(who, kind, file.receipt_number, **more).result == "recorded", kind


def filed(town, topic=Topic.TIME, words="Sudah tiga minggu tidak ada kabar", **more) -> str:
    return complaints.file(Filing(town.office, topic, Nature.PLAIN, words, **more), at=town.tick()).number


def test_cards_and_nothing_else_are_in_their_register_each_once(town):
    files = [given_file(town, service) for service in ("ktp-el-hilang", "sktm", "kk-baru", "ktp-el-baru")]
    finish(files[0], town)
    rows = CARDS.rows(town.people["loket"], days(1, 1), town.tick())
    of_the_ledger = Application.objects.filter(service__code__regex="^(ktp|kk)").order_by("handed_in_at")
    assert [row.file for row in rows] == [file.receipt_number for file in of_the_ledger]
    assert {files[1].receipt_number}.isdisjoint(row.file for row in rows)
    issued = [row.file for row in rows if row.cells[-2]]
    events = EventRow.objects.filter(kind=Kind.COMPLETED).values_list("application__receipt_number", flat=True)
    assert issued == list(events) == [files[0].receipt_number]
    assert CARDS.totals(rows) == "Jumlah: 3 berkas, dikeluarkan 1."


def test_a_row_has_what_is_known_and_leaves_the_rest_to_the_hand(town):
    file = given_file(town, "ktp-el-hilang")
    [row] = CARDS.rows(town.people["pemeriksa"], days(1, 1), town.tick())
    cells = dict(zip(CARDS.names, row.cells, strict=True))
    assert (cells["Nama"], cells["NIK"], cells["JK"], cells["Tempat, tanggal lahir"]) == (file.applicant_name, "3674026304850003", "P", "23 April 1985")
    assert cells["No. KK"] == cells["Hubungan"] == cells["Dikeluarkan"] == ""
    [look] = Look.objects.filter(why="card_book", file=file.pk)
    assert look.fields == "address name nik"


def test_what_was_taken_back_was_not_issued(town):
    file = given_file(town, "ktp-el-hilang")
    finish(file, town)
    event = EventRow.objects.get(kind=Kind.COMPLETED)
    outcome = town.tell("camat", Kind.CORRECTED, file.receipt_number, data={"event": str(event.pk)}, reason="salah ketuk")
    assert outcome.result == "recorded", outcome
    [row] = CARDS.rows(town.people["loket"], days(1, 1), town.tick())
    assert row.cells[-2] == ""


def test_days_and_services_limit_the_register_of_cards(town):
    given_file(town, "ktp-el-hilang")
    loket = town.people["loket"]
    assert len(CARDS.rows(loket, days(0, 0, "ktp-el-hilang"), town.tick())) == 1
    assert CARDS.rows(loket, days(0, 0, "kk-baru"), town.tick()) == [] == CARDS.rows(loket, days(3, -1), town.tick())


def test_questions_do_not_grow_with_the_register(town, django_assert_max_num_queries):
    for _ in range(5):
        finish(given_file(town, "ktp-el-hilang"), town)
    with django_assert_max_num_queries(8):
        assert len(CARDS.rows(town.people["loket"], days(1, 1), CLOCK.at)) == 5


def test_every_complaint_is_in_its_register_with_the_residents_words(town):
    file = given_file(town)
    numbers = [filed(town, application=file), filed(town, Topic.OFFICER), filed(town, words="x" * 1000)]
    rows = COMPLAINTS.rows(town.people["camat"], days(1, 1), town.tick())
    assert [row.file for row in rows] == numbers == list(Complaint.objects.order_by("filed_at").values_list("pk", flat=True))
    cells = dict(zip(COMPLAINTS.names, rows[0].cells, strict=True))
    assert cells["Isi"] == "Sudah tiga minggu tidak ada kabar" and cells["No. berkas"] == receipt_number.grouped(file.receipt_number)
    assert Look.objects.filter(why="complaint_book", file=file.pk).exists()
    assert COMPLAINTS.totals(rows).startswith("Jumlah: 3 pengaduan, ")
    only = COMPLAINTS.rows(town.people["camat"], days(1, 1, "officer"), town.tick())
    assert [row.file for row in only] == [numbers[1]]
    ordinary = COMPLAINTS.rows(town.people["pemeriksa"], days(1, 1), town.tick())  # not those about people of the office
    assert [row.file for row in ordinary] == [numbers[0], numbers[2]]


def test_who_may_not_reads_nothing(client, town):
    for who in ("kurir1", "pengatur", "penghubung", "dukcapil"):
        with pytest.raises(Forbidden):
            card_files.card_files(town.people[who], (CLOCK.at.date(), CLOCK.at.date()), "", CLOCK.at)
    with pytest.raises(Forbidden):
        COMPLAINTS.rows(town.people["loket"], days(1, 1), CLOCK.at)
    enter(client, "loket")
    assert client.get("/naskah/buku/pengaduan/").status_code == 403
    assert "/naskah/buku/pengaduan/" not in client.get("/naskah/buku/ktp-kk/").text


def test_each_register_is_a_page_a_paper_and_a_workbook(client, town):
    file, number = given_file(town, "ktp-el-hilang"), filed(town)
    enter(client, "pemeriksa")
    for book, link in (("ktp-kk", f"/berkas/{file.receipt_number}/"), ("pengaduan", f"/suara/pengaduan/{number}/")):
        assert link in client.get(f"/naskah/buku/{book}/", WHOLE).text
        assert client.get(f"/naskah/buku/{book}.pdf", WHOLE).content.startswith(b"%PDF")
        assert client.get(f"/naskah/buku/{book}.xlsx", WHOLE).content.startswith(b"PK")


def test_each_page_says_how_many_rows_it_has_and_how_many_there_are_so_far(client, town):
    for _ in range(45):
        given_file(town, "ktp-el-hilang")
    enter(client, "pemeriksa")
    pdf = pypdfium2.PdfDocument(client.get("/naskah/buku/ktp-kk.pdf", {**WHOLE, "kertas": "f4"}).content)
    assert [round(side / 72 * 25.4) for side in pdf[0].get_size()] == [330, 210]
    words = [" ".join(page.get_textpage().get_text_bounded().split()) for page in pdf]
    here = [int(re.search(r"halaman ini: (\d+) baris", text)[1]) for text in words]
    so_far = [int(re.search(r"sampai halaman ini: (\d+) baris", text)[1]) for text in words]
    assert len(pdf) > 1 and sum(here) == so_far[-1] == 45
    assert so_far == [sum(here[: place + 1]) for place in range(len(here))]
    assert "Mengetahui," in words[-1]
