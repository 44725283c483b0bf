"""The counter calls a number by one key while somebody's data is typed, and the lobby shows it in seconds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Siantar, installed, look

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def siantar(tmp_path_factory) -> Iterator[Siantar]:
    """A waiting room of its own."""
    with installed(tmp_path_factory.mktemp("waiting"), applications=0) as home:
        yield home


def test_a_number_is_called_by_one_key_and_the_lobby_shows_it(someone):
    counter, lobby = someone("loket"), someone("")
    counter.goto("/loket/antrean/")
    counter.get_by_label("Nama loket ini").fill("Loket 2")
    counter.get_by_label("Atau panggil nomor ini").fill("26")
    counter.get_by_role("button", name="Panggil", exact=True).click()
    expect(counter.get_by_role("button", name="Panggil 27")).to_be_visible()
    look(counter, "loket-antrean")
    lobby.emulate_media(reduced_motion="reduce")
    lobby.goto("/laporan/layar/")
    expect(lobby.get_by_role("heading", name="Sedang dilayani")).to_be_visible()
    counter.goto("/loket/")
    counter.get_by_label("Nama lengkap").fill("Siti Aminah")
    counter.keyboard.press("F9")
    expect(counter.get_by_role("button", name="Panggil 28")).to_be_visible()
    expect(counter.get_by_label("Nama lengkap")).to_have_value("Siti Aminah")
    expect(counter.get_by_label("Nama lengkap")).to_be_focused()
    look(counter, "loket-panggil")
    expect(lobby.locator(".wall-queue")).to_contain_text("27 Loket 2")
    look(lobby, "laporan-layar-antrean")
