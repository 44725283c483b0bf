"""A dispatcher's morning on one screen: prices in the hand, search, shifts by name, the resident's telephone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Siantar, installed, look
from tests.journeys.test_delivery_day import share_out

pytestmark = pytest.mark.browser
PRICE = re.compile(
    r"^[+−]\d+ menit, [+−][\d,]+ km(, \d+ aturan dilanggar|, \d+ pelanggaran selesai)?, selesai \d\d\.\d\d$"
)


@pytest.fixture(scope="module")
def siantar(tmp_path_factory) -> Iterator[Siantar]:
    """A morning of its own."""
    with installed(tmp_path_factory.mktemp("morning"), applications=60) as home:
        yield home


def lift(page: Page, card: Locator, over: Locator) -> None:
    """Take a card into the hand and hold it over another."""
    start, end = card.bounding_box(), over.bounding_box()
    page.mouse.move(start["x"] + 90, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(start["x"] + 110, start["y"] + 24, steps=4)
    page.mouse.move(end["x"] + 80, end["y"] + 20, steps=6)
    page.mouse.move(end["x"] + 82, end["y"] + 21)  # a hand is never quite still: the browser tells of the one before
    page.mouse.move(end["x"] + 84, end["y"] + 22)


def test_a_morning_on_one_screen(someone):
    page = someone("pengatur")
    page.get_by_label("Giliran").first.select_option(label="Pagi 08.00–12.00")
    share_out(page)
    page.reload()
    height, bar = page.evaluate("[document.documentElement.scrollHeight, document.querySelector('.head').offsetHeight]")
    assert height <= 768  # the whole board without scrolling the page
    assert bar <= 64  # one line
    columns = page.locator(".board-columns .board-column")
    expect(columns).to_have_count(3)
    first, other = columns.nth(0).locator(".stop-card"), columns.nth(1).locator(".stop-card")
    count = first.count()
    number = first.nth(1).get_attribute("data-number")

    lift(page, first.nth(1), other.nth(1))
    expect(page.locator(".price")).to_have_text(PRICE)
    expect(other.nth(1)).to_have_class(re.compile("drop-here"))
    expect(first).to_have_count(count)  # nothing is moved yet
    page.mouse.up()
    expect(first).to_have_count(count - 1)
    expect(page.locator(".price")).to_be_hidden()
    expect(page.locator(".board-say")).to_contain_text("km")

    page.keyboard.press("/")
    page.keyboard.type(number[3:8].lower())
    card = page.locator(f"[data-number='{number}']")
    expect(page.locator(".matching")).to_have_count(1)
    expect(card).to_have_class(re.compile("matching"))
    page.keyboard.press("Enter")
    expect(card.get_by_role("link", name="Buka berkas")).to_have_attribute("href", f"/berkas/{number}/")
    expect(card.get_by_role("link", name="WhatsApp")).to_have_count(0)
    card.get_by_role("button", name="Telepon atau pesan").click()
    expect(card.get_by_role("link", name="WhatsApp")).to_have_attribute("href", re.compile(r"https://wa\.me/62\d+"))
    expect(card.get_by_text("Tercatat bahwa Anda melihatnya.")).to_be_visible()
    look(page, "pengantaran-telepon")
    card.get_by_label("Pindah ke").focus()  # for who moves no card by hand, the price stands in the list
    expect(card.get_by_label("Pindah ke").locator("option").nth(1)).to_contain_text("km")
    page.get_by_label("Cari titik").fill("")
    page.get_by_text("Muat dan tutup hari").click()
    look(page, "pengantaran-tutup")
