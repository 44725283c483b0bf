"""From "save" to the next file's first field at the counter, in a real browser: `python -m benchmarks.next_file`.

Prints the median over some files (goal 0.3 s) and its parts: asking whether the network is there, the server's saving,
the server's next page, and what the browser does with it until the cursor stands in the first field.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.journeys.conftest import CHROMIUM, FLAGS, NO_PDF_VIEWER, installed

FILES, GOAL = 12, 300  # ms
MARK = """addEventListener("focusin", ({ target }) => {
  if (target.matches("[role=combobox]")) window.focusedAt ??= performance.now();
})"""
PARTS = """() => {
  const page = performance.getEntriesByType("navigation")[0];
  return { saving: page.redirectEnd - page.redirectStart, waiting: page.responseEnd - page.fetchStart,
           drawing: focusedAt - page.responseEnd, since: performance.timeOrigin + focusedAt };
}"""


def fill_in(page: Page, place: int) -> None:
    """A whole file, ready to be saved."""
    page.locator("[data-often]").first.click()
    page.fill("#id_nik", f"36740{place % 9 + 1}{place % 28 + 1:02d}0585{place:04d}")
    page.fill("#id_name", f"Pemohon Ukur {place}")
    page.check("[name=brought_by][value=applicant]", force=True)
    page.keyboard.press("Alt+a")


def save(page: Page) -> dict[str, float]:
    """Save it, wait for the cursor of the next; milliseconds by part."""
    before = page.url
    begun = page.evaluate("performance.timeOrigin + performance.now()")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda address: "resi=" in address and address != before)
    expect(page.get_by_role("combobox", name="Layanan")).to_be_focused()
    parts: dict[str, float] = page.evaluate(PARTS)
    whole = parts.pop("since") - begun
    return {"whole": whole, **parts, "before": whole - sum(parts.values())}


def main() -> None:
    with (
        tempfile.TemporaryDirectory(prefix="siantar-bench-") as base,
        installed(Path(base), applications=300) as home,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(base_url=home.url, viewport={"width": 1366, "height": 768})
        page.add_init_script(NO_PDF_VIEWER)
        page.add_init_script(MARK)
        page.goto("/masuk/")
        page.fill("#id_login", "loket")
        page.fill("#id_password", "siantar-demo")
        page.press("#id_password", "Enter")
        page.wait_for_url("**/loket/**")
        rounds = []
        for place in range(1, FILES + 1):
            expect(page.locator("#id_name")).to_be_editable()
            fill_in(page, place)
            rounds.append(save(page))
        browser.close()
    for part in rounds[0]:
        print(f"{part:8} {statistics.median(each[part] for each in rounds[2:]):6.0f} ms", f"(goal {GOAL})" * (part == "whole"))


if __name__ == "__main__":
    main()
