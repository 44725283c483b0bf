"""Passwords and accounts of staff: what is taken, how it is kept and changed, and who is out."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.test import Client
from django.urls import reverse

from siantar.directory.models import AuditEntry, Office, Region, User
from siantar.directory.tokens import issue_token
from tests.clock import CLOCK
from tests.people import enter, given_town

pytestmark = pytest.mark.django_db
RIGHT = "rahasia-uji"
NEW = "sawah hijau di pagi hari "


@pytest.fixture(autouse=True)
def town():
    return given_town()


def came_in(password: str = RIGHT) -> Client | None:
    client = Client()
    answer = client.post("/masuk/", {"login": "loket", "password": password})
    return client if answer.status_code == 302 else None


def changed(client: Client, password: str, current: str = RIGHT, again: str | None = None):
    return client.post("/akun/kata-sandi/", {"current": current, "password": password, "again": password if again is None else again})


@pytest.mark.parametrize(
    ("password", "taken"),
    [
        ("Kecamatan123!", False), ("serpong-utara-2026", False), ("LoketSiantar#1", False), ("jelupang12345", False),
        ("Serpong menanam kopi", True), ("jelupanger 2026", True), ("1234567890!?", True),
    ],
)  # fmt: skip
def test_words_of_the_place_alone_are_no_password(town, password, taken):
    """Those of the trade, and the names of the office, its city and its kelurahan; figures and signs add nothing."""
    Region.objects.get_or_create(code="36.74.02", defaults={"name": "Serpong Utara"})
    Region.objects.get_or_create(code="36.74.02.1006", defaults={"name": "Jelupang"})
    Office.objects.filter(pk=town.office.pk).update(region="36.74.02")
    answer = changed(came_in(), password)
    assert (answer.status_code == 302) is taken
    assert ("hanya dari nama tempat" in answer.text) is not taken


def test_whoever_is_in_changes_their_password():
    here, there = came_in(), came_in()
    token = issue_token(User.objects.get(username="loket"), CLOCK.at)
    assert changed(here, NEW).status_code == 302
    assert here.get("/loket/").status_code == 200 and there.get("/loket/").status_code == 302
    assert Client().get("/api/v1/applications", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    assert came_in() is None and came_in(NEW) is not None
    assert AuditEntry.objects.filter(what="password_set", by__isnull=False).count() == 1


def test_changing_wants_the_current_one_and_guesses_wait():
    client = came_in()
    assert "tidak cocok" in changed(client, NEW, current="salah").text
    assert changed(client, NEW, again="lain sama sekali").status_code == 422
    for _ in range(12):
        answer = changed(client, NEW, current="salah")
    assert answer.status_code == 422 and "Tunggu" in answer.text
    assert changed(client, NEW).status_code == 422
    assert User.objects.get(username="loket").check_password(RIGHT)


@pytest.mark.parametrize(
    ("password", "taken"),
    [
        ("Pendek1!", False), ("password123", False), ("83726150493", False), ("kuda baterai benar staples", True),
        (NEW, True), ("é" * 64, True), ("a1" * 64, True), ("HURUF BESAR SAJA", True), ("<script>'; --", True),
    ],
)  # fmt: skip
def test_what_is_a_password(password, taken):
    """Ten characters of anything; kept and compared as typed, with case, blanks and all."""
    client = came_in()
    assert (changed(client, password).status_code == 302) is taken
    if taken:
        assert came_in(password) is not None
        assert came_in(password.swapcase()) is None or password.swapcase() == password
        assert came_in(password + " ") is None and came_in(password[:-1]) is None


def test_a_password_of_the_paper_code_is_kept_as_typed():
    from siantar.directory import paper_codes
    from siantar.directory.staff import actor_of

    head = User.objects.create_user("kepala", password=RIGHT, office_id=User.objects.get(username="loket").office_id, roles=["administrator"])
    code = paper_codes.issue(User.objects.get(username="loket").pk, by=actor_of(head, CLOCK.at), at=CLOCK.at)
    fields = {"username": "loket", "code": code, "password": NEW, "again": NEW}
    assert Client().post("/masuk/kertas/", fields).status_code == 302
    assert came_in(NEW) is not None


def test_a_password_is_good_until_somebody_changes_it():
    CLOCK.move(timedelta(days=800))
    assert came_in() is not None


def test_fields_hide_and_help_password_managers():
    client = came_in()
    for page in (Client().get("/masuk/"), Client().get("/masuk/kertas/"), client.get("/akun/kata-sandi/")):
        fields = [field for field in re.findall(r"<input[^>]*>", page.text) if re.search(r'name="(?:password|current|again)"', field)]
        assert fields
        for field in fields:
            assert 'type="password"' in field and re.search(r'autocomplete="(?:current|new)-password"', field), field
            assert ("onpaste" not in field and "maxlength" not in field) or int(re.search(r'maxlength="(\d+)"', field)[1]) >= 64
        assert not re.search(r"pertanyaan (?:rahasia|keamanan)", page.text, re.I)


def test_the_way_out_is_on_every_page(client):
    for who, pages in {"loket": ["/loket/", "/berkas/", "/akun/"], "camat": ["/berkas/", "/suara/", "/akun/catatan/"], "pengatur": ["/pengantaran/"]}.items():
        enter(client, who)
        for page in pages:
            assert reverse("account_logout") in client.get(page).text, page


def test_who_is_made_inactive_is_out_at_once():
    client = came_in()
    token = issue_token(User.objects.get(username="loket"), CLOCK.at)
    User.objects.filter(username="loket").update(is_active=False)
    assert client.get("/loket/").status_code == 302
    assert Client().get("/api/v1/applications", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    again = Client()
    again.post("/masuk/", {"login": "loket", "password": RIGHT})
    assert again.get("/loket/").status_code == 302


def started(tmp_path, *command: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """A command of an installation outside the demo."""
    keys = {"SIANTAR_SECRET_KEY": "x" * 50, "SIANTAR_FIELD_KEYS": f"{'0' * 64}:{'1' * 64}"}
    environment = {**os.environ, **keys, "SIANTAR_DATA": str(tmp_path), "SIANTAR_DEMO": "", "SIANTAR_FAST_PASSWORDS": "1", **settings}
    environment.pop("SIANTAR_DATABASE_URL", None)
    return subprocess.run([sys.executable, "-m", "siantar.project", *command], env=environment, capture_output=True, text=True, check=False)


def test_what_is_for_demos_refuses_an_office(tmp_path):
    debug = started(tmp_path, "check", SIANTAR_DEBUG="1")
    assert debug.returncode == 1 and "SIANTAR_DEBUG" in debug.stderr
    lines = started(tmp_path, "shell", "-v0", "-c", "from django.conf import settings as s; print(s.DEBUG, s.PASSWORD_HASHERS[0])")
    assert lines.stdout.split() == ["False", "django.contrib.auth.hashers.PBKDF2PasswordHasher"], lines.stderr


def test_passwords_are_kept_by_a_slow_hash(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    user = User.objects.get(username="loket")
    user.set_password(NEW)
    hasher = identify_hasher(user.password)
    assert hasher.algorithm == "pbkdf2_sha256" and hasher.iterations >= 600_000


def test_no_account_comes_with_the_product(tmp_path):
    migrated = started(tmp_path, "migrate", "-v0")
    assert migrated.returncode == 0, migrated.stderr
    counted = started(tmp_path, "shell", "-v0", "-c", "from siantar.directory.models import User; print(User.objects.count())")
    assert counted.stdout.strip() == "0", counted.stderr


def test_a_fault_is_in_the_log(client, monkeypatch, caplog):
    def breaks(*_words):
        raise RuntimeError("di-dalam")

    monkeypatch.setattr("siantar.faces.frame.account.rows_of", breaks)
    enter(client, "loket")
    client.raise_request_exception = False
    with caplog.at_level(logging.ERROR):
        assert client.get("/akun/").status_code == 500
    assert "di-dalam" in caplog.text
