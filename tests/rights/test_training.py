"""Practising: receipts that say so, nothing leaves the house, and one press of the right person empties it all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from siantar.casework.models import Application, EventRow
from siantar.directory.models import AuditEntry, Office, User
from siantar.messaging.models import Message
from siantar.outward import destinations
from siantar.project import jobs
from siantar.rights import training
from siantar.roots import making
from siantar.rules import receipt_number
from siantar.rules.access import Actor, Forbidden
from siantar.rules.vocabulary import Kind, Role
from tests.clock import CLOCK
from tests.conftest import guard
from tests.people import OFFICE, enter, given_file, given_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(settings):
    settings.SIANTAR_TRAINING = True
    guard(True)  # a test that stored for real leaves it lifted
    office = given_town()
    User.objects.create_user("admin", password="rahasia-uji", office_id=OFFICE, roles=[Role.ADMINISTRATOR])
    return office


def administrator() -> Actor:
    return Actor(str(User.objects.get(username="admin").pk), OFFICE, frozenset({Role.ADMINISTRATOR}))


def test_the_administrator_empties_it_and_what_was_set_up_stays(town):
    files = [given_file(town), given_file(town)]
    town.tell("pemeriksa", Kind.CHECK_STARTED, files[0].receipt_number)
    staff, offices = User.objects.count(), Office.objects.count()
    assert training.empty(OFFICE, by=administrator(), at=CLOCK.at) == 2
    for table in training.EMPTIED:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,), table
    assert (User.objects.count(), Office.objects.count()) == (staff, offices)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.what, entry.more, entry.by) == ("training_emptied", {"files": "2"}, int(administrator().person))
    again = given_file(town)
    with pytest.raises(DatabaseError), transaction.atomic():
        EventRow.objects.filter(application=again).update(reason="lain")  # the guard over the facts is back


def test_it_is_impossible_outside_of_training_and_for_others(town, settings):
    file = given_file(town)
    for role in set(Role) - {Role.ADMINISTRATOR, Role.RESIDENT}:
        with pytest.raises(Forbidden):
            training.empty(OFFICE, by=Actor("1", OFFICE, frozenset({role})), at=CLOCK.at)
    settings.SIANTAR_TRAINING = False
    with pytest.raises(training.NotTraining):
        training.empty(OFFICE, by=administrator(), at=CLOCK.at)
    assert Application.objects.filter(pk=file.pk).exists()


def test_the_page_asks_twice_and_is_nowhere_else(town, client, settings):
    given_file(town)
    enter(client, "admin")
    address = reverse("setup-training")
    assert "1 berkas latihan" in client.get(address).content.decode()
    first = client.post(address).content.decode()
    assert 'name="sure"' in first
    assert Application.objects.count() == 1
    emptied = client.post(address, {"sure": "yes"}, follow=True).content.decode()
    assert "1 berkas latihan dikosongkan" in emptied
    assert Application.objects.count() == 0
    settings.SIANTAR_TRAINING = False
    assert client.get(address).status_code == 404
    assert client.post(address, {"sure": "yes"}).status_code == 404


@pytest.mark.parametrize("username", ["camat", "loket", "pengatur"])
def test_others_do_not_come_in(town, client, username):
    enter(client, username)
    assert client.get(reverse("setup-training")).status_code == 403


def test_every_page_says_so(town, client):
    number = given_file(town).receipt_number
    assert "training-band" in client.get(reverse("home")).content.decode()
    enter(client, "loket")
    for address in ("/berkas/", "/loket/", f"/berkas/{number}/"):
        assert "training-band" in client.get(address).content.decode(), address


def test_what_a_true_office_publishes_is_not_there(town, client):
    for address in ("/kinerja/", "/kinerja/data/", "/kinerja/bukti/", "/surat/ABC"):
        page = client.get(address)
        assert page.status_code == 404
        assert "Ini tempat latihan" in page.content.decode()
    for address in ("/api/v1/roots", "/api/v1/letters/ABC"):
        assert (client.get(address).status_code, client.get(address).json()["code"]) == (404, "not_found")
    assert client.get("/layanan/")["X-Robots-Tag"] == "noindex"


def test_nothing_leaves_the_house(town):
    with pytest.raises(destinations.NotAllowed):
        destinations.address_of("127.0.0.1", 9)
    due = {job.name for job in filter(jobs.happens_here, jobs.JOBS)}
    assert due.isdisjoint({"send", "send_webhooks", "make_roots", "send_roots", "issue_reports", "send_reports"})
    assert {"relay", "raise_alerts"} <= due
    CLOCK.at += timedelta(days=3)
    assert making.make_due(CLOCK.at) == 0
    assert not Message.objects.exclude(told_at=None).exists()


def test_numbers_of_training_are_told_from_true_ones():
    assert receipt_number.is_of_training(receipt_number.issue(receipt_number.TRAINING))
    assert not receipt_number.is_of_training(receipt_number.issue(receipt_number.TRAINING - 1))
    assert not receipt_number.is_of_training("bukan nomor")
    assert receipt_number.TRAINING < receipt_number.HIGHEST_OFFICE


def test_a_true_installation_says_what_a_training_receipt_is_and_the_other_way_round(client, settings):
    given_town()
    practised = receipt_number.issue(receipt_number.TRAINING + 2)
    true = receipt_number.issue(2)
    assert "Ini tanda terima latihan" in client.get(f"/t/{practised}").content.decode()
    assert client.get(f"/api/v1/track/{practised}").json()["code"] == "training_receipt"
    assert client.get(f"/api/v1/track/{true}").json()["code"] == "unknown_receipt"
    settings.SIANTAR_TRAINING = True
    assert client.get(f"/api/v1/track/{true}").json()["code"] == "true_receipt"
    assert client.get(f"/api/v1/track/{practised}").json()["code"] == "unknown_receipt"
