"""The Camat's and the mayor's ten seconds in a meeting, the monthly report, the screen in the lobby."""

from __future__ import annotations

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import installed, look, printed

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def siantar(tmp_path_factory):
    """An office with a year behind it, all of it counted as the worker does within seconds."""
    with installed(tmp_path_factory.mktemp("laporan"), applications=400) as home:
        home.command("work", "--once")
        yield home


def test_the_mayor_sees_in_one_screen_of_a_phone_whether_promises_are_kept(someone):
    mayor = someone("walikota", 360)
    mayor.goto("/mulai/")
    expect(mayor).to_have_url("/laporan/")
    expect(mayor.locator("#say")).to_contain_text("tepat janji")
    expect(mayor.locator("#say")).to_be_in_viewport(ratio=1)
    expect(mayor.locator(".whole-number")).to_be_in_viewport(ratio=1)
    look(mayor, "laporan")
    mayor.get_by_text("Angkanya").first.click()
    expect(mayor.get_by_role("columnheader", name="Bulan")).to_be_visible()
    look(mayor, "laporan-angka")


def test_the_camat_goes_from_the_picture_to_the_files_and_issues_the_month(someone):
    camat = someone("camat")
    camat.get_by_role("link", name="Laporan", exact=True).click()
    camat.get_by_role("link", name="Lihat berkasnya").click()
    expect(camat.get_by_role("heading", name="Berkas yang terancam")).to_be_visible()
    look(camat, "laporan-terancam")
    camat.goto("/laporan/")
    camat.get_by_role("link", name="Bulanan").click()
    camat.get_by_role("button", name="Terbitkan").click()
    expect(camat.get_by_text("terbit dan disimpan")).to_be_visible()
    look(camat, "laporan-bulanan")
    paper = pypdfium2.PdfDocument(printed(camat, camat.get_by_role("link", name="PDF").first.get_attribute("href")))
    assert len(paper) >= 3
    words = paper[0].get_textpage().get_text_range()
    assert "Laporan bulanan pelayanan" in words
    assert "berkas selesai" in words


def test_a_bar_pressed_on_a_phone_opens_as_many_files_as_it_says(someone):
    camat = someone("camat", 360)
    camat.goto("/laporan/")
    bar = camat.locator("section[aria-labelledby='t-langkah'] svg a").first
    number = bar.get_attribute("aria-label").rpartition(": ")[2]
    bar.scroll_into_view_if_needed()
    look(camat, "laporan-gambar")
    bar.click()
    expect(camat.get_by_role("heading", name="Berkas di balik angka")).to_be_visible()
    expect(camat.get_by_text(f"{number} berkas")).to_be_visible()
    look(camat, "laporan-berkas")
    camat.get_by_role("main").get_by_role("link", name="Laporan").click()
    expect(camat.locator("#t-langkah")).to_be_in_viewport()


def test_the_lobby_sees_what_was_done_without_a_login(someone):
    page = someone("", 1366)
    page.goto("/laporan/layar/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kecamatan Serpong Utara")
    look(page, "laporan-layar")
