"""The courier's browser is killed in the middle of sending, at the two worst moments: it comes back with its queue and sends each fact once."""

from __future__ import annotations

import json
from contextlib import suppress
from threading import Event

import pytest
from playwright.sync_api import Error, expect

from tests.journeys.conftest import served
from tests.journeys.line import Line
from tests.journeys.phone import FACTS, Phone, log_in, synced
from tests.journeys.test_dying_phone import TIMES, Day, back_in, fill_in, laid_out

pytestmark = [pytest.mark.browser, pytest.mark.fault]
STOPS = 2


def tried(day: Day, numbers: list[str]) -> None:
    """Without a line: every envelope loaded, nobody at home anywhere, a photo of each door."""
    day.phone.line.cut()
    day.open("#muat")
    for place, number in enumerate(numbers, 1):
        day.page.get_by_label("Pindai amplop").fill(number)
        day.page.keyboard.press("Enter")
        expect(day.page.locator(".sync")).to_have_attribute("data-waiting", str(place))
    for number in numbers:
        day.open(f"#gagal/{number}")
        fill_in(day, failing=True)
        day.page.get_by_role("button", name="Catat antar gagal").click()
        expect(day.page.locator("[data-flash]")).to_be_visible()


def killed_at(day: Day, mark: bytes, *, answered: bool) -> None:
    """The line is there again, and the phone dies as soon as this is sent: before it arrives, or once the office has done it."""
    dead = Event()

    def die() -> None:
        day.phone.kill()
        dead.set()

    day.phone.line.trip(mark, die, answered=answered)
    day.phone.line.mend()
    day.page.evaluate("dispatchEvent(new Event('online'))")
    if not answered:  # it died before, and may have forgotten who was logged in
        with suppress(Error, AssertionError):
            back_in(day.page)
    assert dead.wait(60), "nothing was sent"
    day.phone.line.cut()
    day.start()
    day.open("")


def test_killed_while_it_sends_the_phone_comes_back_with_its_queue_and_sends_each_fact_once(playwright, tmp_path):
    data = tmp_path / "siantar"
    data.mkdir()
    home, stops = laid_out(data, STOPS)
    with served(home):
        numbers = [number for number, _proof in stops]
        line = Line(int(home.url.rsplit(":", 1)[1]))
        phone = Phone(playwright, tmp_path / "phone", line)
        day = Day(phone, tmp_path, seed=1)
        day.clock_off = 0

        def on_record() -> list[list]:
            return json.loads(home.command("shell", "-c", TIMES).strip().splitlines()[-1])

        try:
            day.start()
            day.page.goto(f"{line.url}/masuk/")
            log_in(day.page, "kurir1")
            synced(day.page)
            day.page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
            tried(day, numbers)
            killed_at(day, b"POST /kurir/kirim/", answered=True)
            assert len(on_record()) == 2 * STOPS  # the office has all of it, and the phone does not know
            expect(day.page.locator(".sync")).to_have_attribute("data-waiting", str(2 * STOPS))
            killed_at(day, b"POST /kurir/bukti/", answered=False)
            expect(day.page.locator(".sync")).to_have_attribute("data-waiting", "0")  # heard at the second try
            expect(day.page.locator(".sync")).to_have_attribute("data-photos", str(STOPS))
            line.mend()
            day.page.evaluate("dispatchEvent(new Event('online'))")
            back_in(day.page)
            synced(day.page)
        finally:
            phone.end()
            line.close()
        assert sorted((number, kind) for number, kind, *_ in on_record()) == sorted(
            (number, kind) for number in numbers for kind in ("loaded", "delivery_failed")
        )
        facts = json.loads(home.command("shell", "-c", FACTS).strip().splitlines()[-1])
        assert [facts[number]["photo"] for number in numbers] == [True] * STOPS
        assert "Tidak ada masalah." in home.command("doctor")
    assert phone.errors == []
