"""A courier falls ill at noon: the bag goes to a colleague by the dispatcher's word, and the day adds up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Siantar, installed, look
from tests.journeys.phone import synced
from tests.journeys.test_delivery_day import share_out

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def siantar(tmp_path_factory) -> Iterator[Siantar]:
    """A day of its own, which is closed at the end."""
    with installed(tmp_path_factory.mktemp("ill"), applications=0) as home:
        yield home


def test_a_courier_falls_ill_at_noon_and_the_bag_goes_on(someone):
    dispatcher = someone("pengatur")
    dispatcher.goto("/pengantaran/")
    share_out(dispatcher)
    ill = someone("kurir1", 360)
    synced(ill)
    numbers = [
        door["number"] for door in ill.evaluate("fetch('/kurir/hari-ini/').then((answer) => answer.json())")["doors"]
    ][:3]
    ill.goto("/kurir/#muat")
    for number in numbers:
        ill.get_by_label("Pindai amplop").fill(number)
        ill.keyboard.press("Enter")
        expect(ill.locator(".scan-result")).to_contain_text("dimuat")
    synced(ill)
    other = someone("kurir2", 360)
    synced(other)
    other.goto("/kurir/#muat")
    other.get_by_label("Pindai amplop").fill(numbers[0])
    other.keyboard.press("Enter")
    expect(other.locator(".scan-result")).to_have_attribute("data-outcome", "refused")
    expect(other.locator(".scan-result")).to_contain_text("milik kurir")
    look(other, "kurir-amplop-lain")
    dispatcher.goto("/pengantaran/")
    name = ill.evaluate("fetch('/kurir/hari-ini/').then((answer) => answer.json())")["courier"]["name"]
    row = dispatcher.locator("tr", has=dispatcher.get_by_role("cell", name=name, exact=True))
    dispatcher.get_by_text("Muat dan tutup hari").click()
    row.get_by_text("Kurir berhalangan?").click()
    row.get_by_label("Kurir pengganti").select_option(index=1)
    row.get_by_label("Alasan").fill("sakit mendadak")
    look(dispatcher, "pengantaran-alihkan")
    row.get_by_role("button", name="Alihkan seluruh bawaan").click()
    expect(dispatcher.get_by_role("status").first).to_contain_text("3 amplop sekarang dibawa")
    ill.reload()
    synced(ill)
    doors = ill.evaluate("fetch('/kurir/hari-ini/').then((answer) => answer.json())")["doors"]
    assert {door["number"] for door in doors if door["mine"]} == set()
    row.get_by_role("button", name="Tutup hari").click()
    expect(row).to_contain_text("Ditutup")
