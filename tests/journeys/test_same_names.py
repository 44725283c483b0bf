"""A person without NIK and her namesake: two persons, each with her own receipt; what is doubtful is asked before saving."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import decoded, look, printed

pytestmark = pytest.mark.browser


def fill_in(page: Page, nik: str, name: str, phone: str) -> None:
    page.goto("/loket/")
    page.get_by_role("combobox", name="Layanan").fill("ktp hilang")
    page.keyboard.press("Enter")
    page.fill("#id_nik", nik)
    page.fill("#id_phone", phone)
    page.fill("#id_name", name)
    page.get_by_label("Pemohon", exact=True).check()
    for paper in page.locator("details[open] fieldset").all():
        paper.get_by_label("Salinan").check()


def save(page: Page) -> str:
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"resi=\w+"))
    return page.url.rpartition("resi=")[2]


def test_two_of_one_name_without_a_nik_stay_two(someone):
    counter = someone("loket")
    fill_in(counter, "belum ada", "Sri Wahyuni", "0812 0000 0001")
    first = save(counter)
    fill_in(counter, "belum ada", "Sri Wahyuni", "0812 0000 0002")
    expect(counter.locator("#doubts")).to_contain_text("NIK biasanya hanya angka")
    expect(counter.locator("#doubts a")).to_have_count(0)
    second = save(counter)
    for number, last in ((first, "0001"), (second, "0002")):
        counter.goto(f"/berkas/{number}/?data")
        expect(counter.locator("dl.facts").first).to_contain_text(last)


def test_a_nik_on_record_under_another_name_and_an_open_file_are_told_before_saving(someone):
    counter = someone("loket")
    fill_in(counter, "3674024107800008", "Ratna Dewi", "0812 3333 0001")
    first = save(counter)
    fill_in(counter, "3674 0241 0780 0008", "Joko Susilo", "0812 3333 0002")
    expect(counter.locator("#doubts")).to_contain_text("NIK ini tercatat dengan nama lain")
    expect(counter.locator("#doubts a")).to_have_attribute("href", f"/berkas/{first}/")
    look(counter, "loket-ragu")
    second = save(counter)
    counter.goto(f"/berkas/{second}/")
    counter.get_by_role("link", name="Perbaiki data").click()
    expect(counter.get_by_label("Nama pemohon")).to_have_value("Joko Susilo")
    counter.get_by_text("Pemohon ini tertukar atau tercatat dua kali").click()
    counter.evaluate("scrollTo(0, 0)")
    look(counter, "perbaiki-data")
    counter.get_by_text("Nomor KK yang salah").click()
    look(counter, "perbaiki-kk")
    counter.get_by_text("Nomor KK yang salah").click()
    counter.get_by_label("Alasan", exact=True).fill("NIK milik tetangganya")
    counter.get_by_role("button", name="Berkas ini milik orang lain: pisahkan").click()
    expect(counter.get_by_text("NIK milik tetangganya")).to_be_visible()
    counter.get_by_role("link", name="Perbaiki data").click()
    counter.get_by_label("NIK").fill("3674021508900002")
    counter.get_by_label("Alasan perbaikan").fill("sesuai KTP-el")
    counter.get_by_role("button", name="Simpan perbaikan").click()
    counter.wait_for_url(re.compile("resi="))
    pdf = printed(counter, f"/loket/resi/{second}/58mm.pdf")
    assert decoded(pdf)["Code128"] == second
    counter.goto(f"/berkas/{first}/?data")
    expect(counter.locator("dl.facts").first).to_contain_text("3674024107800008")


def test_a_service_that_is_missing_or_unmatched_says_so(someone):
    counter = someone("loket")
    counter.goto("/loket/")
    counter.fill("#id_name", "Tanpa Layanan")
    counter.get_by_role("button", name="Simpan dan cetak").click()
    box = counter.get_by_role("combobox", name="Layanan")
    assert box.evaluate("box => box.validationMessage") == "Pilih layanannya dulu."
    expect(box).to_be_focused()
    box.fill("paspor")
    counter.keyboard.press("Enter")
    expect(counter.get_by_role("option", name="Tidak ada layanan yang cocok.")).to_be_visible()
    expect(box).to_be_focused()
    box.fill("ktp r")
    counter.keyboard.press("Enter")
    expect(box).to_have_value("KTP-el rusak")
