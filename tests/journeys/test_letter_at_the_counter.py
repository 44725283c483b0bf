"""The counter asks what the letter needs, by keys alone; the checker finds it there."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import look
from tests.journeys.test_letter import checked

pytestmark = pytest.mark.browser


def questions(page: Page):
    return page.locator("[data-letter-place] details")


def begun(page: Page, service: str = "SKTM") -> None:
    page.goto("/loket/")
    page.keyboard.type(service, delay=5)
    page.keyboard.press("Enter")
    for words in ("", "Siti Aminah", ""):
        page.keyboard.type(words)
        page.keyboard.press("Enter")
    page.keyboard.press("p")
    page.keyboard.press("Alt+s")


def test_what_the_counter_heard_stands_in_the_letter(someone):
    page = someone("loket")
    begun(page)
    expect(questions(page)).not_to_have_attribute("open", "")
    page.keyboard.press("Alt+l")
    expect(page.get_by_label("Kelurahan yang menulis pengantar")).to_be_focused()
    for words in ("Jelupang", "474/12/2026", ""):
        page.keyboard.type(words)
        page.keyboard.press("Enter")
    page.get_by_label("Keperluan", exact=True).fill("keringanan biaya sekolah")
    page.get_by_label("Nama 1", exact=True).fill("Budi Santoso")
    look(page, "loket-isian-surat")
    page.get_by_label("Penghasilan per bulan (Rp)").fill("1,5 juta")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert").first).to_contain_text("Isian surat perlu diperbaiki: Penghasilan per bulan (Rp)")
    expect(page.get_by_label("Keperluan", exact=True)).to_have_value("keringanan biaya sekolah")
    expect(page.get_by_label("Penghasilan per bulan (Rp)")).to_be_focused()
    page.get_by_label("Penghasilan per bulan (Rp)").fill("1500000")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile("resi="))
    number = page.url.rpartition("resi=")[2]

    checker = checked(someone, number)
    checker.goto(f"/naskah/{number}/tulis/")
    for label, words in (
        ("Keperluan", "keringanan biaya sekolah"),
        ("Nama 1", "Budi Santoso"),
        ("Penghasilan per bulan (Rp) (boleh kosong)", "1500000"),
        ("Nomor surat pengantar kelurahan", "474/12/2026"),
    ):
        expect(checker.get_by_label(label)).to_have_value(words)


def test_another_service_has_other_questions_and_what_was_typed_comes_back(someone):
    page = someone("loket")
    begun(page)
    page.keyboard.press("Alt+l")
    page.get_by_label("Keperluan", exact=True).fill("berobat")
    service = page.get_by_role("combobox", name="Layanan")
    for typed, asks in (("KTP-el hilang", "Hubungan dalam keluarga (SHDK)"), ("SKTM", "Keperluan")):
        service.fill(typed)
        service.press("Enter")
        expect(questions(page)).to_have_count(1)
        expect(questions(page).get_by_label(asks)).to_be_visible()
        if typed != "SKTM":
            expect(page.get_by_label("Keperluan", exact=True)).to_have_count(0)
            look(page, "loket-isian-formulir")
    expect(page.get_by_label("Keperluan", exact=True)).to_have_value("berobat")
    page.keyboard.press("Escape")
    expect(questions(page)).to_have_count(0)
    page.get_by_role("button", name="Kembalikan").click()
    expect(page.get_by_label("Keperluan", exact=True)).to_have_value("berobat")


def test_a_draft_comes_back_and_nobodys_number_can_be_read_in_the_tab(someone):
    page = someone("loket")
    begun(page)
    page.keyboard.press("Alt+l")
    page.get_by_label("Keperluan", exact=True).fill("berobat")
    page.get_by_label("Nomor KK", exact=True).fill("3674021203080011")
    page.wait_for_function("sessionStorage.getItem('siantar-loket') !== null")
    before = page.evaluate("sessionStorage.getItem('siantar-loket')")
    page.get_by_label("NIK 1", exact=True).fill("3674021203080001")
    page.wait_for_function("(before) => sessionStorage.getItem('siantar-loket') !== before", arg=before)
    page.goto("/loket/")
    expect(page.get_by_label("Keperluan", exact=True)).to_have_value("berobat")
    expect(page.get_by_label("Nomor KK", exact=True)).to_have_value("3674021203080011")
    expect(page.get_by_label("NIK 1", exact=True)).to_have_value("3674021203080001")
    assert "36740212" not in page.evaluate("JSON.stringify(sessionStorage)")
