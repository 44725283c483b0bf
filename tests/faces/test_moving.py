"""Somebody moves to another office: nothing in their hands, no key left, and the record stays where the work was done."""

from __future__ import annotations

import pytest

from siantar.casework.models import EventRow
from siantar.directory import audit, staff, tokens
from siantar.directory.models import AuditEntry, Delegation, User
from siantar.rules.access import Actor
from siantar.rules.audit import Audited
from siantar.rules.vocabulary import Kind, Role
from tests.clock import CLOCK
from tests.people import OFFICE, THERE, enter, given_file, given_on_the_road, given_two_offices

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return given_two_offices()


def page_of(name: str) -> str:
    return f"/pengaturan/pegawai/{User.objects.get(username=name).pk}/"


def moved(client, name: str):
    enter(client, "admin")
    return client.post(f"{page_of(name)}pindah/", {"office": THERE}, follow=True)


def test_the_name_goes_along_and_nothing_else_and_there_they_begin_anew(client, town):
    file = given_file(town)
    town.tell("pemeriksa", Kind.CHECK_STARTED, file.receipt_number)
    town.tell("pemeriksa", Kind.CHECK_PASSED, file.receipt_number)
    before = User.objects.get(username="pemeriksa")
    secret = tokens.issue_token(before, CLOCK.at)
    Delegation.objects.create(
        absent=before, deputy=User.objects.get(username="loket"), first_on="2020-01-01", last_on="2099-01-01"
    )
    answer = moved(client, "pemeriksa")
    assert "Bima Sakti pindah ke Kecamatan Setu" in answer.text
    there, before = User.objects.get(username="pemeriksa"), User.objects.get(pk=before.pk)
    assert (there.office_id, there.roles, there.moved_from) == (THERE, [], before) and not there.has_usable_password()
    assert (before.is_active, before.office_id, before.username) == (False, OFFICE, f"pemeriksa~{OFFICE}")
    assert tokens.holder_of_token(secret, CLOCK.at) is None and not Delegation.objects.exists()
    assert not client.login(username="pemeriksa", password="rahasia-uji")
    told_by = EventRow.objects.filter(application=file, kind=Kind.CHECK_PASSED).values_list("person", flat=True)
    assert list(told_by) == [str(before.pk)]
    enter(client, "admin-setu")
    assert "Pindahan dari Kecamatan Serpong Utara" in client.get("/pengaturan/pegawai/").text
    client.post(page_of("pemeriksa"), {"title": "Pemeriksa", "roles": ["checker"]})
    assert staff.actor_of(User.objects.get(pk=there.pk), CLOCK.at) == Actor(
        str(there.pk), THERE, frozenset({Role.CHECKER})
    )


def test_each_office_keeps_its_own_record_of_them(client, town):
    before = User.objects.get(username="pemeriksa")
    audit.note(Audited.LOGGED_IN, at=CLOCK.at, whose=before.pk, by=before.pk)
    moved(client, "pemeriksa")
    there = User.objects.get(username="pemeriksa")
    here, setu = (Actor("1", office, frozenset({Role.ADMINISTRATOR})) for office in (OFFICE, THERE))
    assert {Audited.LOGGED_IN, Audited.PERSON_MOVED} <= {
        e.what for e in audit.entries_of_office(here).filter(whose=before.pk)
    }
    seen = list(audit.entries_of_office(setu).filter(whose__in=[before.pk, there.pk]))
    assert [(entry.what, entry.more["moved_from"]) for entry in seen] == [(Audited.PERSON_ADDED, OFFICE)]
    assert list(audit.broken_at()) == []


def test_who_still_holds_files_stays_until_they_are_in_other_hands(client, town):
    file = given_file(town)
    town.tell("pemeriksa", Kind.CHECK_STARTED, file.receipt_number)
    given_on_the_road(town)
    for name in ("pemeriksa", "kurir1"):
        answer = moved(client, name)
        assert "masih memegang 1 berkas" in answer.text
        assert User.objects.get(username=name).office_id == OFFICE
    town.tell("pemeriksa", Kind.CHECK_PASSED, file.receipt_number)
    moved(client, "pemeriksa")
    assert User.objects.get(username="pemeriksa").office_id == THERE


def test_they_may_come_back_and_go_again(client, town):
    moved(client, "pemeriksa")
    for admin, office in (("admin-setu", OFFICE), ("admin", THERE)):
        enter(client, admin)
        client.post(f"{page_of('pemeriksa')}pindah/", {"office": office})
        assert User.objects.get(username="pemeriksa").office_id == office
    assert User.objects.filter(username__startswith="pemeriksa~").count() == 3


@pytest.mark.parametrize("office", ["", OFFICE, "tidak-ada", "x" * 200])
def test_an_office_that_is_none_is_refused_in_words(client, town, office):
    enter(client, "admin")
    answer = client.post(f"{page_of('pemeriksa')}pindah/", {"office": office}, follow=True)
    assert "Pilih dulu kantor tujuannya" in answer.text and User.objects.get(username="pemeriksa").is_active
    assert not AuditEntry.objects.filter(what=Audited.PERSON_MOVED).exists()


def test_nobody_moves_people_of_another_office_or_themselves(client, town):
    enter(client, "admin-setu")
    assert client.post(f"{page_of('pemeriksa')}pindah/", {"office": THERE}).status_code == 404
    assert client.post(f"{page_of('admin-setu')}pindah/", {"office": OFFICE}).status_code == 404
    enter(client, "camat")
    assert client.post(f"{page_of('pemeriksa')}pindah/", {"office": THERE}).status_code == 403
