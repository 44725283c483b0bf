"""An SKTM from the counter to the Camat's phone; anybody checks it with a camera; a wrong one is withdrawn."""

import re
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import decoded, look, printed
from tests.journeys.test_counter_to_door import take_in_by_keyboard

pytestmark = pytest.mark.browser

FIELDS = {
    "Nomor surat pengantar kelurahan": "474/12/2026", "Tanggal surat pengantar kelurahan": "2026-11-20",
    "Nomor KK": "3674021203080011", "Tempat, tanggal lahir": "Tangerang, 23 April 1985", "Pekerjaan": "Buruh harian",
    "Keperluan": "keringanan biaya sekolah", "Instansi tujuan": "SMP Negeri 4 Tangerang Selatan",
}  # fmt: skip


def checked(someone, number: str) -> Page:
    checker = someone("pemeriksa")
    checker.goto(f"/berkas/{number}/")
    checker.get_by_role("button", name="Mulai periksa").click()
    checker.get_by_role("button", name="Lolos pemeriksaan").click()
    expect(checker.get_by_role("status")).to_contain_text("Menunggu tanda tangan")
    return checker


def write(page: Page, number: str) -> None:
    """Write the letter: what the file knows is there already."""
    page.get_by_role("link", name="Surat", exact=True).last.click()
    page.get_by_role("link", name="Tulis surat").click()
    expect(page.get_by_label("Nama", exact=True)).to_have_value("Siti Aminah")
    expect(page.get_by_label("NIK", exact=True)).to_have_value("3674026304850003")
    expect(page.get_by_label("Jenis kelamin")).to_have_value("Perempuan")
    page.get_by_role("button", name="Simpan surat").click()
    expect(page.get_by_role("alert")).to_contain_text("Surat belum tersimpan")
    look(page, "surat-tulis")
    for label, words in FIELDS.items():
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_label("Agama").select_option("Islam")
    page.get_by_label("Status perkawinan").select_option("Kawin")
    page.get_by_label("Nama 1", exact=True).fill('Budi #"x" $y$ \\z')
    page.get_by_role("button", name="Simpan surat").click()
    expect(page.get_by_role("status")).to_contain_text("Surat tersimpan")
    look(page, "surat-ditulis")


def initialled(someone, number: str) -> None:
    for who in ("kasi", "sekcam"):
        page = someone(who)
        page.goto("/naskah/")
        page.get_by_role("row").filter(has_text="Siti Aminah").get_by_role("link").click()
        page.get_by_role("button", name="Paraf").click()
        expect(page.get_by_role("status")).to_contain_text("Surat diparaf")


def test_a_letter_goes_from_the_counter_to_the_phone_and_can_be_proven(someone, siantar, tmp_path):
    number = take_in_by_keyboard(someone("loket"), "Siti Aminah", service="SKTM")
    checker = checked(someone, number)
    write(checker, number)
    initialled(someone, number)
    camat = someone("camat", 360)
    camat.goto(f"/naskah/{number}/")
    sheet = camat.get_by_role("img", name=re.compile("Halaman 1"))
    expect(sheet).to_be_visible()
    assert sheet.evaluate("image => image.complete && image.naturalWidth") > 1000
    look(camat, "surat-camat")
    camat.get_by_role("button", name="Tanda tangani").click()
    expect(camat.get_by_role("status")).to_contain_text("Surat ditandatangani dan diberi nomor")
    look(camat, "surat-terbit")

    pdf = printed(camat, f"/naskah/{number}/surat.pdf")
    link = decoded(pdf)["QRCode"]
    assert link.startswith(f"{siantar.url}/surat/")
    anybody = someone("")
    anybody.goto(link)
    expect(anybody.get_by_text("Surat ini asli")).to_be_visible()
    expect(anybody.get_by_text("S*** A*****")).to_be_visible()
    assert "Siti" not in anybody.content() and "3674026304850003" not in anybody.content()
    look(anybody, "surat-asli")
    same_and_other(anybody, pdf, tmp_path)
    scanned_after_the_pen(someone("loket"), link)
    anybody.goto("about:blank")
    anybody.goto(link)
    expect(anybody.get_by_text("sudah ditandatangani basah dan dicap")).to_be_visible()

    camat.get_by_text("Tarik surat yang salah").click()
    camat.get_by_label("Mengapa ditarik").fill("Nama sekolah keliru")
    camat.get_by_role("button", name="Tarik surat").click()
    expect(camat.get_by_role("status")).to_contain_text("Surat ditarik")
    anybody.goto("about:blank")
    anybody.goto(link)
    expect(anybody.get_by_role("alert")).to_contain_text("sudah ditarik dan tidak berlaku")
    look(anybody, "surat-ditarik")
    anybody.goto(f"{siantar.url}/surat/tebakan")
    expect(anybody.get_by_role("alert")).to_contain_text("tidak dikenal")


def scanned_after_the_pen(page: Page, link: str) -> None:
    """The paper came back signed and stamped: a scanner types the code of the letter."""
    page.goto("/naskah/basah/")
    expect(page.locator("[data-scan-list]").get_by_text("menunggu")).to_be_visible()
    look(page, "surat-basah-menunggu")
    page.keyboard.type(link)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ditandatangani basah")).to_be_visible()
    expect(page.locator("[data-count]")).to_have_text("0")
    look(page, "surat-basah")


def same_and_other(page: Page, pdf: bytes, folder: Path) -> None:
    """The file is compared on the device: nothing goes out."""
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    for name, content, words in (("sama.pdf", pdf, "Sama persis"), ("lain.pdf", pdf + b" ", "Berbeda dari surat")):
        (folder / name).write_bytes(content)
        page.locator("input[type=file]").set_input_files(folder / name)
        expect(page.get_by_role("status")).to_contain_text(words)
    assert "POST" not in sent


def test_a_letter_sent_back_comes_again_with_what_changed_beside_what_was_read(someone):
    number = take_in_by_keyboard(someone("loket"), "Siti Aminah", service="SKTM")
    checker = checked(someone, number)
    write(checker, number)
    initialled(someone, number)
    camat = someone("camat", 360)
    camat.goto(f"/naskah/{number}/")
    camat.get_by_role("button", name="Kembalikan").click()
    camat.get_by_label("Catatan untuk").fill("Sekolahnya keliru, dan adiknya belum disebut.")
    camat.get_by_role("button", name="Kembalikan surat").click()
    expect(camat.get_by_role("status")).to_contain_text("Surat dikembalikan")

    checker.goto(f"/naskah/{number}/")
    expect(checker.get_by_text("Sekolahnya keliru, dan adiknya belum disebut.")).to_be_visible()
    look(checker, "surat-dikembalikan")
    checker.get_by_role("link", name="Ubah isi surat").click()
    checker.get_by_label("Instansi tujuan", exact=True).fill("SMP Negeri 11 Tangerang Selatan, Jalan Raya Serpong Kilometer 8")
    checker.get_by_label("Pekerjaan", exact=True).fill("Pedagang keliling")
    checker.get_by_label("Nama 2", exact=True).fill("Ani Lestari")
    checker.get_by_role("button", name="Simpan surat").click()
    expect(checker.get_by_role("status")).to_contain_text("Surat tersimpan")
    for who in ("kasi", "sekcam"):
        page = someone(who)
        page.goto(f"/naskah/{number}/")
        expect(page.locator(".letter-changes")).to_contain_text("SMP Negeri 11")
        page.get_by_role("button", name="Paraf").click()
    camat.goto(f"/naskah/{number}/")
    changes = camat.locator(".letter-changes")
    expect(changes.locator("del").first).to_be_visible()
    expect(changes).to_contain_text("Ani Lestari")
    look(camat, "surat-dibandingkan")


def test_the_office_changes_a_sentence_and_its_letterhead_before_lunch(someone):
    camat = someone("camat")
    camat.goto("/naskah/pengaturan/")
    camat.get_by_label("Alamat, telepon, pos-el, laman").fill("Jalan Melati No. 7, Serpong Utara 15310")
    camat.get_by_role("button", name="Simpan", exact=True).click()
    expect(camat.get_by_role("status")).to_contain_text("Kop dan nomor surat tersimpan")
    camat.get_by_role("link", name="Surat Keterangan Tidak Mampu (SKTM)").click()
    sample = camat.get_by_role("img", name="Halaman 1 contoh surat")
    before = sample.get_attribute("src")

    camat.get_by_label("Penutup").fill("Demikian surat ini dibuat untuk {keperluann}.")
    expect(camat.get_by_role("alert")).to_contain_text("Tidak ada isian bernama {keperluann}")
    camat.get_by_label("Penutup").fill("Demikian surat ini dibuat untuk dipergunakan seperlunya.")
    expect(camat.get_by_role("alert")).to_be_hidden()
    expect(sample).not_to_have_attribute("src", before)
    camat.get_by_role("button", name="Tambah kalimat").click()
    expect(camat.get_by_label("Penutup")).to_have_value("Demikian surat ini dibuat untuk dipergunakan seperlunya.")
    look(camat, "surat-teks")
    camat.get_by_role("button", name="Berlakukan teks ini").click()
    expect(camat.get_by_role("status")).to_contain_text("Teks berlaku untuk berkas yang masuk mulai")

    number = take_in_by_keyboard(someone("loket"), "Siti Aminah", service="SKTM")
    write(checked(someone, number), number)
    initialled(someone, number)
    camat.goto(f"/naskah/{number}/")
    camat.get_by_role("button", name="Tanda tangani").click()
    expect(camat.get_by_role("status")).to_contain_text("Surat ditandatangani dan diberi nomor")
    words = pages_of(printed(camat, f"/naskah/{number}/surat.pdf"))
    assert (
        "dipergunakan seperlunya." in words and "Jalan Melati No. 7" in words and "berlaku sampai dengan" not in words
    )


def pages_of(pdf: bytes) -> str:
    return " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))
