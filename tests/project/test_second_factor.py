"""Staff show a second factor: demanded before any page of theirs, asked at login, replaced by a recovery code once."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.db import connection
from django.urls import get_resolver

from siantar.directory.models import AuditEntry, User
from siantar.faces.frame.code_again import PAGES
from siantar.project.configuration import Configuration
from tests.clock import CLOCK
from tests.people import enter, given_file, given_town

pytestmark = pytest.mark.django_db
SET_UP = "/akun/kode/aplikasi/"


@pytest.fixture(autouse=True)
def demanded(settings):
    settings.SIANTAR_SECOND_FACTOR = True


@pytest.fixture(autouse=True)
def standing_clock(monkeypatch):
    """The login library reads the machine's clock by itself: here it reads ours."""
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.yield_hotp_counters_from_time", lambda: iter([half_minute()]))


def half_minute() -> int:
    return int(CLOCK.at.timestamp()) // 30


@pytest.fixture
def town():
    return given_town()


def code_of(secret: str) -> str:
    """What the app on the phone shows now (RFC 6238)."""
    return format_hotp_value(hotp_value(secret, half_minute()))


def log_in(client, name: str = "loket"):
    return client.post("/masuk/", {"login": name, "password": "rahasia-uji"})


def given_second_factor(client) -> tuple[str, list[str]]:
    """The secret in the phone of the counter's officer, and the recovery codes; logged out again."""
    log_in(client)
    secret = re.search(r'class="number">([A-Z2-7]{32})<', client.get(SET_UP).text)[1]
    codes_page = client.post(SET_UP, {"code": code_of(secret)}, follow=True).text
    codes = re.findall(r'class="number">(\d{8})<', codes_page)
    client.post("/keluar/")
    cache.clear()  # the half minute in which this very code may not be used again is over
    return secret, codes


@pytest.mark.parametrize("page", ["/loket/", "/berkas/", "/rak/", "/pesan/", "/admin/", "/loket/hari-ini/"])
def test_no_page_of_staff_opens_before_the_second_factor_is_set_up(client, town, page):
    User.objects.filter(username="loket").update(is_staff=True, is_superuser=True)
    enter(client, "loket")
    answer = client.get(page)
    assert (answer.status_code, answer.url) == (302, SET_UP)
    for public in ("/", "/layanan/", SET_UP, "/akun/kode/"):
        assert client.get(public).status_code == 200


def test_it_is_set_up_with_a_code_from_the_phone_and_then_asked_at_login(client, town):
    log_in(client)
    wrong = client.post(SET_UP, {"code": "000000"})
    assert "tidak cocok" in wrong.text
    client.post("/keluar/")
    secret, codes = given_second_factor(client)
    assert len(codes) == 10

    asked_for = log_in(client)
    assert asked_for.url.startswith("/masuk/kode/")
    assert client.get("/loket/").status_code == 302  # the password alone opens nothing
    assert "tidak cocok" in client.post("/masuk/kode/", {"code": "123"}).text
    assert client.post("/masuk/kode/", {"code": code_of(secret)}).status_code == 302
    assert client.get("/loket/").status_code == 200


def test_a_recovery_code_opens_once(client, town):
    _secret, codes = given_second_factor(client)
    log_in(client)
    assert client.post("/masuk/kode/", {"code": codes[0]}).status_code == 302
    assert client.get("/loket/").status_code == 200
    client.post("/keluar/")
    log_in(client)
    assert "tidak cocok" in client.post("/masuk/kode/", {"code": codes[0]}).text


def test_a_code_works_once_and_guesses_are_limited(client, town):
    secret, _codes = given_second_factor(client)
    code = code_of(secret)
    log_in(client)
    client.post("/masuk/kode/", {"code": code})
    client.post("/keluar/")
    log_in(client)
    assert client.post("/masuk/kode/", {"code": code}).status_code == 200  # seen over a shoulder, too late
    answers = [client.post("/masuk/kode/", {"code": f"{guess:06}"}) for guess in range(12)]
    assert client.get("/loket/").status_code == 302
    assert "tidak cocok" not in answers[-1].text


def test_secrets_are_sealed_in_the_database(client, town):
    secret, codes = given_second_factor(client)
    stored = " ".join(map(str, Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored and not any(code in stored for code in codes)


def test_counters_of_wrong_tries_are_shared_and_outlive_the_process(client, town):
    for _ in range(6):
        client.post("/masuk/", {"login": "camat", "password": "salah"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM directory_wrongtries")
        assert cursor.fetchone()[0] > 0
    assert client.post("/masuk/", {"login": "camat", "password": "rahasia-uji"}).status_code == 200


def came_in(client, name: str) -> str:
    """Log somebody of the cast in with both factors; the secret in their phone."""
    log_in(client, name)
    secret = re.search(r'class="number">([A-Z2-7]{32})<', client.get(SET_UP).text)[1]
    client.post(SET_UP, {"code": code_of(secret)})
    client.get("/akun/kode/cadangan/")
    cache.clear()  # the half minute in which this very code may not be used again is over
    return secret


def test_signing_asks_for_the_code_again_and_keeps_the_form(client, town):
    secret = came_in(client, "camat")
    session = client.session
    session["account_authentication_methods"] = []  # as after a quarter of an hour
    session.save()
    file = given_file(town)
    act = {"kind": "signed"}
    question = client.post(f"/berkas/{file.receipt_number}/tindakan/", act)
    assert question.url == "/masuk/kode/lagi/?next=%2Fmasuk%2Flanjutkan%2F"
    assert "tidak cocok" in client.post(question.url, {"code": "000000"}).text
    offered = client.post(question.url, {"code": code_of(secret)}, follow=True)
    assert 'name="kind" value="signed"' in offered.text and file.receipt_number in offered.text
    again = client.post(f"/berkas/{file.receipt_number}/tindakan/", act)
    assert "/masuk/kode/" not in again.get("Location", "")


def test_exports_ask_for_the_code_again_and_are_in_the_record(client, town):
    page = "/suara/pengaduan/ekspor.csv"
    secret = came_in(client, "camat")
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    question = client.get(page)
    assert question.url.startswith("/masuk/kode/lagi/")
    exported = client.post(question.url, {"code": code_of(secret)}, follow=True)
    assert exported.status_code == 200 and exported["Content-Type"].startswith("text/csv")
    assert AuditEntry.objects.filter(what="exported", more={"list": "complaints"}).count() == 1


def test_every_page_that_asks_again_exists():
    for name in PAGES:
        assert any(name in resolver.reverse_dict for resolver in resolvers())


def resolvers():
    """The addresses of the whole, and those of each door."""
    resolver = get_resolver()
    return [resolver, *(entry for entry in resolver.url_patterns if hasattr(entry, "reverse_dict"))]


@pytest.mark.parametrize(("demo", "setting", "demands"), [(True, None, False), (False, None, True), (True, True, True)])
def test_it_is_demanded_outside_the_demo(demo, setting, demands):
    assert Configuration(demo=demo, second_factor=setting).demands_second_factor() is demands
