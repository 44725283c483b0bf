"""The dispatch board on a tablet: its bar takes two rows, and what is loaded and closed says what each number counts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Siantar, installed

pytestmark = pytest.mark.browser

ROW = 52  # px


@pytest.fixture(scope="module")
def siantar(tmp_path_factory) -> Iterator[Siantar]:
    """An office of its own: its shifts of the day are nobody else's."""
    with installed(tmp_path_factory.mktemp("papan"), applications=30) as home:
        yield home


def test_the_bar_fits_on_a_tablet_and_numbers_have_their_headings(someone):
    page = someone("pengatur", width=768)
    page.goto("/pengantaran/")
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
