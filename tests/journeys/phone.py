"""A courier's phone in a test: a browser with its own folder that can be ended by force, with a clock and a camera."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, expect

from tests.journeys.conftest import CHROMIUM, FLAGS, Siantar, free_port
from tests.journeys.line import Line
from tests.journeys.pen import draw

WRONG_CLOCK = """
(() => {
  const off = %d, Real = Date;
  globalThis.Date = class extends Real {
    constructor(...told) { if (told.length) super(...told); else super(Real.now() + off); }
    static now() { return Real.now() + off; }
  };
})()
"""


@dataclass
class Phone:
    """A courier's phone: a browser with its own folder, ended by force, started again, on a line that can be cut."""

    playwright: Playwright
    folder: Path
    line: Line
    process: subprocess.Popen | None = None
    browser: Browser | None = None
    errors: list[str] = field(default_factory=list)

    def start(self, *, film: Path | None = None, clock_off: int = 0) -> Page:
        """Switched on: `film` is what its camera sees, `clock_off` how many milliseconds its clock is fast."""
        self.end()
        port = free_port()
        camera = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"] if film else []
        camera += [f"--use-file-for-fake-video-capture={film}"] if film else []
        # a session of its own, so that the whole browser can be ended at once
        self.process = subprocess.Popen(
            [CHROMIUM, *FLAGS, *camera, "--headless=new", f"--remote-debugging-port={port}", f"--user-data-dir={self.folder}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        _wait_for_port(port)
        self.browser = self.playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        page = self.browser.contexts[0].new_page()
        if clock_off:
            page.add_init_script(WRONG_CLOCK % clock_off)
        page.set_viewport_size({"width": 360, "height": 740})
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        return page

    def kill(self) -> None:
        """The battery falls out."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.kill()


def _wait_for_port(port: int) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/json/version", timeout=2).read()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the browser did not start")


def api(siantar: Siantar, token: str, path: str) -> dict:
    request = urllib.request.Request(f"{siantar.url}/api/v1{path}", headers={"Authorization": f"Bearer {token}"})
    return json.loads(urllib.request.urlopen(request, timeout=20).read())


def sign(page: Page) -> None:
    """The receiver signs with a finger."""
    draw(page, page.locator("canvas.signature"))


def receive(page: Page, *, ktp_seen: bool) -> None:
    """The first step at a door: the applicant receives, gives back an old KTP-el, and shows their KTP or the receipt."""
    page.get_by_role("group", name="Penerima").get_by_role("radio").first.check()
    old = page.get_by_label("KTP-el lama saya terima")
    if old.count():
        old.check()
    if ktp_seen:
        page.get_by_text("Tanpa resi").click()
        page.get_by_label("KTP dilihat").check()
        page.get_by_role("button", name="Lanjut: bukti").click()


def prove(page: Page, photo: Path) -> None:
    """The second step: signed first, so that the photo goes on to the last step by itself."""
    sign(page)
    page.set_input_files("#photo", photo)
    expect(page.get_by_role("button", name="Sudah saya serahkan")).to_be_visible()


def synced(page: Page) -> None:
    status = page.locator(".sync")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(status).to_have_attribute("data-line", "online", timeout=180_000)  # another tab may be sending photos first
    expect(status).to_have_attribute("data-waiting", "0", timeout=90_000)
    expect(status).to_have_attribute("data-photos", "0", timeout=180_000)


def log_in(page: Page, who: str, door: str = "kurir") -> None:
    page.fill("#id_login", who)
    page.fill("#id_password", "siantar-demo")
    page.press("#id_password", "Enter")
    page.wait_for_url(re.compile(rf"//[^/]+/{door}/"))  # not the login that leads there


FACTS = """
import json
from siantar.casework.models import EventRow
from siantar.delivery.models import Proof
facts = {}
for event in EventRow.objects.select_related("application").order_by("occurred_at", "seq"):
    one = facts.setdefault(event.application.receipt_number, {"kinds": [], "photo": False})
    if not event.conflict:
        one["kinds"].append(event.kind)
    if event.kind in ("delivered", "delivery_failed"):
        one["photo"] = Proof.objects.filter(pk=event.pk, photo_sealed__isnull=False).exists()
print(json.dumps(facts))
"""
