"""Letters by their pages: what is typed stays, what is refused says why, nobody reads who may not."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from siantar.directory.models import User
from siantar.directory.tokens import issue_token
from siantar.letters import issuing, writing
from siantar.letters.models import LetterFrame, LetterOfficer, NumberSlot, OfficeLetter
from siantar.privacy.models import Look
from tests.clock import CLOCK
from tests.letters.cast import (
    SKTM,
    given_checked,
    given_initialled,
    given_issued,
    given_letter_town,
    given_written,
    signed,
)
from tests.people import enter, given_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return given_letter_town()


def as_form(values: dict) -> dict[str, str]:
    form = {f"f-{name}": value for name, value in values.items() if isinstance(value, str)}
    for name, rows in values.items():
        if not isinstance(rows, str):
            form |= {f"f-{name}-{place}-{key}": value for place, row in enumerate(rows) for key, value in row.items()}
    return form


def test_what_the_file_knows_is_filled_in_and_opening_it_leaves_a_trace(client, town):
    file = given_checked(town)
    enter(client, "pemeriksa")
    page = client.get(f"/naskah/{file.receipt_number}/tulis/").text
    assert 'value="Siti Aminah"' in page and "3674026304850003" in page
    assert Look.objects.filter(file=file.pk, why="letter").exists()


def test_what_was_typed_stays_and_each_wrong_field_says_why(client, town):
    file = given_checked(town)
    enter(client, "pemeriksa")
    answer = client.post(
        f"/naskah/{file.receipt_number}/tulis/", as_form({**SKTM, "tanggal_lurah": "kemarin", "keperluan": ""})
    )
    assert answer.status_code == 422
    assert "SMP Negeri 4" in answer.text and "Bukan tanggal" in answer.text and "Budi Santoso" in answer.text
    assert not OfficeLetter.objects.exists()
    assert client.post(f"/naskah/{file.receipt_number}/tulis/", as_form(SKTM)).status_code == 302
    assert "3674021203080011" in client.get(f"/naskah/{file.receipt_number}/tulis/").text


def test_more_rows_are_offered_and_a_preview_keeps_nothing(client, town):
    file = given_checked(town)
    enter(client, "pemeriksa")
    page = client.post(f"/naskah/{file.receipt_number}/tulis/", as_form(SKTM) | {"more": "1"}).text
    assert 'name="f-keluarga-8-nama"' in page
    answer = client.post(f"/naskah/{file.receipt_number}/pratinjau.pdf", as_form(SKTM))
    assert answer["Content-Type"] == "application/pdf" and not OfficeLetter.objects.exists()
    assert "TIDAK MAMPU" in pypdfium2.PdfDocument(answer.content)[0].get_textpage().get_text_range()


def test_a_file_without_a_letter_has_no_page_of_one(client, town):
    file = given_file(town)
    enter(client, "pemeriksa")
    assert client.get(f"/naskah/{file.receipt_number}/").status_code == 404
    assert f'/naskah/{file.receipt_number}/"' not in client.get(f"/berkas/{file.receipt_number}/").text


def test_the_waiting_list_is_of_this_very_person(client, town):
    number = given_written(town).application.receipt_number
    for who, waits in (("kasi", True), ("sekcam", False), ("pemeriksa", False), ("camat", False)):
        client.force_login(User.objects.get(username=who))
        assert (number in client.get("/naskah/").text) is waits, who


@pytest.mark.parametrize("draft", ["", "x", "-1", "9" * 30, "²"])
def test_a_signature_over_nothing_read_is_refused_with_a_sentence(client, town, draft):
    letter = given_initialled(town)
    enter(client, "camat")
    answer = client.post(f"/naskah/{letter.application.receipt_number}/tanda-tangan/", {"draft": draft})
    assert answer.status_code == 422 and "Suratnya sudah berubah" in answer.text
    assert not NumberSlot.objects.exists()


def test_the_register_names_every_number_and_goes_out_recorded(client, town):
    letter = given_issued(town)
    enter(client, "pemeriksa")
    days = {"dari": "2000-01-01", "sampai": "2100-01-01"}
    page = client.get("/naskah/buku/", days).text
    assert letter.number in page and f"/berkas/{letter.application.receipt_number}/" in page and "TERBIT" in page
    paper = pypdfium2.PdfDocument(client.get("/naskah/buku/register-surat.pdf", days).content)[0]
    assert paper.get_width() > paper.get_height() and letter.number in paper.get_textpage().get_text_range()
    book = zipfile.ZipFile(io.BytesIO(client.get("/naskah/buku/register-surat.xlsx", days).content))
    assert letter.number in book.read("xl/sharedStrings.xml").decode()
    assert Look.objects.filter(why="letter_book").count() >= 3
    assert client.get("/naskah/buku/", {"dari": "x", "sampai": "9999-99-99", "jenis": "'"}).status_code == 200


def test_the_office_sets_letterhead_numbers_and_officers(client, town):
    enter(client, "camat")
    frame = {
        "government": "PEMERINTAH KABUPATEN",
        "unit": "KECAMATAN X",
        "place": "X",
        "number_template": "{seq}",
        "number_unit": "K",
    }
    refused = client.post("/naskah/pengaturan/", frame)
    assert refused.status_code == 422 and "nomor urut mulai lagi setiap tahun" in refused.text
    assert LetterFrame.objects.get().unit == "KECAMATAN SERPONG UTARA"
    assert client.post("/naskah/pengaturan/", frame | {"number_template": "{seq:3}/{year}"}).status_code == 302
    assert LetterFrame.objects.get().number_template == "{seq:3}/{year}"
    wrong = client.post("/naskah/pengaturan/pejabat/", {"person": "999", "position": "x"})
    assert wrong.status_code == 422 and "Pilih pegawainya" in wrong.text
    officer = {
        "person": town.people["sekcam"].person,
        "position": "head",
        "capacity": "plh",
        "title": "Camat X",
        "name": "H",
        "first_on": "2026-01-01",
    }
    assert client.post("/naskah/pengaturan/pejabat/", officer).status_code == 302
    assert LetterOfficer.objects.filter(capacity="plh").count() == 1
    row = LetterOfficer.objects.get(capacity="plh").pk
    client.post("/naskah/pengaturan/pejabat/", {"end": str(row)})
    assert LetterOfficer.objects.get(pk=row).last_on is not None


FRAME = {
    "government": "PEMERINTAH KOTA X",
    "unit": "KECAMATAN X",
    "place": "X",
    "number_template": "{seq:3}/{year}",
    "number_unit": "K",
}


def picture(form: str, size: tuple[int, int] = (900, 1200), **more) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 16, 200)).save(out, form, **more)
    return SimpleUploadedFile(f"lambang.{form.lower()}", out.getvalue())


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_arms_are_made_anew_of_their_pixels(client, town, form):
    enter(client, "camat")
    comment = {"comment": b"NIK 3674026304850003"} if form == "JPEG" else {}
    assert client.post("/naskah/pengaturan/", FRAME | {"arms": picture(form, **comment)}).status_code == 302
    arms = bytes(LetterFrame.objects.get().arms)
    assert b"NIK" not in arms
    with Image.open(io.BytesIO(arms)) as drawn:
        assert (drawn.format, drawn.size) == ("PNG", (300, 400))
    assert client.post("/naskah/pengaturan/", FRAME | {"contact": "Jl. Raya"}).status_code == 302
    assert bytes(LetterFrame.objects.get().arms) == arms  # stay where no others came


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n", b"<svg/>", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n" + b"x" * 2_000_001]
)
def test_what_is_no_picture_is_refused_and_nothing_typed_is_lost(client, town, content):
    enter(client, "camat")
    before = LetterFrame.objects.get()
    answer = client.post(
        "/naskah/pengaturan/", FRAME | {"contact": "Jalan Baru 7", "arms": SimpleUploadedFile("lambang.png", content)}
    )
    assert answer.status_code == 422
    assert "Jalan Baru 7" in answer.text and ("Pilih gambar PNG" in answer.text or "Berkasnya kosong" in answer.text)
    assert LetterFrame.objects.get().contact == before.contact


def test_guessed_links_are_unknown_and_make_a_guesser_wait(client, town):
    for _ in range(3):
        assert "tidak dikenal" in client.get("/surat/tebakan").text
    answers = {client.get(f"/surat/tebakan{place}").status_code for place in range(60)}
    assert answers == {404, 429}


class Api:
    """Another system with the token of one person."""

    def __init__(self, client, username):
        self.client, self.token = client, issue_token(User.objects.get(username=username), CLOCK.at)

    def letter(self, number):
        return self.client.get(
            f"/api/v1/applications/{number}/letter.pdf", headers={"Authorization": f"Bearer {self.token}"}
        )


def words_in(pdf: bytes) -> str:
    return pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()


def test_another_system_reads_the_letter_as_it_stands_and_a_draft_says_that_it_is_one(client, town):
    number = given_initialled(town).application.receipt_number
    api = Api(client, "camat")
    draft = api.letter(number)
    assert draft["Content-Type"] == "application/pdf" and "BELUM DITANDATANGANI" in words_in(draft.content)
    assert Look.objects.filter(why="letter", by_id=int(town.people["camat"].person)).exists()
    letter = signed(OfficeLetter.objects.get(), town.people["camat"], town)
    page = api.letter(number).content
    assert hashlib.sha256(page).hexdigest() == letter.pdf_digest and "BELUM" not in words_in(page)
    assert api.letter(given_file(town).receipt_number).status_code == 404
    assert Api(client, "kurir1").letter(number).status_code == 403
    assert client.get(f"/api/v1/applications/{number}/letter.pdf").status_code == 401


def test_anybody_asks_the_api_whether_a_letter_is_genuine(client, town):
    letter = given_issued(town)
    answer = client.get(f"/api/v1/letters/{letter.token}").json()
    assert answer == {
        "genuine": True, "state": "issued", "number": letter.number, "date": letter.dated.isoformat(),
        "kind": letter.version.type.name, "office": letter.office.name, "name_masked": "S*** A*****",
        "pdf_sha256": letter.pdf_digest, "signed": None,
    }  # fmt: skip
    issuing.withdraw(letter, "Nama salah", by=town.people["camat"], at=town.tick())
    assert client.get(f"/api/v1/letters/{letter.token}").json()["state"] == "withdrawn"
    unknown = client.get("/api/v1/letters/tebakan").json()
    assert unknown["genuine"] is False and set(unknown.values()) == {False, None}
    assert client.get("/api/v1/letters/%00").json()["genuine"] is False and client.get("/surat/%00").status_code == 404


def test_who_guesses_links_by_the_api_waits_as_on_the_page(client, town):
    token = given_issued(town).token
    answers = {client.get(f"/api/v1/letters/tebakan{place}").status_code for place in range(60)}
    assert answers == {200, 429} and client.get(f"/surat/{token}").status_code == 429


def test_who_sent_a_letter_back_sees_what_was_changed_since(client, town):
    letter = given_written(town)
    file = letter.application
    client.force_login(User.objects.get(username="kasi"))
    assert "Yang berubah" not in client.get(f"/naskah/{file.receipt_number}/").text
    writing.send_back(letter, "Keperluannya keliru.", by=town.people["kasi"], at=town.tick())
    for purpose in ("pengobatan", "keringanan biaya kuliah"):
        writing.write(file, {**SKTM, "keperluan": purpose}, by=town.people["pemeriksa"], at=town.tick())
    page = client.get(f"/naskah/{file.receipt_number}/").text
    assert "<del>keringanan biaya sekolah</del>" in page and "<ins>keringanan biaya kuliah</ins>" in page
    assert "<del>Siti Aminah" not in page
    client.force_login(User.objects.get(username="sekcam"))
    assert "<del>pengobatan</del>" in client.get(f"/naskah/{file.receipt_number}/").text
