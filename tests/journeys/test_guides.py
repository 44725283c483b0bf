"""Guides where the work is, and all documents as a site in a browser without network."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import ROOT, look

pytestmark = pytest.mark.browser


def test_from_the_help_of_a_page_to_its_guide(someone):
    page = someone("loket")
    page.goto("/rak/hitung/")
    page.keyboard.press("F1")
    page.get_by_role("link", name="Baca panduannya").click()
    expect(page).to_have_url(re.compile(r"/panduan/rak/#menghitung-rakhitung$"))
    expect(page.get_by_role("heading", name="Menghitung: /rak/hitung/")).to_be_in_viewport()
    expect(page.get_by_role("img", name="Hitungan dengan selisih")).to_be_visible()
    look(page, "panduan-rak")


def test_a_heading_is_found_by_its_words(someone):
    page = someone("loket", 360)
    page.keyboard.press("Control+k")
    page.keyboard.type("panduan mencetak ulang")
    option = page.get_by_role("dialog", name="Cari halaman atau berkas").get_by_role("option")
    expect(option).to_have_text(["Panduan: Panduan loket, Mencetak ulang"])
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/panduan/loket/#mencetak-ulang$"))
    look(page, "panduan-loket")


def test_the_site_is_searched_from_a_disk(browser, tmp_path):
    command = [sys.executable, "-m", "sphinx", "-q", "-c", "docs/site", "-d", tmp_path / "trees", ".", tmp_path / "site"]
    subprocess.run(command, cwd=ROOT, check=True)
    context = browser.new_context()
    page = context.new_page()
    requests, wrong = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto((tmp_path / "site" / "index.html").as_uri())
    expect(page.get_by_text("Kotak pencarian di samping")).to_be_visible()
    box = page.locator("input[name=q]").first
    box.fill("berita acara")
    box.press("Enter")
    result = page.locator("#search-results a", has_text="Rak dan hitungan").first
    expect(result).to_be_visible()
    result.click()
    expect(page.get_by_role("heading", name="Rak dan hitungan")).to_be_visible()
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
    assert wrong == []
    context.close()
