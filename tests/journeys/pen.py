"""Somebody draws a signature on a page."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

STROKES = ((0.1, 0.8), (0.4, 0.2), (0.6, 0.8), (0.9, 0.3))  # parts of the width and height


def draw(page: Page, canvas: Locator) -> None:
    """One line up and down over the canvas, once its pen is ready."""
    canvas.scroll_into_view_if_needed()
    expect(canvas).to_have_attribute("data-pen", "ready")
    box = canvas.bounding_box()
    for step, (across, down) in enumerate(STROKES):
        page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"], steps=4)
        if step == 0:
            page.mouse.down()
    page.mouse.up()
