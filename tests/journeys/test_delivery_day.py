"""A day of delivery: the dispatcher shares it out, the couriers drive without a line, the evening adds up."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.conftest import CHROMIUM, FLAGS, Siantar, installed, look
from tests.journeys.line import Line
from tests.journeys.phone import FACTS, Phone, api, log_in, prove, receive, synced

KILLS = int(os.environ.get("SIANTAR_KILLS", "8"))
HERE = {"latitude": -6.2601, "longitude": 106.6606, "accuracy": 8}

pytestmark = [pytest.mark.browser]


def share_out(page: Page) -> None:
    """Everybody drives, and the day is planned."""
    page.get_by_role("button", name="Simpan giliran").click()
    expect(page.get_by_role("button", name="Buat rencana")).to_be_enabled()
    page.get_by_role("button", name="Buat rencana").click()
    expect(page.locator(".board-say")).to_contain_text("Rencana dipakai", timeout=60_000)


@pytest.fixture(scope="module")
def siantar(tmp_path_factory) -> Iterator[Siantar]:
    """An office of its own: the day begins with nobody's shift made."""
    with installed(tmp_path_factory.mktemp("day"), applications=30) as home:
        yield home


@pytest.fixture(scope="module")
def shared_out(playwright, siantar) -> None:
    """The demo's morning, shared out among three couriers through the page."""
    siantar.command("demo")
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    page = browser.new_page(base_url=siantar.url, viewport={"width": 1366, "height": 900})
    page.goto("/masuk/")
    log_in(page, "pengatur", "pengantaran")
    share_out(page)
    browser.close()


# How many pixels the number of a pin lies beside its middle.
OFF_CENTRE = """pin => {
  const range = document.createRange();
  range.selectNodeContents(pin);
  const [text, box] = [range.getBoundingClientRect(), pin.getBoundingClientRect()];
  return Math.max(
    Math.abs(text.x + text.width / 2 - box.x - box.width / 2), Math.abs(text.y + text.height / 2 - box.y - box.height / 2));
}"""


def test_the_dispatcher_changes_the_plan_by_hand(someone, shared_out):
    page = someone("pengatur")
    expect(page.locator(".board-column")).to_have_count(4)
    look(page, "pengantaran")
    assert page.locator(".board-map .pin").first.evaluate(OFF_CENTRE) <= 3
    before = page.locator(".board-say").inner_text()
    assert before == ""
    first = page.locator(".board-column").nth(0)
    second = page.locator(".board-column").nth(1)
    count = second.locator(".stop-card").count()
    moved = first.locator(".stop-card").first
    number = moved.get_attribute("data-number")
    moved.drag_to(second.locator(".stop-card").first)
    expect(page.locator(".board-say")).to_contain_text("menit")
    expect(second.locator(".stop-card")).to_have_count(count + 1)
    card = page.locator(f"[data-number='{number}']")
    card.get_by_role("button").first.click()
    card.get_by_role("button", name="Kunci di kurir ini").click()
    expect(card).to_contain_text("dikunci")
    look(page, "pengantaran-kartu")
    card.get_by_role("button", name="Turun").click()
    expect(second.locator(".stop-card").nth(1)).to_have_attribute("data-number", number)
    page.get_by_role("button", name="Buat rencana").click()
    expect(page.locator(".board-say")).to_contain_text("Rencana dipakai", timeout=60_000)
    expect(second.locator(f"[data-number='{number}']")).to_have_count(1)
    page.reload()  # the way back survives it
    page.get_by_role("button", name="Urungkan").click()
    expect(second.locator(".stop-card").nth(1)).to_have_attribute("data-number", number)


@pytest.fixture
def phone(playwright, siantar, tmp_path) -> Iterator[Phone]:
    line = Line(int(siantar.url.rsplit(":", 1)[1]))
    phone = Phone(playwright, tmp_path / "phone", line)
    yield phone
    phone.end()
    line.close()


def act_at_door(page: Page, line: Line, number: str, failing: bool, photo: Path, photos: int) -> None:
    """Deliver or fail one stop; returns when the screen says it is kept."""
    page.goto(f"{line.url}/kurir/#{'gagal' if failing else 'antar'}/{number}")
    if failing:
        page.get_by_text("Rumah kosong").click()
        page.set_input_files("#photo", photo)
    else:
        receive(page, ktp_seen=True)
        prove(page, photo)
    page.get_by_role("button", name="Catat antar gagal" if failing else "Sudah saya serahkan").click()
    expect(page.locator(".sync")).to_have_attribute("data-waiting", str(photos))
    expect(page.locator("[data-flash]")).to_be_visible()


def test_a_day_without_a_line_and_with_a_phone_that_dies(phone, siantar, shared_out, tmp_path):
    """Load, deliver and fail offline, the browser killed at random; first answers lost after commit; all arrives once."""
    chance = random.Random(int(os.environ.get("SIANTAR_SEED", "11")))
    photo = tmp_path / "amplop.jpg"
    Image.effect_noise((1600, 1200), 80).convert("RGB").save(photo)
    line, page = phone.line, phone.start()
    page.goto(f"{line.url}/masuk/")
    log_in(page, "kurir1")
    synced(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    token = siantar.command("token", "kurir1").strip().split()[-1]
    planned = [stop["receipt_number"] for stop in api(siantar, token, "/runs/today")["stops"]]
    assert len(planned) >= 8
    line.cut()
    attempts: dict[str, str] = {}
    page.goto(f"{line.url}/kurir/#muat")
    for number in planned:
        page.get_by_label("Pindai amplop").fill(number)
        page.keyboard.press("Enter")
        expect(page.locator(".scan-result")).to_contain_text("dimuat")
        expect(page.locator(".sync")).to_have_attribute("data-waiting", str(len(attempts) + 1))
        attempts[number] = "out_for_delivery"
    kills = sorted(chance.sample(range(len(planned)), min(KILLS, len(planned))))
    for place, number in enumerate(planned):
        failing = chance.random() < 0.25
        act_at_door(page, line, number, failing, photo, len(planned) + place + 1)
        attempts[number] = "delivery_failed" if failing else "delivered"
        if place in kills:
            phone.kill()
            page = phone.start()
            page.goto(f"{line.url}/kurir/")
            expect(page.locator(".sync")).to_have_attribute("data-waiting", str(len(planned) + place + 1))
    assert phone.errors == []
    look_free = page.locator(".sync")
    expect(look_free).to_contain_text("tersimpan di ponsel, aman")
    line.lose_answers()
    page.evaluate("dispatchEvent(new Event('online'))")
    for _ in range(100):
        if line.lost >= 2:
            break
        page.evaluate("dispatchEvent(new Event('online'))")
        page.wait_for_timeout(100)
    assert line.lost >= 2
    page.context.clear_cookies()
    line.mend()
    page.evaluate("dispatchEvent(new Event('online'))")
    page.get_by_role("link", name="Masuk").first.click()
    log_in(page, "kurir1")
    other = phone.browser.contexts[0].new_page()
    other.goto(f"{line.url}/kurir/")
    synced(page)
    synced(other)
    for number, stage in attempts.items():
        assert api(siantar, token, f"/applications/{number}")["stage"] == stage if stage != "delivered" else True
    everything = siantar.command("shell", "-c", FACTS)
    facts = json.loads(everything.strip().splitlines()[-1])
    for number, stage in attempts.items():
        kinds = [kind for kind in facts[number]["kinds"] if kind in {"loaded", "delivered", "delivery_failed"}]
        assert kinds == ["loaded", stage], number
        assert facts[number]["photo"], number
    assert "Tidak ada masalah." in siantar.command("doctor")


def test_nothing_personal_lies_open_on_the_phone(phone, siantar, shared_out):
    line, page = phone.line, phone.start()
    page.goto(f"{line.url}/masuk/")
    log_in(page, "kurir2")
    synced(page)
    names = [door["name"] for door in page.evaluate("fetch('hari-ini/').then((answer) => answer.json())")["doors"]]
    assert names
    expect(page.get_by_text(names[0]).first).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    page.goto("about:blank")
    phone.browser.close()
    phone.end()
    written = b"".join(
        file.read_bytes() for file in (phone.folder / "Default" / "IndexedDB").rglob("*") if file.is_file()
    )
    assert b"siantar-kurir" in written or written
    for name in names:
        assert name.encode() not in written
        assert name.encode("utf-16-le") not in written
    page = phone.start()
    page.context.clear_cookies()
    page.goto(f"{line.url}/kurir/")
    expect(page.get_by_role("link", name="Masuk").first).to_be_visible()
    expect(page.get_by_text(names[0])).to_have_count(0)


def test_the_day_is_closed_when_it_adds_up(someone, siantar, shared_out):
    page = someone("pengatur")
    row = page.locator("tr", has=page.get_by_role("cell", name="Eko Wibowo", exact=True))
    page.get_by_text("Muat dan tutup hari").click()
    row.get_by_role("button", name="Beri tahu warga").click()
    expect(page.get_by_role("status").first).to_contain_text("diberi tahu")
    number = (
        page.locator(".board-column", has_text="Eko Wibowo").locator(".stop-card").first.get_attribute("data-number")
    )
    resident = someone("", 360)
    resident.goto(f"/t/{number}")
    expect(resident.locator(".expected")).to_contain_text("Perkiraan kurir tiba")
    look(resident, "lacak-jendela")
    page.route("**/scan*.js", lambda route: route.abort())  # the page is slow, the scanner is not
    row.get_by_role("link", name="Muat dengan memindai").click()
    page.get_by_label("Pindai amplop").fill(number)
    page.keyboard.press("Enter")
    expect(page.locator(".scan-result")).to_have_attribute("data-outcome", "ok")
    page.unroute("**/scan*.js")
    page.reload()
    expect(page.locator(".scan-result")).to_have_text("Siap memindai")
    page.get_by_label("Pindai amplop").fill(number)
    page.keyboard.press("Enter")
    expect(page.locator(".scan-result")).to_have_attribute("data-outcome", "refused")
    look(page, "pengantaran-muat")
    page.goto("/pengantaran/#tutup")
    row = page.locator("tr", has=page.get_by_role("cell", name="Eko Wibowo", exact=True))
    row.get_by_role("button", name="Tutup hari").click()
    expect(page.get_by_text("Masih dibawa kurir: ")).to_be_visible()
    for why in row.get_by_placeholder("Penjelasan").all():
        why.fill("Dititipkan di pos, diambil besok pagi")
    row.get_by_role("button", name="Tutup hari").click()
    expect(page.get_by_text("Hari ini ditutup")).to_be_visible()
    expect(row).to_contain_text("Ditutup")


def test_the_screens_of_the_courier_are_looked_at(someone, siantar, shared_out):
    """Next stop, list, map without a background, loading, handing on, the end of the day: nothing sticks out."""
    page = someone("kurir3", 360)
    synced(page)
    number = page.evaluate("fetch('/kurir/hari-ini/').then((answer) => answer.json())")["doors"][0]["number"]
    page.goto("/kurir/#muat")
    page.get_by_label("Pindai amplop").fill(number)
    page.keyboard.press("Enter")
    expect(page.locator(".scan-result")).to_contain_text("dimuat")
    look(page, "kurir-muat")
    titles = {"daftar": "Daftar", "peta": "Peta", "serah": "Serahkan ke kurir lain", "selesai": "Selesai hari ini"}
    for where, title in titles.items():
        page.goto(f"/kurir/#{where}")
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        look(page, f"kurir-{where}")
    page.goto("/kurir/#")
    expect(page.get_by_text("Berikutnya").first).to_be_visible()
    look(page, "kurir-berikutnya")
    page.goto("/kurir/#peta")
    expect(page.locator(".chart .pin").first).to_be_visible()
    expect(page.get_by_text("belum punya peta jalan")).to_be_visible()
