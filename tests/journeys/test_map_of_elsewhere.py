"""The map of the wrong city: refused where it is built, and where somebody insists, nobody's day is lost by it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Siantar, installed
from tests.journeys.test_delivery_day import share_out
from tests.tiny_city import BALIKPAPAN, SERPONG, extract

pytestmark = pytest.mark.browser
WARNING = "Peta jalan bukan peta wilayah kantor ini"


@pytest.fixture(scope="module")
def siantar(tmp_path_factory) -> Iterator[Siantar]:
    """An installation whose maps are its own affair."""
    with installed(tmp_path_factory.mktemp("elsewhere"), applications=0) as home:
        yield home


def minutes_of_work(page: Page) -> int:
    """The working time of the day as the board sums it up."""
    return int(re.search(r"(\d+) menit", page.locator(".map-note").inner_text())[1])


def driven(page: Page) -> int:
    """How many cards stand in the couriers' columns."""
    return page.locator(".board-column").locator(".stop-card").count() - undriven(page)


def undriven(page: Page) -> int:
    return page.locator(".board-column").last.locator(".stop-card").count()


def test_the_map_of_the_wrong_city_is_noticed_at_every_step_and_empties_no_plan(someone, siantar, tmp_path):
    here, there = extract(tmp_path / "here.osm.pbf", SERPONG), extract(tmp_path / "there.osm.pbf", BALIKPAPAN)
    page = someone("pengatur")
    page.goto("/pengantaran/")
    share_out(page)
    before, work = driven(page), minutes_of_work(page)
    assert before > 10

    with pytest.raises(subprocess.CalledProcessError) as refused:
        siantar.command("map", "build", str(there))
    assert "bukan peta wilayah kantor mana pun" in refused.value.stderr
    assert not (siantar.data / "roads.npz").exists()

    siantar.command("map", "build", str(there), "--force")
    with pytest.raises(subprocess.CalledProcessError) as examined:
        siantar.command("doctor")
    assert "peta jalan bukan peta wilayah" in examined.value.stdout
    page.goto("/pengantaran/")
    expect(page.locator(".map-note")).to_contain_text(WARNING)
    assert (driven(page), minutes_of_work(page)) == (before, work)
    page.get_by_role("button", name="Buat rencana").click()
    expect(page.locator(".board-say")).to_contain_text("Rencana dipakai", timeout=60_000)
    assert driven(page) == before
    assert 0 < minutes_of_work(page) < 2 * work

    siantar.command("map", "build", str(here))
    page.goto("/pengantaran/")
    expect(page.locator(".map-note")).to_contain_text("menit")
    expect(page.locator(".map-note")).not_to_contain_text(WARNING)
    expect(page.locator(".board-column").last).to_contain_text("jauh dari jalan")
    assert driven(page) + undriven(page) >= before
