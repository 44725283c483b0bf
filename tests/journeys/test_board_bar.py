"""The dispatch board on a tablet: its bar takes two rows, and what is loaded and closed says what each number counts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

ROW = 52  # px


def test_the_bar_fits_on_a_tablet_and_numbers_have_their_headings(someone):
    page = someone("pengatur", width=768)
    page.goto("/pengantaran/")
    if page.locator("#tutup").count():  # shifts of today are there already
        page.click("summary:has-text('bertugas')")
    page.click("text=Simpan giliran")
    expect(page.locator(".board-bar button").first).to_be_visible()
    assert page.locator(".head").bounding_box()["height"] <= 2 * ROW + 12
    title, plan = (page.locator(part).bounding_box() for part in (".head h1", ".board-bar button >> nth=0"))
    assert abs(title["y"] + title["height"] / 2 - plan["y"] - plan["height"] / 2) < ROW / 2  # on one row
    page.click("#tutup > summary")
    headings = page.eval_on_selector_all(
        "#tutup tr:first-child td[data-head]", "cells => cells.map((cell) => getComputedStyle(cell, '::before').content)"
    )
    assert [heading.split('"')[1].strip() for heading in headings] == ["Dibawa", "Diserahkan", "Kembali", "Masih dibawa"]
