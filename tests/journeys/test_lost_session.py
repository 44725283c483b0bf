"""A session that ends with a half-filled form: whoever logs in again finds it whole, another person finds nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.journeys.conftest import CHROMIUM, FLAGS, WORKING_MORNING, furnished, served

pytestmark = pytest.mark.browser
NIK = "3674026304850003"


@pytest.fixture
def half_filled(someone) -> Page:
    """The counter, half filled in, and then the session is over."""
    return fill_half(someone("loket"))


def fill_half(page: Page) -> Page:
    page.get_by_role("button", name=re.compile("KTP-el hilang")).first.click()
    page.fill("#id_nik", NIK)
    page.fill("#id_name", "Dewi Kusuma")
    page.check("[name=method][value=courier]", force=True)
    page.evaluate("sessionStorage.removeItem('siantar-loket')")
    page.fill("#id_phone", "081234567890")
    page.wait_for_function("sessionStorage.getItem('siantar-loket') !== null")
    page.context.clear_cookies(name="sessionid")
    return page


@pytest.fixture
def over_plain_http(playwright, tmp_path) -> Iterator[Page]:
    """The counter of a small office's own network: neither https nor localhost, so the browser seals nothing."""
    home = furnished(tmp_path / "siantar", applications=0, at=WORKING_MORNING)
    home.environment["SIANTAR_ALLOWED_HOSTS"] = "loket.test,127.0.0.1"
    with served(home):
        yield from counter_at(home.url.rpartition(":")[2], playwright)


def counter_at(port: str, playwright: Playwright) -> Iterator[Page]:
    chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, "--host-resolver-rules=MAP loket.test 127.0.0.1"])
    page = chromium.new_page(base_url=f"http://loket.test:{port}")
    page.goto("/masuk/")
    assert page.evaluate("crypto.subtle === undefined")
    enter(page, "loket")
    page.wait_for_url("**/loket/**")
    yield page
    chromium.close()


def enter(page: Page, name: str) -> None:
    page.fill("#id_login", name)
    page.fill("#id_password", "siantar-demo")
    page.press("#id_password", "Enter")


def test_the_same_person_finds_the_form_as_it_was_nik_included(half_filled):
    page = half_filled
    page.keyboard.press("Control+Enter")  # saved into nothing: the login comes
    page.wait_for_url("**/masuk/**")
    kept_text = page.evaluate("JSON.stringify(sessionStorage)")
    assert [secret for secret in (NIK, "Dewi", "0812") if secret in kept_text] == []
    enter(page, "loket")
    page.wait_for_url("**/loket/**")
    expect(page.locator("#id_nik")).to_have_value(NIK)
    expect(page.locator("#id_name")).to_have_value("Dewi Kusuma")
    expect(page.locator("#id_phone")).to_have_value("081234567890")
    expect(page.locator("[name=method][value=courier]")).to_be_checked()
    expect(page.locator("[data-shown-by=courier]")).to_be_visible()
    expect(page.locator("[role=combobox]").first).to_have_value(re.compile("hilang"))


def test_where_nothing_is_sealed_all_but_the_numbers_of_people_comes_back(over_plain_http):
    page = fill_half(over_plain_http)
    page.goto("/loket/")
    page.wait_for_url("**/masuk/**")
    assert NIK not in page.evaluate("JSON.stringify(sessionStorage)")
    enter(page, "loket")
    page.wait_for_url("**/loket/**")
    expect(page.locator("#id_name")).to_have_value("Dewi Kusuma")
    expect(page.locator("#id_nik")).to_have_value("")


SECOND = """
from siantar.directory.models import User
first = User.objects.get(username="loket")
second, _new = User.objects.get_or_create(username="loket-dua", defaults={"office": first.office, "roles": first.roles})
second.set_password("siantar-demo")
second.save()
"""


def test_another_person_in_the_same_tab_finds_nothing_and_nothing_is_left(half_filled, siantar):
    siantar.command("shell", "-c", SECOND)
    page = half_filled
    page.goto("/loket/")
    page.wait_for_url("**/masuk/**")
    enter(page, "loket-dua")
    page.wait_for_url("**/loket/**")
    page.wait_for_function("sessionStorage.getItem('siantar-loket') === null")
    expect(page.locator("#id_nik")).to_have_value("")
    expect(page.locator("#id_name")).to_have_value("")
    expect(page.locator("[name=method][value=courier]")).not_to_be_checked()
