"""An office brings its old book: uploaded, mapped, mended, taken whole, found beside the files, taken back."""

from __future__ import annotations

import html
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from siantar.directory.models import AuditEntry, User
from siantar.faces.setup import old_books
from siantar.legacy.models import OldEntry, OldImport
from siantar.privacy.models import Look
from siantar.rules.vocabulary import Role
from tests.clock import CLOCK
from tests.people import OFFICE, SITI_NIK, enter, given_file

pytestmark = pytest.mark.django_db

BOOKS, CHECK = "/pengaturan/register-lama/", "/pengaturan/register-lama/periksa/"
HEAD = ["No", "Tgl Masuk", "Nama", "NIK", "No HP", "Jenis", "Ket"]
BUDI = ["1", "22/03/2024", "Budi Santoso", "3674021203900002", "081234567890", "KTP-el hilang", "titip ke RT"]


def upload(*rows: list[object], name: str = "buku.xlsx") -> SimpleUploadedFile:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile(name, out.getvalue())


@pytest.fixture
def camat(client, town):
    enter(client, "camat")
    return client


def form_of(answer, **more: str) -> dict[str, str]:
    """What the page would send again: its table, its columns, with `more` typed into it."""
    book = answer.context["book"]
    chosen = {f"col-{column}": str(place) for column, place in book.choice.places.items()}
    return {"table": book.table.text, "label": book.label, "heading": str(book.choice.heading), **chosen, **more}


def test_a_book_with_strange_headings_is_mapped_mended_taken_found_and_taken_back(camat, client):
    rows = [["REGISTER 2024"], [], ["Urut", "Hari datang", "Yang mengurus", "N.I.K", "Urusan"]]
    rows += [
        ["1", "22/03/2024", "Budi Santoso", "3674021203900002", "KTP-el hilang"],
        ["2", "31/02/2024", "Tini", "", "KK"],
    ]
    rows += [["", "", "Jumlah: 2"]]
    answer = camat.post(CHECK, {"file": upload(*rows), "label": "Register 2024", "step": "read"})
    assert answer.status_code == 422 and "Pilih dulu kolom untuk: Tanggal masuk, Nama pemohon." in answer.text
    assert "C: Yang mengurus" in answer.text
    columns = {
        "heading": "3",
        "col-number": "0",
        "col-handed_in": "1",
        "col-name": "2",
        "col-nik": "3",
        "col-service": "4",
    }
    answer = camat.post(CHECK, form_of(answer, **columns, step="take"))
    assert answer.status_code == 422 and not OldEntry.objects.exists()
    assert "Baris 5, kolom B (Tanggal masuk): “31/02/2024” bukan tanggal." in html.unescape(answer.text)
    assert (
        "Baris 6, kolom B (Tanggal masuk): belum diisi" in answer.text
        and "Masukkan" not in answer.text.split("Periksa lagi")[1]
    )
    answer = camat.post(
        CHECK, form_of(answer, **{"cell-5-1": "28/02/2024", "skip-6": "on", "cell-6-1": ""}, step="look")
    )
    assert answer.status_code == 200 and "Masukkan 2 catatan" in answer.text
    answer = camat.post(CHECK, form_of(answer, step="take"))
    assert answer["Location"] == BOOKS and OldEntry.objects.count() == 2
    page = camat.get(BOOKS).text
    assert "Register 2024" in page and "2 catatan, 0 baris dilewati." in page
    enter(client, "loket")
    page = client.post("/berkas/", {"q": "santoso"}).text
    entry = next(entry for entry in OldEntry.objects.all() if entry.name == "Budi Santoso")
    assert "Dari register lama" in page and f"/berkas/register-lama/{entry.pk}/" in page
    assert Look.objects.filter(file=entry.pk, why="list").exists()
    enter(client, "camat")
    assert client.post(f"{BOOKS}{OldImport.objects.get().pk}/tarik/").status_code == 302
    assert not OldEntry.objects.exists() and "Ditarik kembali" in client.get(BOOKS).text
    assert "Dari register lama" not in client.post("/berkas/", {"q": "santoso"}).text


def test_three_bad_rows_of_two_thousand_stop_all_and_once_mended_all_come(camat):
    rows = [HEAD, *([str(number), *BUDI[1:]] for number in range(1, 2_001))]
    rows[7] = ["7", "22/03/2024", None, *BUDI[3:]]
    rows[900] = ["900", "2024", *BUDI[2:]]
    rows[1_999] = ["1999", "22/03/2024", "Tini", 3674026304850000, *BUDI[4:]]
    answer = camat.post(CHECK, {"file": upload(*rows), "step": "read"})
    assert answer.status_code == 422
    text = html.unescape(answer.text)
    assert "3 sel perlu dibetulkan" in text
    for words in (
        "Baris 8, kolom C (Nama pemohon): belum diisi", "Baris 901, kolom B (Tanggal masuk): “2024” bukan tanggal",
        "Baris 2000, kolom D (NIK pemohon): “3,67403E+15” sudah dibulatkan Excel",
    ):  # fmt: skip
        assert words in text
    camat.post(CHECK, form_of(answer, step="take"))
    assert not OldEntry.objects.exists() and not OldImport.objects.exists()
    mended = {"cell-8-2": "Tuti", "cell-901-1": "23 Maret 2024", "cell-2000-3": SITI_NIK}
    assert camat.post(CHECK, form_of(answer, **mended, step="take")).status_code == 302
    assert OldEntry.objects.count() == 2_000 and OldImport.objects.get().rows == 2_000
    assert AuditEntry.objects.filter(what="register_imported").count() == 1


def test_what_is_left_out_is_told_before_and_a_match_among_the_files_leaves_a_trace(camat, town):
    file = given_file(town)
    today = f"{CLOCK.at:%d/%m/%Y}"
    rows = [
        HEAD,
        BUDI,
        BUDI,
        ["3", today, "Siti Aminah", "", "", "", ""],
        ["4", "1/1/2001", "Tuti", "", "", "", ""],
        ["5", *BUDI[1:3], "3674", "", "", ""],
    ]
    answer = camat.post(CHECK, {"file": upload(*rows), "step": "read"})
    text = answer.text
    assert answer.status_code == 200 and "Masukkan 2 catatan" in text
    for words in (
        "2 baris sudah ada.",
        "1 baris lewat masa simpan.",
        "1 NIK tidak wajar",
        "Baris 3 sama dengan baris 2.",
        "Baris 5 sudah lewat masa simpannya.",
    ):
        assert words in text
    assert "Baris 4 sudah ada di Siantar sebagai berkas" in text
    assert Look.objects.filter(file=file.pk, why="old_register").exists()
    camat.post(CHECK, form_of(answer, step="take"))
    answer = camat.post(CHECK, {"file": upload(*rows), "step": "read"})
    assert answer.status_code == 422 and "Tidak ada yang baru di buku ini" in answer.text
    assert "Baris 2 sudah dimasukkan dari Register lama." in answer.text


def test_a_lost_zero_is_a_fault_and_one_tick_mends_the_whole_book(camat):
    rows = [HEAD, *([str(number), *BUDI[1:4], 81234567890, *BUDI[5:]] for number in range(30))]
    answer = camat.post(CHECK, {"file": upload(*rows), "step": "read"})
    assert (
        "30 sel perlu dibetulkan" in answer.text
        and "kehilangan angka 0" in answer.text
        and "dan 10 lagi." in answer.text
    )
    answer = camat.post(CHECK, form_of(answer, adds_zeros="on", step="look"))
    assert "Masukkan 30 catatan" in answer.text and "checked" in answer.text


def test_an_entry_is_opened_with_a_trace_and_a_file_goes_on_with_it(camat, client, town):
    camat.post(CHECK, {"table": "\n".join("\t".join(row) for row in (HEAD, BUDI)), "step": "read"})
    answer = camat.post(CHECK, {"table": "\n".join("\t".join(row) for row in (HEAD, BUDI)), "step": "read"})
    camat.post(CHECK, form_of(answer, step="take"))
    entry, file = OldEntry.objects.get(), given_file(town)
    address = f"/berkas/register-lama/{entry.pk}/"
    enter(client, "loket")
    page = client.get(address).text
    for words in ("Siantar tidak menyaksikannya", "3674021203900002", "titip ke RT", "22 Maret 2024", "Belum."):
        assert words in page
    assert Look.objects.filter(file=entry.pk, why="old_register").count() == 1
    wrong = client.post(f"{address}berkas/", {"number": "bukan nomor"}, follow=True)
    assert wrong.status_code == 200 and "tidak ada di kantor ini" in wrong.text
    assert "Tercatat" in client.post(f"{address}berkas/", {"number": file.receipt_number}, follow=True).text
    assert "sudah dilanjutkan" in client.post(f"{address}berkas/", {"number": file.receipt_number}, follow=True).text
    enter(client, "camat")
    assert client.post(f"{address}berkas/", {"let_go": "1"}).status_code == 403
    refused = client.post(f"{BOOKS}{entry.source_id}/tarik/", follow=True).text
    assert "Tidak dapat ditarik" in refused and "1 berkas melanjutkan catatannya" in refused
    enter(client, "loket")
    client.post(f"{address}berkas/", {"let_go": "1"})
    assert OldEntry.objects.get().file is None


def test_a_line_of_a_book_says_nothing_to_whom_it_does_not_concern(camat, client, town):
    answer = camat.post(CHECK, {"file": upload(HEAD, BUDI), "step": "read"})
    camat.post(CHECK, form_of(answer, step="take"))
    entry = OldEntry.objects.get()
    for who in ("kurir1", "pengatur", "penghubung", "dukcapil"):
        enter(client, who)
        assert client.get(f"/berkas/register-lama/{entry.pk}/").status_code == 403
        assert "Budi Santoso" not in client.post("/berkas/", {"q": "budi"}).text
    enter(client, "loket")
    assert client.get(BOOKS).status_code == 403 and client.post(CHECK, {"table": "a"}).status_code == 403
    User.objects.create(username="admin", office_id=OFFICE, roles=[Role.ADMINISTRATOR])
    client.force_login(User.objects.get(username="admin"))
    assert client.get(BOOKS).status_code == 200 and client.get(f"/berkas/register-lama/{entry.pk}/").status_code == 403


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"table": ""}, "Tabelnya kosong"),
        ({"file": SimpleUploadedFile("a.xlsx", b"\xd0\xcf\x11\xe0" + bytes(99))}, "Berkas Excel lama"),
        ({"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04" + bytes(99))}, "tidak terbaca sebagai tabel"),
        ({"table": "Tanggal\tNama\n", "step": "look", "col-handed_in": "0", "col-name": "1"}, "kosong"),
        ({"table": "a\tb\nc\td", "step": "take", "heading": "-5", "col-name": "99", "col-handed_in": "x", "cell-1-999999": "x", "cell--1": "", "skip-0": "on"}, "Pilih dulu kolom"),
        ({"table": "a\n" * 10_100}, "Barisnya terlalu banyak"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_in_words(camat, sent, words):
    for file in (value for value in sent.values() if hasattr(value, "seek")):
        file.seek(0)
    answer = camat.post(CHECK, {"step": "read", **sent})
    assert answer.status_code == 422 and words in answer.text
    assert not OldImport.objects.exists()


def test_a_book_that_is_too_large_is_refused(camat, monkeypatch):
    monkeypatch.setattr(old_books, "LARGEST_BOOK", 10)
    assert "terlalu besar" in camat.post(CHECK, {"table": "Tanggal\tNama\n1/1/2024\tTini", "step": "read"}).text


def test_another_sheet_is_read_by_its_name(camat):
    book = Workbook()
    book.active.append(["Petunjuk"])
    sheet = book.create_sheet("Data 2024")
    sheet.append(HEAD)
    sheet.append(BUDI)
    out = io.BytesIO()
    book.save(out)
    answer = camat.post(
        CHECK, {"file": SimpleUploadedFile("a.xlsx", out.getvalue()), "sheet": "Data 2024", "step": "read"}
    )
    assert (
        answer.status_code == 200 and "Masukkan 1 catatan" in answer.text and "Dibaca: lembar Data 2024" in answer.text
    )


def test_the_examples_can_be_filled_in_and_are_read_back(camat):
    book = camat.get(f"{BOOKS}contoh.xlsx").content
    head = [cell.value for cell in next(load_workbook(io.BytesIO(book)).active.iter_rows())]
    assert head[:3] == ["Nomor di buku", "Tanggal masuk", "Nama pemohon"] and len(head) == 11
    csv = camat.get(f"{BOOKS}contoh.csv").content
    for name, content in (("a.xlsx", book), ("a.csv", csv)):
        answer = camat.post(CHECK, {"file": SimpleUploadedFile(name, content), "step": "read"})
        assert len(answer.context["book"].choice.places) == 11 and not answer.context["book"].register.faults
        assert answer.context["over"] == 2  # the example is of the year in which Siantar began


def test_the_page_of_one_address_leads_back_and_nothing_of_people_stands_in_one(camat):
    assert camat.get(CHECK)["Location"] == BOOKS
    assert camat.get(f"{BOOKS}01a205eb-a8e0-7450-b3c5-bced92252c12/tarik/").status_code == 405
    assert camat.post(f"{BOOKS}01a205eb-a8e0-7450-b3c5-bced92252c12/tarik/").status_code == 404
    assert camat.get("/berkas/register-lama/01a205eb-a8e0-7450-b3c5-bced92252c12/").status_code == 404


def test_the_first_row_of_a_table_that_is_empty_stays_in_its_place(camat):
    answer = camat.post(CHECK, {"table": "\nTanggal\tNama\n1/1/2024\t\n", "step": "read"})
    assert "Baris 3, kolom B (Nama pemohon): belum diisi" in answer.text
    assert '<textarea name="table" hidden>\n\nTanggal' in answer.text  # a browser drops the first of two line breaks
