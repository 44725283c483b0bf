"""What is this, what happens next: by F1 while somebody types, by its button, and by Ctrl+K for another page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import look

pytestmark = pytest.mark.browser


def test_help_lies_on_the_form_and_leaves_what_was_typed(someone):
    page = someone("loket")
    page.locator("[name=name]").fill("Ratna Dewi")
    page.locator("[name=name]").press("F1")
    sheet = page.get_by_role("dialog", name="Bantuan")
    expect(sheet.get_by_text("Layar loket: menerima permohonan")).to_be_visible()
    look(page, "bantuan-loket")
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(page.locator("[name=name]")).to_have_value("Ratna Dewi")
    page.get_by_role("button", name="Bantuan").click()
    expect(sheet).to_be_visible()
    page.keyboard.press("F1")
    expect(sheet).to_have_count(0)
    page.get_by_role("heading", name="Permohonan baru").click()
    page.keyboard.press("?")
    expect(page.locator("dialog[open] li").filter(has_text="Bantuan")).to_contain_text("F1")
    page.keyboard.press("F1")  # what lies on the page already is closed first
    expect(sheet).to_have_count(0)


def test_the_help_of_another_page_is_found_by_its_name(someone):
    page = someone("loket")
    page.keyboard.press("Control+k")
    finder = page.get_by_role("dialog", name="Cari halaman atau berkas")
    page.keyboard.type("bantuan hitung")
    expect(finder.get_by_role("option")).to_have_text(["Bantuan: Hitung dokumen"])
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/rak/hitung/#bantuan$"))
    sheet = page.get_by_role("dialog", name="Bantuan")
    expect(sheet.get_by_text("Menghitung dokumen di satu tempat")).to_be_visible()
    page.get_by_role("button", name="Tutup").click()
    expect(page).to_have_url(re.compile("/rak/hitung/$"))
    page.keyboard.press("Control+k")
    page.keyboard.type("bantuan")
    page.keyboard.press("Enter")  # the first is that of this page
    expect(sheet.get_by_text("Menghitung dokumen di satu tempat")).to_be_visible()


def test_on_a_phone_it_is_in_the_menu(someone):
    page = someone("camat", 360)
    page.goto("/pengaturan/")
    page.get_by_text("Lainnya").click()
    page.get_by_role("button", name="Bantuan").click()
    expect(page.get_by_text("Kerjakan dulu yang bertanda Wajib")).to_be_visible()
    look(page, "bantuan-pengaturan")
