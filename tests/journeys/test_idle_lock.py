"""A counter PC nobody touches covers itself; the form beneath is whole when its officer is back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import installed, look

pytestmark = pytest.mark.browser
PASSWORD = "siantar-demo"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIANTAR_IDLE_MINUTES", "15")
        with installed(tmp_path_factory.mktemp("idle"), applications=1) as home:
            yield home


@pytest.fixture
def counter(office, browser) -> Page:
    context = browser.new_context(
        base_url=office.url, viewport={"width": 1366, "height": 768}, timezone_id="Asia/Jakarta"
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.clock.install()
    page.goto("/masuk/")
    page.fill("#id_login", "loket")
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url("**/loket/")
    yield page
    context.close()


def test_nobody_reads_over_an_empty_chair_and_nothing_typed_is_lost(counter):
    counter.fill("#id_name", "Dewi Kusuma")
    counter.fill("#id_nik", "3674026304850003")
    counter.clock.fast_forward("14:00")
    expect(counter.locator("#kunci")).to_be_hidden()
    counter.keyboard.press("Tab")  # a hand
    counter.clock.fast_forward("14:00")
    expect(counter.locator("#kunci")).to_be_hidden()
    with counter.expect_response("**/masuk/kunci/"):
        counter.clock.fast_forward("02:00")
    lock = counter.locator("#kunci")
    expect(lock).to_be_visible()
    expect(counter.locator("#id_name")).to_be_hidden()
    counter.keyboard.press("Escape")
    expect(lock).to_be_visible()
    look(counter, "masuk-terkunci")

    other_tab = counter.context.new_page()
    other_tab.goto("/loket/hari-ini/")
    expect(other_tab).to_have_url(f"{counter.url.removesuffix('/loket/')}/masuk/buka/?next=/loket/hari-ini/")
    other_tab.close()

    lock.get_by_label("Kata sandi").fill("salah")
    counter.keyboard.press("Enter")
    expect(lock.get_by_role("alert")).to_contain_text("tidak cocok")
    lock.get_by_label("Kata sandi").fill(PASSWORD)
    counter.keyboard.press("Enter")
    expect(lock).to_be_hidden()
    expect(counter.locator("#id_name")).to_have_value("Dewi Kusuma")
    expect(counter.locator("#id_nik")).to_have_value("3674026304850003")


def test_a_hand_in_one_tab_keeps_the_other_open(counter):
    second = counter.context.new_page()
    second.goto("/loket/hari-ini/")
    counter.clock.fast_forward("14:00")  # of all tabs of a browser
    second.keyboard.press("Tab")
    counter.evaluate("0")  # the word from the other tab has come
    counter.clock.fast_forward("02:00")
    expect(counter.locator("#kunci")).to_be_hidden()
    second.close()


def test_who_leaves_takes_along_what_the_page_kept(counter):
    counter.fill("#id_name", "Dewi Kusuma")
    counter.wait_for_function("sessionStorage.length > 0")
    counter.locator(".rail summary").click()
    counter.get_by_role("button", name="Keluar").click()
    counter.wait_for_url("**/masuk/?keluar")
    expect(counter.get_by_text("sudah keluar")).to_be_visible()
    assert counter.evaluate("sessionStorage.length") == 0
