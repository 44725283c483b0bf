"""Nobody can spend another's tries: wrong passwords slow down who types them, over processes and restarts."""

from __future__ import annotations

import hashlib
import logging
import re
from datetime import timedelta

import pytest
from django.test import Client

from siantar.casework.possession import FROM_EVERYWHERE, FROM_ONE_NETWORK
from siantar.directory import audit, brakes
from siantar.directory.models import AuditEntry, WrongTries
from siantar.faces.frame import by_paper
from siantar.faces.frame.login_brake import ACCOUNT, COOKIE, EVERYBODY, NETWORK, OWN
from siantar.project.jobs import JOBS
from siantar.rules.audit import Audited
from tests.clock import CLOCK
from tests.people import enter, given_town

pytestmark = pytest.mark.django_db
RIGHT = "rahasia-uji"


@pytest.fixture(autouse=True)
def town(settings):
    settings.SIANTAR_BEHIND_PROXY = True
    return given_town()


def log_in(client, name: str, password: str, visitor: str):
    return client.post("/masuk/", {"login": name, "password": password}, headers={"X-Forwarded-For": visitor})


def comes_in(client, name: str, visitor: str) -> bool:
    return log_in(client, name, RIGHT, visitor).status_code == 302


def test_after_five_wrong_ones_the_same_place_waits_and_then_comes_in():
    for _ in range(OWN.free + 1):
        log_in(Client(), "camat", "salah", "203.0.113.9")
    answer = log_in(Client(), "camat", RIGHT, "203.0.113.9")
    assert answer.status_code == 200 and "Tunggu 1 menit" in answer.text
    CLOCK.move(OWN.first + timedelta(seconds=1))
    assert comes_in(Client(), "camat", "203.0.113.9")


def test_strangers_everywhere_never_keep_out_the_known_device():
    office = Client()
    assert comes_in(office, "camat", "198.51.100.7")
    office.post("/keluar/")
    for place in range(ACCOUNT.free + 5):
        log_in(Client(), "camat", "salah", f"203.0.113.{place}")
    assert not comes_in(Client(), "camat", "192.0.2.1")  # from a place nobody knows: wait
    assert comes_in(office, "camat", "192.0.2.1")  # the known device, wherever it is today


def test_a_known_device_of_one_account_is_no_known_device_of_another():
    thief = Client()
    assert comes_in(thief, "kurir1", "203.0.113.9")
    thief.post("/keluar/")
    for _ in range(OWN.free + 1):
        log_in(thief, "camat", "salah", "203.0.113.9")
    assert not comes_in(thief, "camat", "203.0.113.9")


def test_a_cookie_somebody_made_up_is_no_device():
    forger = Client()
    for place in range(ACCOUNT.free + 1):
        log_in(Client(), "camat", "salah", f"203.0.113.{place}")
    forger.cookies[COOKIE] = "WyJ4IiwieSJd:1abc:xyz"
    assert not comes_in(forger, "camat", "192.0.2.1")


def test_one_network_trying_many_accounts_waits_and_its_neighbour_does_not():
    for place in range(NETWORK.free + 1):
        log_in(Client(), f"orang{place}", "salah", f"2001:db8::{place:x}")
    assert not comes_in(Client(), "loket", "2001:db8::ffff")
    assert comes_in(Client(), "loket", "2001:db8:0:1::1")


def test_a_flood_from_everywhere_raises_an_alarm_and_known_devices_go_on(caplog):
    office = Client()
    assert comes_in(office, "loket", "198.51.100.7")
    office.post("/keluar/")
    stock = WrongTries.objects.all()
    log_in(Client(), "camat", "salah", "203.0.113.1")
    stock.filter(wrong=1).update(wrong=EVERYBODY.free)  # as after three hundred of them
    stock.exclude(wrong=EVERYBODY.free).delete()
    with caplog.at_level(logging.ERROR, logger="siantar.login"):
        log_in(Client(), "siapa", "salah", "203.0.113.2")
    assert "wrong logins" in caplog.text
    assert AuditEntry.objects.filter(what=Audited.MANY_FAILURES).exists()
    assert not comes_in(Client(), "camat", "192.0.2.9")
    assert comes_in(office, "loket", "198.51.100.7")


def test_right_ones_in_between_do_not_forgive_what_a_network_does_to_others():
    for place in range(NETWORK.free + 1):
        log_in(Client(), f"orang{place}", "salah", "203.0.113.9")
        if place % 5 == 0:
            client = Client()
            log_in(client, "kurir1", RIGHT, "203.0.113.9")
    assert not comes_in(Client(), "loket", "203.0.113.9")


def test_a_house_behind_one_address_comes_in_whole_within_a_minute():
    for _ in range(12):
        for name in ("loket", "pemeriksa", "camat"):
            assert comes_in(Client(), name, "203.0.113.9")


def test_counters_hold_no_address_and_no_name():
    log_in(Client(), "camat", "salah", "203.0.113.9")
    stored = set(WrongTries.objects.values_list("digest", flat=True))
    guessable = {hashlib.sha256(word.encode()).hexdigest() for word in ("camat", "203.0.113.9", "203.0.113.0/24")}
    assert stored and all(re.fullmatch("[0-9a-f]{64}", digest) for digest in stored)
    assert stored.isdisjoint(guessable)


def test_every_way_in_and_every_failure_is_in_the_record():
    client = Client()
    log_in(client, "camat", "salah", "203.0.113.9")
    log_in(client, "camat", RIGHT, "203.0.113.9")
    client.post("/keluar/")
    assert list(AuditEntry.objects.order_by("pk").values_list("what", flat=True)) == [
        "login_failed", "logged_in", "logged_out",
    ]  # fmt: skip
    assert list(audit.broken_at()) == []


def test_a_changed_or_missing_entry_is_found():
    for _ in range(4):
        log_in(Client(), "camat", "salah", "203.0.113.9")
    second, third = AuditEntry.objects.order_by("pk")[1:3]
    AuditEntry.objects.filter(pk=second.pk).update(whose=None)
    assert list(audit.broken_at()) == [second.pk]
    AuditEntry.objects.filter(pk=second.pk).delete()
    assert list(audit.broken_at()) == [third.pk]


def test_the_record_of_the_office_is_for_its_heads(client):
    log_in(Client(), "camat", "salah", "203.0.113.9")
    enter(client, "loket")
    assert client.get("/akun/catatan/").status_code == 403
    enter(client, "camat")
    assert "Kata sandi salah" in client.get("/akun/catatan/").text


def test_counters_that_count_for_nothing_are_forgotten_by_the_worker_and_others_stay():
    job = next(job for job in JOBS if job.name == "forget")
    log_in(Client(), "camat", "salah", "203.0.113.9")
    CLOCK.move(brakes.KEPT - timedelta(minutes=1))
    log_in(Client(), "loket", "salah", "203.0.113.8")
    before = WrongTries.objects.count()
    CLOCK.move(timedelta(minutes=2))
    job.do(CLOCK.at)
    assert 0 < WrongTries.objects.count() < before
    CLOCK.move(brakes.KEPT)
    job.do(CLOCK.at)
    assert WrongTries.objects.count() == 0


@pytest.mark.parametrize("allowance", [OWN, NETWORK, ACCOUNT, EVERYBODY, by_paper.TRIES, FROM_ONE_NETWORK, FROM_EVERYWHERE])
def test_nothing_is_forgotten_that_still_counts(allowance):
    assert allowance.forgets < brakes.KEPT
    assert allowance.most < brakes.KEPT
