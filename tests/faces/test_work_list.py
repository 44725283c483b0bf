"""What waits: grouped by the next act, filtered, many done at once with one result for each."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from siantar.casework.models import EventRow, Standing
from siantar.privacy.models import Look
from siantar.rules import receipt_number
from siantar.rules.vocabulary import Kind
from tests.clock import CLOCK
from tests.people import enter, given_file, given_finished, stage_of
from tests.support.sheets import rows_of

pytestmark = pytest.mark.django_db


def groups_in(page: str) -> dict[str, list[str]]:
    """Receipt numbers under each heading of the list."""
    groups = {}
    for block in page.split("data-group>")[1:]:
        title = re.search(r'scope="rowgroup">\s*([^<]+?)\s*<', block).group(1)
        groups[title] = re.findall(r'name="number" value="(\w+)"', block)
    return groups


def waiting(client, **filters) -> dict[str, list[str]]:
    return groups_in(client.get("/berkas/", filters).content.decode())


def test_files_are_grouped_by_the_next_act(client, town):
    fresh, begun = given_file(town), given_file(town)
    town.tell("pemeriksa", Kind.CHECK_STARTED, begun.receipt_number)
    enter(client, "pemeriksa")
    assert waiting(client) == {"Mulai periksa": [fresh.receipt_number], "Lolos pemeriksaan": [begun.receipt_number]}


def test_the_nearest_promise_comes_first_and_a_missed_one_says_so(client, town):
    first, second = given_file(town), given_file(town)
    Standing.objects.filter(pk=second.pk).update(promised_at=CLOCK.at - timedelta(days=2))
    enter(client, "pemeriksa")
    page = client.get("/berkas/").content.decode()
    assert groups_in(page)["Mulai periksa"] == [second.receipt_number, first.receipt_number]
    assert "lewat 2 hari" in page
    assert waiting(client, tampil="late") == {"Mulai periksa": [second.receipt_number]}
    assert waiting(client, tampil="today") == {}


def test_what_ends_today_has_a_view_of_its_own(client, town):
    file = given_file(town)
    given_file(town)
    Standing.objects.filter(pk=file.pk).update(promised_at=CLOCK.at + timedelta(minutes=1))
    enter(client, "pemeriksa")
    assert waiting(client, tampil="today") == {"Mulai periksa": [file.receipt_number]}
    assert "habis hari ini" in client.get("/berkas/", {"tampil": "today"}).content.decode()


@pytest.mark.parametrize(
    "filters",
    [
        {"layanan": "kk-baru"},
        {"kelurahan": "36.74.02.9999"},
        {"tampil": "x", "layanan": "\x00"},
        {"tahap": "delivered"},
    ],
)
def test_a_filter_that_fits_nothing_shows_nothing(client, town, filters):
    given_file(town)
    enter(client, "pemeriksa")
    assert waiting(client, **filters) == {}


def test_many_are_done_at_once_with_one_result_for_each(client, town):
    fresh = [given_file(town) for _ in range(3)]
    done = given_finished(town)
    enter(client, "pemeriksa")
    numbers = [file.receipt_number for file in [*fresh, done]] + ["0038KVWBMZWZ"]
    answer = client.post("/berkas/tindakan/", {"kind": "check_started", "number": numbers}, follow=True)
    assert [stage_of(file) for file in fresh] == ["checking"] * 3
    page = answer.content.decode()
    assert "Mulai periksa: 3 berkas." in page
    assert f"{receipt_number.grouped(done.receipt_number)}: Tidak dapat dilakukan pada tahap ini." in page
    assert "0038 KVWB MZWZ: Nomor resi tidak ditemukan." in page


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"kind": "check_started"}, "Belum ada berkas yang dipilih"),
        ({"kind": "found_incomplete"}, "Alasannya belum diisi"),
        ({"kind": "delivered"}, "Jenis kejadian tidak dikenal"),
        ({"kind": "cancelled", "reason": "x"}, "Jenis kejadian tidak dikenal"),
        ({"kind": "terbang"}, "Jenis kejadian tidak dikenal"),
        ({}, "Jenis kejadian tidak dikenal"),
    ],
)
def test_a_press_that_cannot_be_done_says_why_and_changes_nothing(client, town, form, sentence):
    file = given_file(town)
    enter(client, "pemeriksa")
    picked = {} if sentence.startswith("Belum") else {"number": file.receipt_number}
    answer = client.post("/berkas/tindakan/", form | picked, follow=True)
    assert sentence in answer.content.decode()
    assert EventRow.objects.filter(application=file).count() == 1


def test_papers_are_answered_file_by_file_never_in_bulk(client, town):
    file = given_file(town, complete=False)
    enter(client, "loket")
    answer = client.post(
        "/berkas/tindakan/", {"kind": "documents_completed", "number": [file.receipt_number]}, follow=True
    )
    assert "Jenis kejadian tidak dikenal" in answer.content.decode()
    assert stage_of(file) == "incomplete"
    assert "documents_completed" not in re.search(
        r'data-kinds="([^"]*)"', client.get("/berkas/").content.decode()
    ).group(1)


def test_nobody_does_to_many_what_they_may_not_do_to_one(client, town):
    file = given_file(town)
    enter(client, "penghubung")
    client.post("/berkas/tindakan/", {"kind": "check_started", "number": [file.receipt_number]})
    assert stage_of(file) == "received"


def test_an_exact_number_opens_its_file_and_a_slip_is_told_apart_from_an_unknown_one(client, town):
    file = given_file(town)
    number = file.receipt_number
    enter(client, "pemeriksa")
    answer = client.post("/berkas/", {"q": receipt_number.grouped(number).lower()})
    assert answer["Location"] == f"/berkas/{number}/"
    letter = "2" if number[5] != "2" else "3"
    slip = client.post("/berkas/", {"q": number[:5] + letter + number[6:]}).content.decode()
    assert "Nomor ini salah ketik" in slip
    assert "Tidak ditemukan" in client.post("/berkas/", {"q": "Nobody Here"}).content.decode()


def test_the_list_is_sorted_as_somebody_wishes(client, town):
    files = [given_file(town, service) for service in ("sktm", "ktp-el-hilang", "domisili")]
    enter(client, "pemeriksa")
    page = client.get("/berkas/", {"urut": "umur"}).text
    assert [file.receipt_number for file in files] == sorted((file.receipt_number for file in files), key=page.index)
    by_service = client.get("/berkas/", {"urut": "layanan"}).text
    names = sorted(files, key=lambda file: file.service.name)
    assert [file.receipt_number for file in names] == sorted(
        (file.receipt_number for file in files), key=by_service.index
    )
    assert client.get("/berkas/", {"urut": "'; drop table"}).status_code == 200


def test_only_what_came_in_those_days_is_shown(client, town):
    old = given_file(town)
    town.tick(9 * 24 * 60)
    fresh = given_file(town)
    enter(client, "pemeriksa")
    for days, expected in [("0", [fresh]), ("7", [fresh]), ("30", [old, fresh]), ("x", [old, fresh])]:
        page = client.get("/berkas/", {"masuk": days}).text
        assert [file for file in (old, fresh) if file.receipt_number in page] == expected


def test_a_view_is_kept_under_its_name_by_whoever_made_it(client, town):
    given_file(town, "sktm")
    enter(client, "pemeriksa")
    keep = {"layanan": "sktm", "urut": "umur", "q": "3674026304850003"}
    assert "Beri nama" in client.post("/berkas/tampilan/", {**keep, "name": " "}, follow=True).text
    for name in ("SKTM saya", " SKTM  saya ", *(f"T{number}" for number in range(20))):
        client.post("/berkas/tampilan/", {**keep, "name": name})
    page = client.get("/berkas/").text
    assert page.count("SKTM saya") == 2 and page.count(">T") and "3674026304850003" not in page
    assert "?layanan=sktm&amp;urut=umur" in page
    view = re.search(r'name="forget" value="(\d+)"', page)[1]
    enter(client, "loket")
    client.post("/berkas/tampilan/", {"forget": view})
    enter(client, "pemeriksa")
    assert "SKTM saya" in client.get("/berkas/").text
    client.post("/berkas/tampilan/", {"forget": view})
    assert "SKTM saya" not in client.get("/berkas/").text


def test_what_is_shown_is_had_as_excel_and_text_stays_text(client, town):
    file, other = given_file(town, "sktm"), given_file(town)
    name = '=HYPERLINK("http://x.id";"Siti") <&>'
    file.applicant_name = name
    file.save()
    enter(client, "pemeriksa")
    answer = client.post("/berkas/excel/", {"layanan": "sktm"})
    rows = rows_of(answer.content)
    assert len(rows) == 2 and rows[1][:2] == [receipt_number.grouped(file.receipt_number), name]
    assert Look.objects.filter(why="list", file=file.pk).exists()
    assert not Look.objects.filter(file=other.pk).exclude(why="intake").exists()
    assert client.get("/berkas/excel/").status_code == 405
    assert len(rows_of(client.post("/berkas/excel/", {"layanan": "tidak-ada"}).content)) == 1
