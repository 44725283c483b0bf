"""The office's own map beneath the stops: read piece by piece at the desk, kept whole on the phone for the road."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.phone import synced
from tests.journeys.tiny_map import archive

pytestmark = pytest.mark.browser


@pytest.fixture
def city(siantar):
    file = siantar.data / "peta.pmtiles"
    file.write_bytes(archive())
    yield file
    file.unlink()


WATER = """canvases => canvases.some(canvas => {
  const [r, g, b] = canvas.getContext('2d').getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data;
  return b > r;
})"""


def is_drawn(page: Page, where: str) -> bool:
    """Whether water is painted on one of the map's tiles, within ten seconds."""
    for _ in range(200):
        if page.locator(f"{where} canvas").evaluate_all(WATER):
            return True
        page.wait_for_timeout(50)
    return False


def test_the_map_is_drawn_at_the_desk_and_asked_of_nobody_else(someone, siantar, city):
    page = someone("pengatur")
    urls: list[str] = []
    page.on("request", lambda request: urls.append(request.url))
    page.goto("/pengantaran/")
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("OpenStreetMap")
    assert is_drawn(page, ".board-map")
    assert any("/peta/kota.pmtiles" in url for url in urls)
    assert all(url.startswith((siantar.url, "data:", "blob:")) for url in urls)


def test_the_phone_takes_the_whole_map_along(someone, city):
    page = someone("kurir2", 360)
    synced(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    page.goto("/kurir/#peta")
    page.get_by_role("button", name="Simpan peta kota di ponsel").click()
    expect(page.get_by_text("dapat dipakai tanpa jaringan")).to_be_visible()
    page.context.set_offline(True)
    page.goto("/kurir/#daftar")
    page.goto("/kurir/#peta")
    expect(page.get_by_role("heading", level=1)).to_have_text("Peta")
    expect(page.get_by_role("button", name="Simpan peta kota di ponsel")).to_have_count(0)
    assert is_drawn(page, ".chart")
