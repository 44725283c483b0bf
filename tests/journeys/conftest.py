"""A real server process, a real browser; nothing here touches Django."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from siantar.clock import Source, shifted
from tests.clock import MORNING, ahead_of_the_machine
from tests.support.codes import by_kind, page_of
from tests.support.ports import free_port

WORKING_MORNING = MORNING + timedelta(minutes=30)
expect.set_options(timeout=15_000)  # machines that run the suite are shared
# Chromium without a window costs half the processor time of the whole one, which shows nothing here either.
WHOLE_CHROMIUM, WITHOUT_WINDOW = "/usr/bin/chromium", "/usr/bin/chromium-headless-shell"
CHROMIUM = WITHOUT_WINDOW if Path(WITHOUT_WINDOW).exists() else WHOLE_CHROMIUM
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Playwright loses its driver when the frame of a PDF viewer goes away; printing has a test of its own.
NO_PDF_VIEWER = "Object.defineProperty(navigator, 'pdfViewerEnabled', { get: () => false, configurable: true })"
ROOT = Path(__file__).parents[2]
SCREENS = ROOT / "docs" / "screens"
WIDTHS = {360: 780, 768: 1024, 1366: 768, 1920: 1080}


@dataclass(frozen=True)
class Siantar:
    """A running installation."""

    url: str
    data: Path
    environment: dict[str, str]
    now: Source

    def command(self, *arguments: str) -> str:
        """What `siantar ...` prints."""
        done = subprocess.run(
            [f"{Path(sys.executable).parent}/siantar", *arguments],
            env=self.environment, check=True, capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout


# What axe looks for; of what it finds in order nothing is reported, which is most of its work.
CHECKED = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"], "resultTypes": ["violations"]}


@contextmanager
def installed(data: Path, *, applications: int, at: datetime = WORKING_MORNING) -> Iterator[Siantar]:
    """An installation of its own with the demo office, served by a real server; whatever the hour, it is `at` there."""
    home = furnished(data, applications=applications, at=at)
    with served(home):
        yield home


def furnished(data: Path, *, applications: int, at: datetime, database: str = "") -> Siantar:
    """The demo office, not served yet."""
    ahead = ahead_of_the_machine(at)
    url = f"http://127.0.0.1:{free_port()}"
    environment = {**os.environ, "SIANTAR_DEMO": "1", "SIANTAR_DATA": str(data), "SIANTAR_BASE_URL": url}
    environment["SIANTAR_CLOCK"] = str(ahead.total_seconds())
    environment.pop("SIANTAR_DATABASE_URL", None)
    home = Siantar(url, data, environment, shifted(ahead))
    if database:
        environment["SIANTAR_DATABASE_URL"] = database
    elif at == WORKING_MORNING and "SIANTAR_TEST_TEMPLATES" in os.environ:
        shutil.copytree(demo_with(applications), data, dirs_exist_ok=True)
        return home
    home.command("demo", "--applications", str(applications))
    return home


@cache
def demo_with(applications: int) -> Path:
    """The demo office with so many files, on SQLite, made once by `siantar demo` for all installations of a run.

    Made before their morning begins, so that nothing in it is of a moment to come.
    """
    base = Path(os.environ["SIANTAR_TEST_TEMPLATES"])
    folder, done = base / f"demo-{applications}", base / f"demo-{applications}.done"
    with (base / f"demo-{applications}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            seconds = str(ahead_of_the_machine(WORKING_MORNING - timedelta(minutes=10)).total_seconds())
            environment = {**os.environ, "SIANTAR_DEMO": "1", "SIANTAR_DATA": str(folder), "SIANTAR_CLOCK": seconds}
            environment.pop("SIANTAR_DATABASE_URL", None)
            if applications:
                shutil.copytree(demo_with(0), folder)
            Siantar("", folder, environment, shifted(timedelta())).command("demo", "--applications", str(applications))
            done.touch()
    return folder


@contextmanager
def served(home: Siantar, *options: str) -> Iterator[None]:
    """Its server, with these options, until the block ends."""
    port = home.url.rpartition(":")[2]
    with (home.data / "server.log").open("a") as log:
        server = subprocess.Popen(
            [f"{Path(sys.executable).parent}/siantar", "serve", "--port", port, *options],
            env=home.environment, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            _wait_for(f"{home.url}/api/v1/health", server)
            yield
        finally:
            server.terminate()
            server.wait(20)


@pytest.fixture(scope="session")
def siantar(tmp_path_factory) -> Iterator[Siantar]:
    with installed(tmp_path_factory.mktemp("siantar"), applications=30) as home:
        yield home


def _wait_for(url: str, server: subprocess.Popen) -> None:
    for _ in range(300):
        assert server.poll() is None, "the server stopped"
        try:
            urllib.request.urlopen(url, timeout=2).read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not answer")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright) -> Iterator[Browser]:
    chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield chromium
    chromium.close()


@pytest.fixture(scope="session")
def whole_browser(playwright) -> Iterator[Browser]:
    """The browser with everything, for what the one without a window shows or opens otherwise."""
    chromium = playwright.chromium.launch(executable_path=WHOLE_CHROMIUM, args=FLAGS)
    yield chromium
    chromium.close()


@pytest.fixture
def someone(browser, siantar):
    """Log people in, each in a browser of their own."""
    with people(browser, siantar) as enter:
        yield enter


@contextmanager
def people(browser: Browser, siantar: Siantar) -> Iterator[Callable[..., Page]]:
    """Log people in, each in a browser of their own, until the block ends."""
    opened: list[BrowserContext] = []

    def enter(username: str, width: int = 1366) -> Page:
        context = browser.new_context(
            base_url=siantar.url,
            viewport={"width": width, "height": WIDTHS[width]},
            locale="en-US",
            timezone_id="Asia/Jakarta",
        )
        opened.append(context)
        context.add_init_script(NO_PDF_VIEWER)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        if username:
            page.goto("/masuk/")
            page.fill("#id_login", username)
            page.fill("#id_password", "siantar-demo")
            page.press("#id_password", "Enter")
            page.wait_for_url(re.compile(r"//[^/]+/(loket|berkas|bundel|kurir|pengantaran|laporan|suara|admin)/"))
        return page

    yield enter
    for context in opened:
        context.close()


def picture_of(name: str) -> Path | None:
    """Where this picture is kept: those the documents show in docs/screens, in a folder that was named all of them."""
    wanted = os.environ.get("SIANTAR_SCREENS", "")
    if wanted == "1":
        return SCREENS / name if name in shown_in_documents() else None
    if wanted:
        Path(wanted).mkdir(parents=True, exist_ok=True)
    return Path(wanted) / name if wanted else None


@cache
def shown_in_documents() -> frozenset[str]:
    """The pictures that README and docs show."""
    texts = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    return frozenset(re.findall(r"screens/([\w-]+\.png)", "\n".join(text.read_text() for text in texts)))


def look(page: Page, name: str) -> None:
    """axe finds nothing, nothing sticks out sideways; pictures are taken when asked for (`make screens`)."""
    size = page.viewport_size
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} is {wide} px too wide at {width}"
        if (place := picture_of(f"{name}-{width}.png")) is not None:
            tall = page.evaluate("document.documentElement.scrollHeight")
            page.screenshot(path=place, full_page=tall <= 3 * height)
            with Image.open(place) as shot:
                few = shot.convert("RGB").quantize(48)
            few.save(place, optimize=True)
    page.set_viewport_size(size)
    report = Axe().run(page, options=CHECKED)
    assert report.violations_count == 0, f"{name}\n{report.generate_report()}"


def decoded(pdf: bytes, page: int = 0) -> dict[str, str]:
    """The barcodes of a printed page at 203 dpi: format -> text."""
    return by_kind(page_of(pdf, page))


def printed(page: Page, url: str) -> bytes:
    """A PDF as the person's browser gets it."""
    answer = page.request.get(url)
    assert answer.ok
    return answer.body()
