"""What residents say and what becomes of it, page by page."""

from __future__ import annotations

import gzip
import io
import re
from datetime import timedelta
from uuid import uuid4

import pypdfium2
import pytest
from django.core.cache import cache

from siantar.casework import possession
from siantar.faces.frame import assets
from siantar.feedback import complaints, rate_limit
from siantar.feedback.models import Answer, Complaint
from siantar.privacy.models import Look
from siantar.reports import served_files
from siantar.rules import receipt_number
from siantar.rules.satisfaction import Element
from tests.clock import CLOCK
from tests.people import enter, given_collected, given_file, given_on_the_road

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r"/pengaduan/(P[0-9A-Z]{12})")


@pytest.fixture(autouse=True)
def no_memory():
    cache.clear()


def points(value=4, **more):
    return {**{str(element): str(value) for element in Element}, **more}


def judged(client, file, value=4, **more):
    """A judgement by somebody who has the receipt."""
    return client.post(f"/skm/{file.receipt_number}", points(value, pin=possession.pin_of(file), **more))


def complaint(**more):
    return {
        "once": str(uuid4()),
        "nature": "plain",
        "topic": "time",
        "words": "Sudah tiga minggu tidak ada kabar",
        **more,
    }


def filed(client, **more) -> str:
    answer = client.post("/pengaduan/", complaint(**more))
    assert answer.status_code == 302, answer.content.decode()
    return NUMBER.match(answer["Location"])[1]


def test_the_tracking_page_asks_for_a_judgement_only_at_the_end(client, town):
    early, done = given_on_the_road(town), given_collected(town)
    assert f"/skm/{early.receipt_number}" not in client.get(f"/t/{early.receipt_number}").content.decode()
    page = client.get(f"/t/{done.receipt_number}").content.decode()
    assert f'href="/skm/{done.receipt_number}"' in page
    assert f'href="/pengaduan/?resi={done.receipt_number}"' in page


def test_the_survey_is_small_and_holds_nothing_personal(client, town):
    file = given_collected(town)
    page = client.get(f"/skm/{file.receipt_number}")
    text = page.content.decode()
    assert text.count('type="radio"') == 36
    assert not re.search("Siti|Aminah|3674026|0812|Raya Serpong No", text)
    styles = [assets.content(name) for name in ("styles/public.css", "styles/voice.css")]
    assert len(gzip.compress(page.content)) + sum(len(gzip.compress(style)) for style in styles) < 14_000


def test_a_resident_judges_once(client, town):
    file = given_collected(town)
    sent = judged(client, file, 3, thanks="Terima kasih", sex="P", dari="qr")
    assert sent["Location"] == "/skm/terima-kasih/"
    answer = Answer.objects.get()
    assert (answer.u1, answer.u9, answer.sex, answer.way) == (3, 3, "P", "qr")
    again = judged(client, file, 1)
    assert "sudah dipakai untuk menilai" in again.content.decode()
    assert Answer.objects.count() == 1


@pytest.mark.parametrize("pin", ["", "000000", "12345", "x" * 15])
def test_a_receipt_number_alone_does_not_judge(client, town, pin):
    file = given_collected(town)
    page = client.post(f"/skm/{file.receipt_number}", points(1, pin=pin))
    assert (page.status_code, Answer.objects.count()) == (422, 0)
    assert "Isi PIN enam angka" in page.content.decode()
    assert page.content.decode().count(" checked") == 9


def test_what_was_chosen_stays_when_a_question_is_left_out(client, town):
    file = given_collected(town)
    some = points(2, grief="Antrean panjang", schooling="sma")
    del some["u5"]
    page = client.post(f"/skm/{file.receipt_number}", some)
    text = page.content.decode()
    assert page.status_code == 422
    assert "Pertanyaan 5 belum dijawab." in text
    assert text.count(" checked") == 8
    assert "Antrean panjang" in text
    assert 'value="sma" selected' in text
    assert not Answer.objects.exists()


@pytest.mark.parametrize(("typed", "status"), [("000000000000", 404), ("123", 404), ("K7PQ", 404)])
def test_a_wrong_number_is_told_so(client, town, typed, status):
    assert client.get(f"/skm/{typed}").status_code == status
    assert client.post("/skm/", {"resi": typed}).status_code in {302, 404}


def test_an_unfinished_file_is_not_judged(client, town):
    file = given_on_the_road(town)
    answer = client.post(f"/skm/{file.receipt_number}", points())
    assert (answer.status_code, Answer.objects.count()) == (409, 0)


def test_the_tablet_belongs_to_nobody_and_returns_to_its_start(client, town):
    file = given_collected(town)
    enter(client, "loket")
    assert client.post("/suara/tablet/")["Location"] == "/skm/"
    assert client.get("/loket/")["Location"].startswith("/masuk/")
    assert "Berikan resi Anda kepada petugas" in client.get("/skm/").content.decode()
    scanned = client.post(
        "/skm/", {"resi": f"http://127.0.0.1:8000/t/{file.receipt_number}#{possession.proof_of(file)}"}
    )
    assert scanned["Location"] == f"/skm/{file.receipt_number}"
    assert client.get(scanned["Location"])["Refresh"] == "300; url=/skm/"
    thanks = client.get(client.post(scanned["Location"], points())["Location"])
    assert thanks["Refresh"] == "8; url=/skm/"
    assert Answer.objects.get().way == "tablet"
    assert "/pengaduan/" not in thanks.content.decode()


def test_only_staff_put_up_a_tablet(client, town):
    assert client.post("/suara/tablet/")["Location"].startswith("/masuk/")
    assert "Refresh" not in client.get("/skm/terima-kasih/")
    enter(client, "kurir1")
    assert client.post("/suara/tablet/").status_code == 403


def test_results_are_live_and_the_form_is_printed(client, town):
    for value in (4, 3):
        judged(client, given_collected(town), value)
    enter(client, "camat")
    page = client.get("/suara/").content.decode()
    assert "87,50" in page
    pdf = client.get(f"/suara/skm.pdf?masa={CLOCK.at.year}")
    text = re.sub(r"\s+", " ", pypdfium2.PdfDocument(io.BytesIO(pdf.content))[0].get_textpage().get_text_bounded())
    for owed in (
        "87,50",
        "U1",
        "U9",
        "3,500",
        "0,389",
        "Penanganan pengaduan",
        "Sangat baik",
        "NRR tertimbang",
        "PermenPANRB 14/2017",
    ):
        assert owed.lower() in text.lower(), owed


@pytest.mark.parametrize(
    "query", ["masa=2026-99", "masa=1999", "layanan=tidak-ada", "kantor=x", "masa=%00", "masa=" + "9" * 400]
)
def test_odd_questions_to_the_results_are_answered(client, town, query):
    enter(client, "camat")
    assert client.get(f"/suara/?{query}").status_code in {200, 400}
    assert client.get(f"/suara/skm.pdf?{query}").status_code in {200, 400}


def test_words_are_for_the_section_head_and_leave_a_trace(client, town):
    judged(client, given_collected(town), grief="Kursi tunggu rusak")
    enter(client, "loket")
    assert client.get("/suara/kata/").status_code == 403
    enter(client, "pemeriksa")
    assert "Kursi tunggu rusak" in client.get("/suara/kata/").content.decode()
    assert Look.objects.filter(why="survey_words").count() == 1


def test_a_complaint_gets_a_number_and_a_page_of_its_own(client, town):
    file = given_file(town)
    number = filed(client, resi=receipt_number.grouped(file.receipt_number).lower(), contact="0812 3456 7890")
    page = client.get(f"/pengaduan/{number}").content.decode()
    assert receipt_number.grouped(number) in page
    assert "Pengaduan Anda sedang ditangani" in page
    assert not re.search("tiga minggu|0812|Siti|" + file.receipt_number, page)
    assert Complaint.objects.get().application_id == file.pk


def test_sending_twice_is_one_complaint(client, town):
    once = complaint()
    assert client.post("/pengaduan/", once)["Location"] == client.post("/pengaduan/", once)["Location"]
    assert Complaint.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"words": ""}, "Ceritakan dulu apa yang terjadi."), ({"topic": ""}, "Pilih dulu, ini tentang apa."),
        ({"resi": "K7PQ3M9X2ABD"}, "salah ketik"), ({"resi": "8991234567890"}, "salah ketik"), ({"topic": "x"}, "x"),
        ({"words": "x" * 5000}, "4000"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_complaint_is_said_and_nothing_is_lost(client, town, wrong, sentence):
    page = client.post("/pengaduan/", complaint(contact="siti@contoh.id", **wrong))
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert "siti@contoh.id" in page.content.decode()
    assert not Complaint.objects.exists()


def test_a_flood_is_stopped_and_loses_nothing(client, town):
    for _ in range(rate_limit.MOST):
        filed(client)
    page = client.post("/pengaduan/", complaint(words="Ini yang terakhir"))
    assert page.status_code == 429
    assert "Ini yang terakhir" in page.content.decode()
    assert Complaint.objects.count() == rate_limit.MOST


def test_behind_a_proxy_the_address_is_the_one_it_added(client, town, settings):
    settings.SIANTAR_BEHIND_PROXY = True
    for n in range(rate_limit.MOST + 5):
        answer = client.post("/pengaduan/", complaint(), headers={"X-Forwarded-For": f"1.2.3.4, 10.1.1.{n}"})
        assert answer.status_code == 302
    for n in range(rate_limit.MOST + 1):
        answer = client.post("/pengaduan/", complaint(), headers={"X-Forwarded-For": f"1.1.1.{n}, 9.9.9.9"})
    assert answer.status_code == 429


def test_from_the_desk_a_complaint_is_given_answered_and_opened_again(client, town):
    number = filed(client)
    enter(client, "camat")
    acts = f"/suara/pengaduan/{number}/tindakan/"
    client.post(acts, {"step": "assigned", "to": town.people["pemeriksa"].person})
    enter(client, "pemeriksa")
    assert "tiga minggu" in client.get(f"/suara/pengaduan/{number}/").content.decode()
    assert Look.objects.filter(why="complaint").count() >= 1
    empty = client.post(acts, {"step": "answered", "words": " "})
    assert (empty.status_code, "Tulis dulu jawabannya" in empty.content.decode()) == (422, True)
    assert client.post(acts, {"step": "answered", "words": "Berkas sudah selesai."}).status_code == 302
    page = client.get(f"/pengaduan/{number}").content.decode()
    assert "Berkas sudah selesai." in page
    assert "Pengaduan Anda sudah dijawab" in page
    late = client.post(acts, {"step": "answered", "words": "Dua kali"})
    assert (late.status_code, "Dua kali" not in client.get(f"/pengaduan/{number}").content.decode()) == (422, True)
    assert client.post(f"/pengaduan/{number}", {"words": "Belum sampai"}).status_code == 302
    page = client.get(f"/pengaduan/{number}").content.decode()
    assert "Dibuka kembali oleh warga" in page
    assert "Belum sampai" not in page
    assert "Belum sampai" in client.get(f"/suara/pengaduan/{number}/").content.decode()


def test_the_late_stand_first_and_say_so(client, town):
    number, other = filed(client), filed(client)
    complaints.reply(other, "Kami periksa.", by=town.people["camat"], at=CLOCK.at)
    complaints.escalate(at=CLOCK.at + timedelta(days=9))
    enter(client, "camat")
    assert 'class="count">1<' in client.get("/berkas/").content.decode()
    page = client.get("/suara/pengaduan/").content.decode()
    assert page.index(number) < page.index(other)
    assert "naik ke Camat" in page
    assert "put before the Camat" not in page


def test_what_concerns_officers_is_not_for_their_neighbours(client, town):
    number = filed(client, topic="officer")
    enter(client, "pemeriksa")
    assert client.get(f"/suara/pengaduan/{number}/").status_code == 404
    assert number not in client.get("/suara/pengaduan/").content.decode()
    assert client.post(f"/suara/pengaduan/{number}/tindakan/", {"step": "closed"}).status_code == 404


def test_whom_it_was_given_to_may_answer_and_no_more(client, town):
    number = filed(client)
    from siantar.directory.models import User

    complaints.assign(number, User.objects.get(username="loket"), by=town.people["camat"], at=CLOCK.at)
    enter(client, "loket")
    acts = f"/suara/pengaduan/{number}/tindakan/"
    assert client.post(acts, {"step": "sorted", "nature": "field_check"}).status_code == 422
    assert client.post(acts, {"step": "replied", "words": "Sedang kami cari."}).status_code == 302
    assert Complaint.objects.get().nature == "plain"


def test_the_counter_writes_one_down_and_prints_its_slip(client, town):
    enter(client, "loket")
    saved = client.post("/suara/pengaduan/baru/", complaint(topic="fee"))
    number = saved["Location"].rpartition("=")[2]
    assert client.get(saved["Location"]).status_code == 200
    pdf = client.get(f"/suara/pengaduan/{number}/tanda.pdf")
    assert pdf.content[:5] == b"%PDF-"
    assert Complaint.objects.get().at_counter
    assert client.get(f"/suara/pengaduan/{number}/").status_code == 404


def test_the_export_opens_in_a_spreadsheet_and_runs_nothing(client, town):
    filed(client, words="=HYPERLINK(\"x\");'a'\nbaris kedua", contact="0812 3456 7890")
    enter(client, "camat")
    answer = client.get(f"/suara/pengaduan/ekspor.csv?masa={CLOCK.at.year}")
    text = answer.content.decode()
    assert text.startswith("\ufeffNomor;Tanggal;")
    assert "'=HYPERLINK" in text
    assert "0812" not in text
    assert Look.objects.filter(why="complaints_export").count() == 1
    enter(client, "loket")
    assert client.get("/suara/pengaduan/ekspor.csv").status_code == 403


def test_the_open_page_tells_a_month_and_nobody(client, town):
    for _ in range(6):
        file = given_collected(town)
        judged(client, file, 4, grief="rahasia sekali")
    served_files.count_ended()
    page = client.get("/kinerja/", {"bulan": f"{town.clock:%Y-%m}"})
    text = page.content.decode()
    assert page.status_code == 200
    if f'value="{town.clock:%Y-%m}" selected' in text:
        for sentence in ("6 berkas selesai, 100 %", "Di tangan siapa waktunya habis?"):
            assert sentence in text
    assert not re.search("Siti|rahasia|3674026|" + file.receipt_number, text)


@pytest.mark.parametrize("query", ["bulan=2026-99", "bulan=1999-01", "kantor=x&bulan=2026-01", "bulan=%ff", "kantor='"])
def test_odd_questions_to_the_open_page_are_answered(client, town, query):
    assert client.get(f"/kinerja/?{query}").status_code == 200
