"""An office changes the columns of a letter's table, with the page beside it, and hears when they do not fit."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import look, picture_of

pytestmark = pytest.mark.browser


def test_a_column_is_added_moved_and_refused_where_it_does_not_fit(someone):
    page = someone("camat")
    page.goto("/naskah/pengaturan/surat/ahli-waris/")
    new = page.get_by_label("Kolom baru di tabel Ahli waris")
    new.fill("Umur")
    page.get_by_role("button", name="Tambah kolom").click()
    expect(page.get_by_label("Kolom 6")).to_have_value("Umur")
    page.get_by_role("button", name="Naikkan kolom Umur").click()
    expect(page.get_by_label("Kolom 5", exact=True)).to_have_value("Umur")
    expect(page.get_by_text("Belum dapat diberlakukan")).to_have_count(0)
    page.get_by_label("Kolom 5", exact=True).scroll_into_view_if_needed()
    look(page, "surat-kolom")
    if (place := picture_of("surat-kolom-di-ponsel.png")) is not None:
        page.set_viewport_size({"width": 360, "height": 780})
        page.locator(".letter-columns").screenshot(path=place)
        page.set_viewport_size({"width": 1366, "height": 768})
    for place in (1, 3, 4, 5, 6):
        page.get_by_label(f"Kolom {place}", exact=True).fill("Kewarganegaraan menurut surat pernyataan")
    alert = page.locator("[data-sample] [role=alert]")
    expect(alert).to_contain_text("tabel “Ahli waris” lebih lebar daripada kertasnya")
    look(page, "surat-kolom-terlalu-lebar")
    page.get_by_role("button", name="Berlakukan teks ini").click()
    expect(alert).to_contain_text("tabel “Ahli waris” lebih lebar daripada kertasnya")
    expect(page.get_by_label("Kolom 5", exact=True)).to_have_value("Kewarganegaraan menurut surat pernyataan")
