"""Somebody is away and a colleague does their work: from day to day, named, and for whom is recorded."""

from __future__ import annotations

import inspect
from datetime import timedelta

import pytest
from django.urls import reverse

from siantar.casework.models import EventRow
from siantar.directory import staff
from siantar.directory.models import AuditEntry, Delegation, User
from siantar.directory.tokens import issue_token
from siantar.faces.api.views import api
from siantar.rules.audit import Audited
from siantar.rules.vocabulary import Kind, Method, Role
from tests.clock import CLOCK
from tests.people import OFFICE, enter, given_file, given_town, stage_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    people = given_town()
    User.objects.create_user(
        "admin", password="rahasia-uji", office_id=OFFICE, roles=[Role.ADMINISTRATOR], first_name="Ayu"
    )
    User.objects.filter(username="pemeriksa").update(first_name="Bima")
    User.objects.filter(username="loket").update(first_name="Lala")
    return people


def days(first: int = 0, last: int = 2) -> dict[str, str]:
    today = CLOCK.at.date()
    return {"first_on": f"{today + timedelta(days=first)}", "last_on": f"{today + timedelta(days=last)}"}


def person(name: str) -> User:
    return User.objects.select_related("office").get(username=name)


def roles_now(name: str) -> frozenset[Role]:
    return staff.actor_of(person(name), CLOCK.at).roles


def name_as(client, who: str, deputy: str, **more):
    enter(client, who)
    return client.post("/berkas/wakil/", days(**more) | {"deputy": person(deputy).pk}, follow=True)


def test_a_checker_is_away_and_the_counter_does_the_checking(client, town):
    file = given_file(town)
    assert "Wakil tersimpan" in name_as(client, "pemeriksa", "loket").text
    assert "Lala mewakili Anda sampai" in client.get("/berkas/").text
    enter(client, "loket")
    page = client.get("/loket/").text
    assert "Anda mewakili Bima" in page and "Pemeriksa" in page
    actor = staff.actor_of(person("loket"), CLOCK.at)
    town.people["loket"] = actor
    told_wrong = {"on_behalf_of": "1"}
    assert town.tell("loket", Kind.CHECK_STARTED, file.receipt_number, data=told_wrong).result == "recorded"
    event = EventRow.objects.get(application=file, kind=Kind.CHECK_STARTED)
    assert (event.person, event.data["on_behalf_of"]) == (actor.person, str(person("pemeriksa").pk))
    assert "Lala, mewakili Bima" in client.get(f"/berkas/{file.receipt_number}/").text


def test_ones_own_work_is_nobody_elses_and_what_a_teller_writes_there_does_not_count(client, town):
    name_as(client, "pemeriksa", "loket")
    town.people["loket"] = staff.actor_of(person("loket"), CLOCK.at)
    file = given_file(town)
    assert "on_behalf_of" not in EventRow.objects.get(application=file, kind="handed_in").data
    town.tell("pemeriksa", Kind.CHECK_STARTED, file.receipt_number, data={"on_behalf_of": "1"})
    assert "on_behalf_of" not in EventRow.objects.get(application=file, kind=Kind.CHECK_STARTED).data


def test_who_hands_in_for_a_colleague_is_recorded_so(client, town):
    name_as(client, "loket", "pengatur")
    town.people["loket"] = staff.actor_of(person("pengatur"), CLOCK.at)
    file = given_file(town)
    assert EventRow.objects.get(application=file, kind="handed_in").data["on_behalf_of"] == str(person("loket").pk)


def test_it_begins_and_ends_by_itself_in_the_offices_days(client, town):
    name_as(client, "pemeriksa", "loket", first=1, last=1)
    assert Role.CHECKER not in roles_now("loket")
    town.clock += timedelta(days=1)
    assert Role.CHECKER in roles_now("loket")
    town.clock += timedelta(days=1)
    assert Role.CHECKER not in roles_now("loket")


def test_a_deputy_lends_nothing_on_and_another_office_nothing_at_all(client, town):
    name_as(client, "pemeriksa", "loket")
    name_as(client, "loket", "pengatur")
    assert roles_now("pengatur") == {Role.DISPATCHER, Role.COUNTER}
    Delegation.objects.create(
        absent=person("dukcapil"), deputy=person("pengatur"), first_on="2020-01-01", last_on="2099-01-01"
    )
    assert Role.AGENCY not in roles_now("pengatur")
    User.objects.filter(username="loket").update(is_active=False)
    assert roles_now("pengatur") == {Role.DISPATCHER}


def test_the_administrator_names_one_for_a_colleague_without_the_signature(client, town):
    enter(client, "admin")
    absent, deputy = person("pemeriksa"), person("loket")
    page = f"/pengaturan/pegawai/{absent.pk}/"
    assert client.post(f"{page}wakil/", days() | {"deputy": deputy.pk}).status_code == 302
    assert "Lala" in client.get(page).text and Role.CHECKER in roles_now("loket")
    entry = AuditEntry.objects.get(what=Audited.DEPUTY_NAMED)
    assert (entry.whose, entry.more["absent"], entry.more["roles"]) == (deputy.pk, str(absent.pk), "checker")
    client.post(f"{page}wakil/", {"end": Delegation.objects.get().pk})
    assert Role.CHECKER not in roles_now("loket")
    camat = client.post(f"/pengaturan/pegawai/{person('camat').pk}/wakil/", days() | {"deputy": deputy.pk})
    assert camat.status_code == 422 and "hanya dititipkan oleh pemiliknya sendiri" in camat.text
    User.objects.filter(username="camat").update(roles=[Role.SIGNATORY, Role.CHECKER])
    client.post(f"/pengaturan/pegawai/{person('camat').pk}/wakil/", days() | {"deputy": deputy.pk})
    assert roles_now("loket") == {Role.COUNTER, Role.CHECKER}


def test_a_courier_has_no_deputy_and_the_page_says_why(client, town):
    enter(client, "admin")
    answer = client.post(f"/pengaturan/pegawai/{person('kurir1').pk}/wakil/", days() | {"deputy": person("kurir2").pk})
    assert answer.status_code == 422 and "Kurir tidak dapat diwakili" in answer.text and not Delegation.objects.exists()
    enter(client, "kurir1")
    assert client.get("/berkas/wakil/").status_code == 403


def test_the_administrators_rights_stay_with_the_administrator(client, town):
    answer = name_as(client, "admin", "loket")
    assert "Hak administrator tidak dititipkan" in answer.text and not Delegation.objects.exists()
    User.objects.filter(username="admin").update(roles=[Role.ADMINISTRATOR, Role.CHECKER])
    name_as(client, "admin", "loket")
    assert roles_now("loket") == {Role.COUNTER, Role.CHECKER}


def test_acts_of_the_office_done_for_somebody_are_in_the_audit_record_once_a_day(client, town):
    name_as(client, "camat", "pengatur")
    enter(client, "pengatur")
    for hours in ("9", "8"):
        assert client.post("/berkas/peringatan/", {"turn": hours, "section": "5", "camat": "1"}).status_code == 302
    entry = AuditEntry.objects.get(what=Audited.STOOD_IN)
    people = (entry.whose, entry.by, entry.more["act"])
    assert people == (person("camat").pk, person("pengatur").pk, "set_up_alerts")


# What is written through the API as events says for whom in the events; all else leaves its line as pages do.
TOLD_AS_EVENTS = {"record_events", "hand_in", "correct_intake", "capture"}
BY_ITSELF = {"witness", "short_token"}  # nobody's work is done there


def test_acts_by_the_api_leave_the_same_line_and_what_somebody_does_in_their_own_right_none(client, town):
    name_as(client, "camat", "pengatur")
    token = {"headers": {"Authorization": f"Bearer {issue_token(person('pengatur'), CLOCK.at)}"}}
    body = {"url": "https://contoh.example/siantar", "types": ["application.*"], "offices": [OFFICE]}
    for _twice in range(2):
        client.post("/api/v1/webhooks", body, content_type="application/json", **token)
    client.post("/api/v1/shipments/statuses", {"carrier": 1, "statuses": []}, content_type="application/json", **token)
    entry = AuditEntry.objects.get(what=Audited.STOOD_IN)
    people = (entry.whose, entry.by, entry.more["act"])
    assert people == (person("camat").pk, person("pengatur").pk, "subscribe")


def test_every_writing_door_of_the_api_says_for_whom():
    written = {
        operation.view_func
        for _prefix, router in api._routers
        for view in router.path_operations.values()
        for operation in view.operations
        if set(operation.methods) - {"GET", "HEAD"}
    }
    names = {each.__name__ for each in written if "deputies.note_act(request.auth," not in inspect.getsource(each)}
    assert len(written) > 10 and names == TOLD_AS_EVENTS | BY_ITSELF


def test_the_camats_deputy_signs_and_it_is_recorded_for_whom(client, town):
    file = given_file(town, "sktm", method=Method.COUNTER)
    for kind in (Kind.CHECK_STARTED, Kind.CHECK_PASSED):
        town.tell("pemeriksa", kind, file.receipt_number)
    name_as(client, "camat", "pengatur")
    town.people["pengatur"] = staff.actor_of(person("pengatur"), CLOCK.at)
    town.tell("pengatur", Kind.SIGNED, file.receipt_number)
    assert stage_of(file) == "finished"
    assert EventRow.objects.get(kind=Kind.SIGNED).data["on_behalf_of"] == str(person("camat").pk)


def test_who_has_no_role_of_their_own_begins_where_they_stand_in(client, town):
    User.objects.create_user("baru", password="rahasia-uji", office_id=OFFICE, roles=[])
    enter(client, "baru")
    assert client.get(reverse("begin")).url == "/"
    name_as(client, "loket", "baru")
    enter(client, "baru")
    assert client.get(reverse("begin")).url == "/loket/"
