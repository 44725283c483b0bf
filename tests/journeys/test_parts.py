"""The page of parts, by picture: each part with all its states, by day and by night, in the hand and on a desk.

Kept pictures (`tests/journeys/parts/`) have half the size and few colours. Compared are the mean colours of squares of
16 px: letters drawn a little differently (another Chromium, another FreeType) stay within the bound, another colour,
size or place does not. `make parts` makes them anew.
"""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import CHECKED

pytestmark = pytest.mark.browser

KEPT = Path(__file__).parent / "parts"
RENEWED = os.environ.get("SIANTAR_PARTS") == "1"
WIDTHS = {360: 780, 1366: 768}
SQUARE = 16  # px of the page
FARTHEST = 26  # of 255: how far the mean of one square may be off
COLOURS = 128
FORCED = {
    "hover": (["hover"], ":is(a, button, input, select, summary, label, tr)"),
    "focus": (["focus", "focus-visible", "focus-within"], ":is(a, button, input, select, summary)"),
}
FLEETING = {"pemberitahuan": ("[data-show-toast]", ".toast"), "tombol-ketik": ("[data-show-keys]", "dialog.key-list[open]")}


@pytest.fixture(scope="module")
def browser(whole_browser):
    """The pictures that are kept were drawn by the whole browser."""
    return whole_browser


def opened(browser: Browser, url: str, width: int, scheme: str) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    page.goto(f"{url}/pengembang/bagian/")
    page.evaluate("document.fonts.ready.then(() => document.activeElement?.blur())")
    assert page.evaluate("document.fonts.check('600 16px \"Plus Jakarta Sans\"')")
    return page


def force(page: Page) -> None:
    """Hover and focus as the developer tools force them."""
    wire = page.context.new_cdp_session(page)
    wire.send("DOM.enable")
    wire.send("CSS.enable")
    root = wire.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    for state, (pseudo, elements) in FORCED.items():
        within = f'[data-force="{state}"] {elements}'
        nodes = wire.send("DOM.querySelectorAll", {"nodeId": root, "selector": within})["nodeIds"]
        assert nodes, state
        for node in nodes:
            wire.send("CSS.forcePseudoState", {"nodeId": node, "forcedPseudoClasses": pseudo})


def pictures(page: Page) -> dict[str, Image.Image]:
    """The picture of every part, and of what comes and goes."""
    shots = {name: page.locator(f"#{name}").screenshot() for name in names(page)}
    for name, (button, seen) in FLEETING.items():
        page.click(button)
        shots[f"{name}-muncul"] = page.locator(seen).screenshot()
        page.keyboard.press("Escape")
    return {name: Image.open(BytesIO(shot)).convert("RGB") for name, shot in shots.items()}


def names(page: Page) -> list[str]:
    return page.eval_on_selector_all("[data-part]", "parts => parts.map((part) => part.id)")


def small(picture: Image.Image) -> Image.Image:
    return picture.resize((-(-picture.width // 2), -(-picture.height // 2)), Image.Resampling.BOX)


def keep(picture: Image.Image, place: Path) -> None:
    place.parent.mkdir(exist_ok=True)
    small(picture).quantize(COLOURS, dither=Image.Dither.NONE).save(place, optimize=True)


def difference(picture: Image.Image, kept_picture: Image.Image) -> int:
    """The largest difference of the mean colours of a square, 0 to 255; 255 where the sizes differ."""
    new, old = small(picture), kept_picture.convert("RGB")
    if abs(new.width - old.width) > 1 or abs(new.height - old.height) > 1:
        return 255
    squares = (-(-2 * old.width // SQUARE), -(-2 * old.height // SQUARE))
    means = (each.resize(squares, Image.Resampling.BOX) for each in (new, old))
    return max(high for _low, high in ImageChops.difference(*means).getextrema())


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_part_looks_as_it_did(browser, siantar, width, scheme):
    page = opened(browser, siantar.url, width, scheme)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    force(page)
    off = {}
    for name, picture in pictures(page).items():
        place = KEPT / f"{name}-{width}-{scheme}.png"
        if RENEWED:
            keep(picture, place)
        off[name] = difference(picture, Image.open(place)) if place.exists() else "no kept picture: make parts"
    page.context.close()
    assert {name: by for name, by in off.items() if by == 255 or not isinstance(by, int) or by > FARTHEST} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_parts_can_be_used_by_everybody(browser, siantar, scheme):
    page = opened(browser, siantar.url, 1366, scheme)
    twice = {"landmark-unique": {"enabled": False}}  # a page of work has one rail, this one shows it in every state
    report = Axe().run(page, options={**CHECKED, "rules": twice})
    page.context.close()
    assert report.violations_count == 0, report.generate_report()


def test_the_bound_sees_another_colour_and_another_place_and_no_smoothing():
    sheet = Image.new("RGB", (160, 64), "#ffffff")
    sheet.paste("#0b5c58", (32, 16, 96, 48))
    kept_picture = small(sheet)
    assert difference(sheet, kept_picture) == 0
    other = sheet.copy()
    other.paste("#0b3c98", (32, 16, 96, 48))
    moved = Image.new("RGB", (160, 64), "#ffffff")
    moved.paste("#0b5c58", (40, 16, 104, 48))
    assert difference(other, kept_picture) > FARTHEST
    assert difference(moved, kept_picture) > FARTHEST
    assert difference(sheet.crop((0, 0, 160, 58)), kept_picture) == 255
    smooth = sheet.copy()
    smooth.paste("#85aeac", (96, 16, 97, 48))
    assert difference(smooth, kept_picture) < FARTHEST


def test_the_kept_pictures_are_few_and_small():
    files = sorted(KEPT.glob("*.png"))
    assert len(files) == 4 * len({file.name.rsplit("-", 2)[0] for file in files})
    assert sum(file.stat().st_size for file in files) < 700_000
