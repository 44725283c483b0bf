"""The shelf with a scanner: a drawer is made, documents are put in, the counter knows where they lie, a count is signed."""

from __future__ import annotations

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from siantar.rules.receipt_number import grouped
from tests.journeys.conftest import look, printed
from tests.journeys.desk import Desk
from tests.journeys.pen import draw

pytestmark = pytest.mark.browser


def scan(page: Page, text: str) -> None:
    """A scanner types into the box, which has the focus from the first picture of these pages, and ends with Enter."""
    expect(page.locator("input:focus")).to_have_count(1)
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_documents_are_put_found_and_counted(someone, siantar):
    names = ("Siti Aminah", "Budi Santoso", "Rina Wati")
    numbers = [Desk(siantar).handed_in(applicant={"name": name})["receipt_number"] for name in names]
    page = someone("loket")
    page.goto("/rak/")
    page.get_by_label("Tempat simpan baru").fill("Laci 7")
    page.get_by_role("button", name="Buat tempat").click()
    page.wait_for_url("**/rak/T*/")
    place = page.url.rstrip("/").rsplit("/", 1)[1]
    for count, number in enumerate(numbers[:2], 1):
        scan(page, number)
        expect(page.locator("[data-count]")).to_have_text(str(count))
        expect(page.locator(f'[data-file="{number}"]')).to_be_visible()
    look(page, "rak")

    page.goto("/rak/")
    scan(page, numbers[1])
    page.wait_for_url(f"**/rak/{place}/**")
    expect(page.locator("tr.picked")).to_contain_text("Budi Santoso")

    page.get_by_role("button", name="Hitung isi").click()
    page.wait_for_url("**/rak/hitung/*/")
    scan(page, numbers[0])
    expect(page.locator(".scan-result")).to_have_attribute("data-outcome", "ok")
    scan(page, numbers[2])
    expect(page.locator(".scan-result")).to_have_attribute("data-outcome", "refused")
    expect(page.locator(".scan-result")).to_contain_text("Menurut buku: Loket")
    page.get_by_label("Yang menyerahkan atau menyaksikan").fill("Yusuf Maulana")
    for whose in ("Tanda tangan yang menghitung", "Tanda tangannya"):
        draw(page, page.get_by_role("img", name=whose, exact=True))
    page.get_by_role("button", name="Selesai: tanda tangani hitungan").click()
    expect(page.get_by_text("Menurut buku 2, ada 1, tidak ada 1, bukan dari sini 1.")).to_be_visible()
    look(page, "rak-hitung")
    record = page.get_by_role("link", name="Cetak berita acara").get_attribute("href")
    pages = list(pypdfium2.PdfDocument(printed(page, record)))
    assert "Yusuf Maulana" in pages[-1].get_textpage().get_text_bounded()
    drawn = [each for paper in pages for each in paper.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])]
    assert len(drawn) >= 2  # what both drew
    page.get_by_label(grouped(numbers[1])).check()
    page.get_by_role("button", name="Telusuri yang dicentang").click()
    expect(page.get_by_text("1 berkas sedang ditelusuri.")).to_be_visible()


@pytest.mark.parametrize(
    ("who", "path", "name"),
    [
        ("loket", "/rak/", "rak-semua"), ("loket", "/rak/hitung/", "rak-hitungan"), ("loket", "/rak/aturan/", "rak-aturan"),
        ("loket", "/berkas/di-mana/", "di-mana"), ("penghubung", "/bundel/", "bundel-siap"),
        ("pemeriksa", "/berkas/", "berkas-janji"), ("camat", "/berkas/peringatan/", "peringatan"),
        ("loket", "/akun/kode/", "kode"), ("loket", "/akun/kode/aplikasi/", "kode-pasang"),
    ],
)  # fmt: skip
def test_the_pages_around_it_are_whole_at_every_width(someone, who, path, name):
    page = someone(who)
    page.goto(path)
    look(page, name)
