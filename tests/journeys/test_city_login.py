"""Staff come in by the city's directory in a real browser: bound by the administrator, refused in words, and asked for our own code."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tests.clock import CLOCK, ahead_of_the_machine
from tests.journeys.conftest import WORKING_MORNING, furnished, look, people, served
from tests.support.city_directory import ID, PASSWORD, SECRET, Directory

pytestmark = pytest.mark.browser
BUTTON = "Masuk dengan SSO Kota"


@pytest.fixture(scope="module")
def directory():
    far = Directory()
    far.people = {"budi": "9f0c-budi", "joko": "77aa-joko"}
    yield far
    far.close()


@pytest.fixture(scope="module")
def home(tmp_path_factory, directory):
    """An office that names the directory, not served yet."""
    office = furnished(tmp_path_factory.mktemp("kota"), applications=0, at=WORKING_MORNING)
    office.environment.update(SIANTAR_OIDC_ISSUER=directory.issuer, SIANTAR_OIDC_CLIENT_ID=ID, SIANTAR_OIDC_CLIENT_SECRET=SECRET)
    office.environment["SIANTAR_OIDC_NAME"] = "SSO Kota"
    return office


def by_the_directory(page: Page, name: str, password: str = PASSWORD) -> None:
    page.goto("/masuk/")
    page.get_by_role("link", name=BUTTON).click()
    expect(page.get_by_role("heading", name="Direktori kota")).to_be_visible()
    page.get_by_label("Nama").fill(name)
    page.get_by_label("Sandi").fill(password)
    page.get_by_role("button", name="Masuk").click()


def test_who_was_bound_comes_in_and_a_stranger_is_told_whom_to_ask(browser, home):
    with served(home), people(browser, home) as enter:
        admin = enter("admin")
        admin.goto("/akun/pegawai/")
        line = admin.get_by_role("listitem").filter(has_text="loket").first
        line.get_by_text("Sambungkan akun kota").click()
        line.get_by_label("Tanda pengenal (sub) di direktori kota").fill("9f0c-budi")
        line.get_by_role("button", name="Simpan").click()
        expect(admin.get_by_text("Akun kota tersambung")).to_be_visible()

        stranger = enter("")
        by_the_directory(stranger, "joko")
        expect(stranger.get_by_text("Akun kota ini belum disambungkan. Minta administrator kantor menyambungkannya.")).to_be_visible()
        look(stranger, "masuk-akun-kota-ditolak")
        stranger.goto("/loket/")
        expect(stranger).to_have_url(re.compile("/masuk/"))

        officer = enter("")
        by_the_directory(officer, "budi", "salah")
        expect(officer.get_by_text("Nama atau sandi salah.")).to_be_visible()  # theirs, not ours
        by_the_directory(officer, "budi")
        officer.wait_for_url("**/loket/**")


def test_our_own_second_factor_is_set_up_and_asked_whatever_the_directory_says(browser, home, directory):
    home.environment["SIANTAR_SECOND_FACTOR"] = "1"
    directory.claims = {"amr": ["mfa", "otp"], "acr": "high"}
    with served(home), people(browser, home) as enter:
        officer = enter("")
        by_the_directory(officer, "budi")
        officer.wait_for_url("**/akun/kode/aplikasi/**")  # before any page of staff
        secret = officer.locator("code.number").inner_text()
        half_minute = int((CLOCK.at - ahead_of_the_machine(CLOCK.at)).timestamp()) // 30  # the library goes by the machine
        officer.get_by_label("Enam angka dari aplikasi").fill(format_hotp_value(hotp_value(secret, half_minute)))
        officer.get_by_role("button", name="Pasang").click()
        officer.wait_for_url("**/akun/kode/cadangan/**")
        spare = officer.locator(".number").first.inner_text()

        officer.context.clear_cookies()
        by_the_directory(officer, "budi")
        officer.wait_for_url("**/masuk/kode/**")
        look(officer, "masuk-akun-kota-kode")
        officer.goto("/loket/")
        expect(officer).to_have_url(re.compile("/masuk/"))  # the directory alone opens nothing
        officer.goto("/masuk/kode/")
        officer.get_by_label("Kode enam angka, atau kode cadangan").fill(spare)
        officer.get_by_role("button", name="Masuk").click()
        officer.wait_for_url("**/loket/**")


def test_a_directory_that_is_away_leaves_the_password(browser, home, directory):
    home.environment.pop("SIANTAR_SECOND_FACTOR", None)
    directory.close()
    with served(home), people(browser, home) as enter:
        page = enter("")
        page.goto("/masuk/")
        page.get_by_role("link", name=BUTTON).click()
        expect(page.get_by_text("Akun kota sedang tidak dapat dihubungi. Masuk dengan kata sandi, atau coba nanti.")).to_be_visible()
        page.fill("#id_login", "camat")
        page.fill("#id_password", "siantar-demo")
        page.press("#id_password", "Enter")
        expect(page).not_to_have_url(re.compile("/masuk/"))
