"""A passkey instead of the code: set up with a real browser's authenticator, asked at login and again for a signature."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import look

pytestmark = pytest.mark.browser
PASSWORD = "siantar-demo"
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def page(siantar, browser) -> Page:
    at_localhost = siantar.url.replace("127.0.0.1", "localhost")  # keys belong to names, not to addresses
    context = browser.new_context(
        base_url=at_localhost, viewport={"width": 360, "height": 760}, timezone_id="Asia/Jakarta"
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    line = context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    line.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield page
    context.close()


def log_in(page: Page, name: str) -> None:
    page.goto("/masuk/")
    page.fill("#id_login", name)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")


def test_a_passkey_opens_what_the_password_alone_does_not(page):
    log_in(page, "walikota")
    page.wait_for_url("**/laporan/**")
    page.goto("/akun/kunci-sandi/baru/")
    if page.url.split("?")[0].endswith("/masuk/lagi/"):
        page.fill("#id_password", PASSWORD)
        page.press("#id_password", "Enter")
    page.get_by_label("Nama perangkat").fill("Ponsel dinas")
    look(page, "masuk-kunci-sandi")
    page.get_by_role("button", name="Pasang").click()
    page.wait_for_url("**/akun/kode/cadangan/")  # for the day the device is gone
    page.goto("/akun/kunci-sandi/")
    expect(page.get_by_text("Ponsel dinas")).to_be_visible()

    page.context.clear_cookies()
    log_in(page, "walikota")
    page.wait_for_url("**/masuk/kode/**")
    page.goto("/suara/")
    expect(page).to_have_url(re.compile("/masuk/"))
    page.goto("/masuk/kode/")
    page.get_by_role("button", name="Pakai kunci sandi").click()
    page.wait_for_url("**/laporan/**")

    page.goto("/akun/kunci-sandi/")
    page.get_by_role("link", name="Lepas").click()
    if "/lagi/" in page.url:
        page.get_by_role("link", name="Pakai kunci sandi").click()
        page.get_by_role("button", name="Pakai kunci sandi").click()
    page.get_by_role("button", name="Lepas").click()
    expect(page.get_by_text("Belum ada kunci sandi")).to_be_visible()
