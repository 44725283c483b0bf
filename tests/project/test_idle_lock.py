"""A counter PC nobody touches locks; what was typed is there again once it is opened."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from siantar.directory.models import Delegation, User
from siantar.project.configuration import Configuration
from tests.clock import CLOCK
from tests.people import enter, given_town

pytestmark = pytest.mark.django_db
RIGHT = "rahasia-uji"


@pytest.fixture(autouse=True)
def town(settings):
    settings.SIANTAR_IDLE_MINUTES = 15
    return given_town()


@pytest.fixture
def desk(client):
    enter(client, "camat")
    assert client.get("/berkas/").status_code == 200
    return client


def later(minutes: float) -> None:
    CLOCK.move(timedelta(minutes=minutes))


@pytest.mark.parametrize("page", ["/berkas/", "/berkas/wakil/", "/akun/", "/suara/", "/admin/"])
def test_after_fifteen_minutes_every_page_of_staff_is_the_lock(desk, page):
    User.objects.filter(username="camat").update(is_staff=True, is_superuser=True)
    later(16)
    answer = desk.get(page)
    assert (answer.status_code, answer.url) == (302, f"/masuk/buka/?next={page}")
    opened = desk.post("/masuk/buka/", {"password": RIGHT, "next": page})
    assert (opened.status_code, opened.url) == (302, page)
    assert desk.get(page).status_code == 200


def test_a_hand_now_and_then_keeps_it_open_a_page_that_renews_itself_does_not(desk):
    for _ in range(3):
        later(10)
        assert desk.get("/berkas/").status_code == 200
    for _ in range(2):
        later(8)
        answer = desk.get("/berkas/", headers={"Siantar-Background": "1"})
    assert answer.status_code == 401
    assert desk.get("/berkas/").status_code == 302


def test_typing_for_long_in_one_page_is_a_hand(desk):
    for _ in range(5):
        later(10)
        assert desk.post("/masuk/tangan/").status_code == 204
    assert desk.get("/berkas/").status_code == 200
    later(16)
    assert desk.post("/masuk/tangan/").status_code == 401  # a lock is opened by a password only
    assert desk.get("/berkas/").status_code == 302


def test_what_was_sent_to_the_lock_is_sealed_and_sent_after_it(desk, town):
    later(16)
    deputy = town.people["loket"].person
    fields = {"deputy": deputy, "first_on": "2026-12-01", "last_on": "2026-12-02"}
    assert desk.post("/berkas/wakil/", fields).url == "/masuk/buka/"
    assert Delegation.objects.count() == 0
    stored = [session.get_decoded() for session in Session.objects.all()]
    assert "2026-12-01" not in str(stored)
    assert "tersimpan" in desk.get("/masuk/buka/").text
    page = desk.post("/masuk/buka/", {"password": RIGHT}, follow=True).text
    assert 'value="2026-12-01"' in page and 'action="/berkas/wakil/"' in page
    desk.post("/berkas/wakil/", fields)
    assert Delegation.objects.count() == 1
    assert desk.post("/masuk/buka/", {"password": RIGHT}).status_code == 302  # offered once


def test_a_wrong_password_opens_nothing_and_many_have_to_wait(desk):
    desk.post("/masuk/kunci/")
    for _ in range(6):
        answer = desk.post("/masuk/buka/", {"password": "salah"})
        assert answer.status_code == 422
    waiting = desk.post("/masuk/buka/", {"password": RIGHT}, headers={"Accept": "application/json"})
    assert waiting.status_code == 422 and "Tunggu" in waiting.json()["sentence"]
    assert desk.get("/berkas/").status_code == 302


def test_it_leads_to_no_other_house(desk):
    later(16)
    assert desk.post("/masuk/buka/", {"password": RIGHT, "next": "https://jahat.example/"}).url == "/mulai/"


def test_a_lock_in_one_tab_is_a_lock_in_all(desk):
    assert desk.post("/masuk/kunci/").status_code == 204
    assert desk.get("/berkas/").status_code == 302


def test_the_courier_s_phone_is_not_locked(client):
    enter(client, "kurir1")
    client.get("/kurir/")
    later(300)
    assert client.get("/kurir/").status_code == 200


def test_residents_and_the_demo_know_no_lock(client, settings):
    later(60)
    assert client.get("/").status_code == 200
    assert Configuration(demo=True).locks_after() == 0
    assert Configuration(demo=False).locks_after() == 15
    assert Configuration(demo=True, idle_minutes=3).locks_after() == 3


def test_logging_out_clears_what_the_browser_keeps(desk):
    answer = desk.post("/keluar/", follow=False)
    assert answer["Clear-Site-Data"] == '"cache"' and answer.url == "/masuk/?keluar"
    assert "sudah keluar" in desk.get(answer.url).text
