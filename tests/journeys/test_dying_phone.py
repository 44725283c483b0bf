"""A day without a line on a phone that dies at every stop: the server ends with exactly the facts the courier made."""

from __future__ import annotations

import io
import json
import os
import random
import re
import threading
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Error, Page, expect

from tests.journeys.conftest import WORKING_MORNING, Siantar, furnished, served
from tests.journeys.line import Line
from tests.journeys.phone import FACTS, Phone, log_in, prove, receive, synced

pytestmark = [pytest.mark.browser, pytest.mark.fault]

# A whole day is forty (`make faults`); each dies at its own moment, so fewer of them try the same.
STOPS = int(os.environ.get("SIANTAR_STOPS", "14"))
DEATHS = STOPS + 2
DAY = 86_400_000
MOST_TRIES = 20

LAID_OUT = """
import json
from datetime import timedelta
from siantar import clock
from siantar.casework.models import Application, Standing
from siantar.casework import possession
from siantar.delivery import runs
from siantar.directory.offices import day_in
from siantar.directory.models import Office, User
from siantar.directory.staff import actor_of
from siantar.routing.travel import Point
from siantar.demo import ready
now = clock.now()
ready.make_ready(now, letters=16, cards=0)
office = Office.objects.get(code="36.74.02")
by = actor_of(User.objects.get(username="pengatur"), now)
files = list(Application.objects.filter(standing__stage="ready_for_delivery").select_related("service").order_by("pk")[:STOPS])
there = Point(office.lat, office.lon)
made = {}
for name in ("kurir1", "kurir2"):
    courier = User.objects.get(username=name)
    shift = runs.Shift(courier, now, now + timedelta(hours=9), there, there, 60)
    made[name] = runs.begin(shift, by=by, at=now, day=day_in(office, now))
runs.arrange({made["kurir1"]: [runs.Placed(file) for file in files]}, by=by)
print(json.dumps([[file.receipt_number, possession.proof_of(file)] for file in files]))
"""

TO_ANOTHER = """
from siantar import clock
from siantar.delivery import runs
from siantar.delivery.models import Run, Stop
from siantar.directory.models import User
from siantar.directory.staff import actor_of
by = actor_of(User.objects.get(username="pengatur"), clock.now())
mine, other = Run.objects.get(courier__username="kurir1"), Run.objects.get(courier__username="kurir2")
stops = list(runs.stops_of([mine]))
gone = {GONE}
keep = [runs.Placed(stop.application) for stop in reversed(stops) if stop.application.receipt_number not in gone]
taken = [runs.Placed(stop.application) for stop in stops if stop.application.receipt_number in gone]
runs.arrange({mine: keep, other: taken}, by=by)
"""

TIMES = """
import json
from siantar.casework.models import EventRow
told = EventRow.objects.filter(kind__in=("loaded", "delivered", "delivery_failed")).order_by("occurred_at")
print(json.dumps([[e.application.receipt_number, e.kind, e.occurred_at.isoformat(), "phone_clock" in e.data] for e in told]))
"""


def film(text: str, path: Path) -> Path:
    """A second of a camera over the QR code of a receipt (Motion JPEG)."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    qr = Image.fromarray(code.to_image(scale=6))
    frame = Image.new("RGB", (640, 480), (96, 88, 80))
    frame.paste(qr, ((640 - qr.width) // 2, (480 - qr.height) // 2))
    still = io.BytesIO()
    frame.save(still, "JPEG", quality=85)
    path.write_bytes(still.getvalue() * 10)
    return path


class Day:
    """The phone, what its screen has said to be kept, and how often it died."""

    def __init__(self, phone: Phone, folder: Path, seed: int) -> None:
        self.phone, self.folder, self.chance = phone, folder, random.Random(seed)
        self.deaths = 0
        self.clock_off = DAY
        self.page: Page
        self.photo = folder / "amplop.jpg"
        Image.effect_noise((640, 480), 60).convert("RGB").save(self.photo)

    def start(self, qr: str = "") -> None:
        seen = film(qr, self.folder / f"{self.deaths}.mjpeg") if qr else None
        self.page = self.phone.start(film=seen, clock_off=self.clock_off)

    def open(self, where: str) -> None:
        self.page.goto(f"{self.phone.line.url}/kurir/{where}")
        expect(self.page.locator(".sync")).to_be_visible()

    def dies_within(self, seconds: float) -> threading.Timer:
        """The battery falls out at some moment from now."""
        timer = threading.Timer(self.chance.uniform(0, seconds), self.phone.kill)
        timer.start()
        return timer

    def after(self, timer: threading.Timer) -> None:
        timer.join()
        self.deaths += 1


def laid_out(data: Path, count: int) -> tuple[Siantar, list[list[str]]]:
    """An office whose courier goes to so many stops; what happened yesterday is there before a server makes its root."""
    home = furnished(data, applications=0, at=WORKING_MORNING)
    stops = home.command("shell", "-c", LAID_OUT.replace("STOPS", str(count)))
    return home, json.loads(stops.strip().splitlines()[-1])


def test_a_day_on_a_phone_that_dies_at_every_stop(playwright, tmp_path):
    data = tmp_path / "siantar"
    data.mkdir()
    home, stops = laid_out(data, STOPS)
    with served(home):
        began = home.now()
        assert len(stops) == STOPS
        line = Line(int(home.url.rsplit(":", 1)[1]))
        phone = Phone(playwright, tmp_path / "phone", line)
        day = Day(phone, tmp_path, int(os.environ.get("SIANTAR_SEED", "3")))
        try:
            attempts, without_photo = drive(day, stops, home)
            arrive(day)
        finally:
            phone.end()
            line.close()
        facts = json.loads(home.command("shell", "-c", FACTS).strip().splitlines()[-1])
        for number, kind in attempts.items():
            kinds = [kind for kind in facts[number]["kinds"] if kind in {"loaded", "delivered", "delivery_failed"}]
            assert kinds == ["loaded", kind], number
            assert facts[number]["photo"] is (number not in without_photo), number
        times = json.loads(home.command("shell", "-c", TIMES).strip().splitlines()[-1])
        assert len(times) == 2 * STOPS
        for number, kind, at, wrong_clock in times:
            assert began < datetime.fromisoformat(at) < home.now() + timedelta(seconds=5), (number, kind)
            assert wrong_clock, (number, kind)
        assert [number for number, kind, *_ in times if kind != "loaded"] == list(attempts)
        assert "Tidak ada masalah." in home.command("doctor")
        assert day.deaths >= DEATHS
    assert phone.errors == []


def drive(day: Day, stops: list[list], home) -> tuple[dict[str, str], set[str]]:
    """Load and visit all stops offline; what was made of each, in order, and which photos did not fit on the phone."""
    day.start()
    day.page.goto(f"{day.phone.line.url}/masuk/")
    log_in(day.page, "kurir1")
    synced(day.page)
    day.page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    day.phone.line.cut()
    load(day, [number for number, *_ in stops])
    gone = [number for number, *_ in stops[-2:]]
    home.command("shell", "-c", TO_ANOTHER.replace("{GONE}", str(set(gone))))
    attempts: dict[str, str] = {}
    without_photo: set[str] = set()
    for place, (number, proof) in enumerate(stops):
        failing = day.chance.random() < 0.2
        if place == STOPS // 2:
            day.clock_off = -3 * DAY // 24  # somebody "mends" the phone's clock while it is off: three hours slow now
        if place == 5:
            day.start()
            nearly_full(day, number, failing)
            without_photo.add(number)
            day.phone.kill()
        else:
            visit(day, stops[place], f"{home.url}/t/{number}#{proof}", failing, STOPS + place)
        attempts[number] = "delivery_failed" if failing else "delivered"
    return attempts, without_photo


def load(day: Day, numbers: list[str]) -> None:
    """All envelopes scanned with a wedge scanner, the phone dying three times meanwhile."""
    dying = set(day.chance.sample(range(1, len(numbers)), 3))
    day.open("#muat")
    place = 0
    while place < len(numbers):
        timer = day.dies_within(0.15) if place in dying else None
        try:
            day.page.get_by_label("Pindai amplop").fill(numbers[place])
            day.page.keyboard.press("Enter")
            expect(day.page.locator(".sync")).to_have_attribute("data-waiting", str(place + 1))
            place += 1
        except (Error, AssertionError):
            if timer is None:
                raise
        if timer:
            dying.discard(place)
            dying.discard(place - 1)
            day.after(timer)
            day.start()
            day.open("#muat")
            place = int(day.page.locator(".sync").get_attribute("data-waiting"))


def visit(day: Day, stop: list, qr: str, failing: bool, before: int) -> None:
    """One stop; the phone dies at some moment of it, and the act is done again only where it was not kept.

    `before` acts waited on the phone before it.
    """
    number, _proof = stop
    for attempt in range(MOST_TRIES):
        day.start("" if failing else qr)
        day.open(f"#{'gagal' if failing else 'antar'}/{number}")
        if day.page.locator(".sync").get_attribute("data-waiting") == str(before + 1):
            day.after(day.dies_within(0.05))
            return  # it was on the disk before the phone died
        fill_in(day, failing=failing)
        timer = day.dies_within(1.2 * 1.2**attempt)  # later each time: a busy machine keeps an act too
        answered = False
        with suppress(Error, AssertionError):
            day.page.get_by_role("button", name="Catat antar gagal" if failing else "Sudah saya serahkan").click()
            expect(day.page.locator("[data-flash]")).to_be_visible()
            answered = True
        day.after(timer)
        if answered:
            return
    raise AssertionError(f"{number} was not kept in {MOST_TRIES} tries")


def fill_in(day: Day, *, failing: bool) -> None:
    page = day.page
    if failing:
        page.get_by_text("Rumah kosong").click()
        page.set_input_files("#photo", day.photo)
        return
    receive(page, ktp_seen=False)
    page.get_by_role("button", name="Pindai resi pemohon").click()
    expect(page.locator(".scan-result")).to_contain_text("Resi cocok", timeout=30_000)
    prove(page, day.photo)


def nearly_full(day: Day, number: str, failing: bool) -> None:
    """No room at all: nothing is kept and the screen says so. A little room: the act is kept, its photo is not."""
    page = day.page
    day.open(f"#{'gagal' if failing else 'antar'}/{number}")
    if failing:
        page.get_by_text("Rumah kosong").click()
        page.set_input_files("#photo", day.photo)
    else:
        receive(page, ktp_seen=True)
        prove(page, day.photo)
    console = page.context.new_cdp_session(page)
    used = int(page.evaluate("navigator.storage.estimate().then((told) => told.usage)"))
    origin = day.phone.line.url
    console.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": max(1, used - 1)})
    button = page.get_by_role("button", name="Catat antar gagal" if failing else "Sudah saya serahkan")
    button.click()
    expect(page.locator("[data-problem]")).to_contain_text("memori ponsel penuh")
    console.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": used + 60_000})
    button.click()
    expect(page.locator("[data-flash]")).to_contain_text("fotonya tidak disimpan")
    day.deaths += 1


def back_in(page: Page) -> None:
    """A phone that died may have forgotten who was logged in: the courier logs in again, and nothing is lost."""
    sync = page.locator(".sync")
    expect(sync).to_have_attribute("data-line", re.compile("online|loggedOut"))
    if sync.get_attribute("data-line") == "loggedOut":
        page.get_by_role("link", name="Masuk").first.click()
        log_in(page, "kurir1")


def arrive(day: Day) -> None:
    """Back in town: first answers lost, logged out, killed while sending, two tabs; all is sent in the end."""
    line = day.phone.line
    day.start()
    day.open("")
    expect(day.page.locator(".sync")).to_have_attribute("data-waiting", str(2 * STOPS))
    line.lose_answers()
    for _ in range(100):
        day.page.evaluate("dispatchEvent(new Event('online'))")
        if line.lost >= 2:
            break
        day.page.wait_for_timeout(100)
    assert line.lost >= 2
    day.page.context.clear_cookies()
    line.mend()
    day.page.evaluate("dispatchEvent(new Event('online'))")
    day.page.get_by_role("link", name="Masuk").first.click()
    log_in(day.page, "kurir1")
    while day.deaths < DEATHS:
        timer = day.dies_within(1.5)
        with suppress(Error):
            for _ in range(200):
                day.page.evaluate("dispatchEvent(new Event('online'))")
                day.page.wait_for_timeout(20)
        day.after(timer)
        day.start()
        day.open("")
        back_in(day.page)
    second = day.phone.browser.contexts[0].new_page()
    second.goto(f"{line.url}/kurir/")
    synced(day.page)
    synced(second)
