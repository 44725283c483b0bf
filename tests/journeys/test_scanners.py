"""Scanners as they come: whatever they type around a scan, and under Caps Lock, each file goes into the bundle once."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.conftest import look
from tests.journeys.desk import Desk
from tests.support.codes import texts_on

pytestmark = pytest.mark.browser

SUFFIXES = {
    "Enter": ["Enter"],
    "Tab": ["Tab"],
    "Enter dan Tab": ["Enter", "Tab"],
    "CR dan LF": ["Enter", "Control+j"],
    "tanpa": [],
}


@pytest.fixture(scope="module")
def desk(siantar) -> Desk:
    return Desk(siantar)


@pytest.fixture
def bundle(someone) -> Page:
    page = someone("penghubung")
    page.goto("/bundel/")
    page.get_by_label("Bundel baru ke").select_option("36.74-disdukcapil")
    page.get_by_role("button", name="Mulai bundel").click()
    page.wait_for_url("**/bundel/B*/")
    return page


def scan(page: Page, text: str, keys: list[str]) -> None:
    """As a scanner types: sign after sign, faster than a hand, then what it puts behind."""
    page.keyboard.type(text)
    for key in keys:
        page.keyboard.press(key)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("capitals", [False, True], ids=["biasa", "caps-lock"])
def test_six_scans_are_six_files_whatever_the_scanner_puts_behind(bundle, desk, suffix, capitals):
    numbers = desk.waiting_for_a_bundle(6)
    page = bundle
    address = page.url
    for place, number in enumerate(numbers, 1):
        text = f"https://siantar.example/t/{number}#{'0a1b2c3d4e' * 2}" if place % 2 else number
        scan(page, text.swapcase() if capitals else text, SUFFIXES[suffix])
        expect(page.locator("[data-count]")).to_have_text(str(place))
        expect(page.locator(".scan-result")).to_have_attribute("data-outcome", "ok")
        expect(page.locator("[data-scan-list] tr")).to_have_count(place)
    assert [row.get_attribute("data-file") for row in page.locator("[data-scan-list] tr").all()] == numbers
    scan(page, numbers[0], SUFFIXES[suffix])
    expect(page.locator(".scan-result")).to_contain_text("Sudah ada di bundel ini")
    scan(page, page.url.rstrip("/").rpartition("/")[2], SUFFIXES[suffix])
    expect(page.locator(".scan-result")).to_contain_text("Ini nomor bundel")
    expect(page.locator("[data-count]")).to_have_text("6")
    assert page.url == address
    page.reload()
    expect(page.locator("[data-scan-list] tr")).to_have_count(6)


def as_a_german_keyboard_types(text: str) -> str:
    return "j~" + text.translate(str.maketrans("YZyz:/#-", "ZYzyÖ-§ß"))


def test_a_scanner_with_a_prefix_and_another_layout_is_tried_and_taught(bundle, desk):
    """The sample barcode tells what the scanner does; from then on its scans are right on this computer."""
    numbers = desk.waiting_for_a_bundle(2)
    page, address = bundle, bundle.url
    page.get_by_role("link", name="Pemindai bermasalah?").click()
    signs = page.locator("#scan").get_attribute("data-signs")
    shots = [sample.screenshot() for sample in page.locator(".sample svg").all()]
    images = [Image.open(io.BytesIO(shot)) for shot in shots]
    assert [text for image in images for text in texts_on(image)] == [signs, signs]
    scan(page, as_a_german_keyboard_types(signs), ["Enter"])
    expect(page.locator(".scan-result")).to_contain_text("awalan “j~”")
    look(page, "pemindai")
    page.get_by_role("button", name="Pakai di komputer ini").click()
    for place, number in enumerate(numbers, 2):
        scan(page, as_a_german_keyboard_types(number), ["Tab"])
        expect(page.locator("[data-count]")).to_have_text(str(place))
    expect(page.locator("[data-scans] li").first).to_contain_text("diakhiri Tab")
    page.goto(address)
    for place, number in enumerate(numbers, 1):
        scan(page, as_a_german_keyboard_types(number), ["Enter"])
        expect(page.locator("[data-scan-list] tr")).to_have_count(place)
    assert [row.get_attribute("data-file") for row in page.locator("[data-scan-list] tr").all()] == numbers


def test_habits_are_told_by_hand_where_nobody_can_scan_the_sample(bundle, desk):
    (number,) = desk.waiting_for_a_bundle(1)
    page, address = bundle, bundle.url
    page.goto(f"{address.split('/bundel/')[0]}/loket/pemindai/")
    page.get_by_text("Isi setelan dengan tangan").click()
    page.get_by_label("Awalan").fill("j~")
    page.get_by_label("Susunan papan ketik").select_option("de")
    page.get_by_role("button", name="Simpan setelan").click()
    expect(page.locator(".scan-result")).to_have_text("Dipakai di komputer ini.")
    page.reload()
    page.get_by_text("Isi setelan dengan tangan").click()
    expect(page.get_by_label("Awalan")).to_have_value("j~")
    expect(page.get_by_label("Susunan papan ketik")).to_have_value("de")
    page.goto(address)
    scan(page, as_a_german_keyboard_types(number), ["Enter"])
    expect(page.locator("[data-scan-list] tr")).to_have_count(1)
    page.goto(f"{address.split('/bundel/')[0]}/loket/pemindai/")
    page.get_by_role("button", name="Lupakan setelan pemindai").click()
    page.get_by_text("Isi setelan dengan tangan").click()
    expect(page.get_by_label("Awalan")).to_have_value("")
