"""Sessions, tokens and access of staff: seen by their owner, ended by them, given back on paper."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client

from siantar.directory.models import AuditEntry, Token, User
from siantar.directory.tokens import TokenWish, issue_token
from siantar.project.jobs import forget
from siantar.rules.vocabulary import Role
from tests.clock import CLOCK
from tests.people import OFFICE, enter, given_file, given_town

pytestmark = pytest.mark.django_db
RIGHT = "rahasia-uji"
NEW = "sawah-hijau-di-pagi-hari"


@pytest.fixture(autouse=True)
def town():
    return given_town()


@pytest.fixture
def administrator(client):
    User.objects.create_user("kepala", password=RIGHT, office_id=OFFICE, roles=[Role.ADMINISTRATOR])
    enter(client, "kepala")
    return client


def came_in(name: str, agent: str = "Firefox Windows", password: str = RIGHT) -> Client:
    client = Client(headers={"user-agent": agent})
    assert client.post("/masuk/", {"login": name, "password": password}).status_code == 302
    return client


def number(name: str) -> int:
    return User.objects.get(username=name).pk


def use(token: str, method: str = "get", path: str = "/api/v1/applications", **more) -> int:
    return getattr(Client(), method)(path, headers={"Authorization": f"Bearer {token}"}, **more).status_code


def test_where_one_is_logged_in_is_shown_and_ended_one_by_one():
    here, there = came_in("loket"), came_in("loket", "Chrome Android")
    came_in("camat")
    page = here.get("/akun/").text
    assert page.count("sejak") == 2 and re.search(r"Chrome\s*·\s*Android", page) and "di sini" in page
    address = re.search(r'action="(/akun/sesi/\d+/akhiri/)"', page)[1]
    assert Client().post(address).status_code == 302 and there.get("/loket/").status_code == 200  # a stranger
    assert came_in("pemeriksa").post(address).status_code == 302 and there.get("/loket/").status_code == 200  # a colleague
    here.post(address)
    assert there.get("/loket/").status_code == 302 and here.get("/loket/").status_code == 200


def test_the_worker_forgets_where_people_were_logged_in_once_that_is_over():
    here, there = came_in("loket"), came_in("camat", "Chrome Android")
    over = Session.objects.filter(session_key=there.session.session_key)
    over.update(expire_date=here.session.get_expiry_date() - timedelta(days=1))
    forget(CLOCK.at)
    assert [session.user_id for session in UserSession.objects.all()] == [number("loket")]
    assert not over.exists() and here.get("/loket/").status_code == 200


def test_out_everywhere_ends_other_sessions_and_all_tokens():
    here, there = came_in("loket"), came_in("loket")
    token = issue_token(User.objects.get(username="loket"), CLOCK.at)
    here.post("/akun/sesi/akhiri/")
    assert (here.get("/loket/").status_code, there.get("/loket/").status_code) == (200, 302)
    assert use(token) == 401


def test_a_token_ends_by_date_is_listed_and_withdrawn():
    user = User.objects.get(username="loket")
    short = issue_token(user, CLOCK.at, TokenWish("SIAK", good_for=timedelta(days=2)))
    long = issue_token(user, CLOCK.at, TokenWish("Arsip"))
    assert (use(short), use(long)) == (200, 200)
    CLOCK.move(timedelta(days=3))
    assert (use(short), use(long)) == (401, 200)
    client = came_in("loket")
    page = client.get("/akun/").text
    assert "Arsip" in page and "SIAK" not in page.split("Catatan terakhir")[0] and "terakhir dipakai" in page
    client.post(re.search(r'action="(/akun/token/\w+/cabut/)"', page)[1])
    assert use(long) == 401


def test_a_token_for_reading_records_nothing():
    town_file = given_file(given_again())
    token = issue_token(User.objects.get(username="pemeriksa"), CLOCK.at, TokenWish(scope="read"))
    assert use(token, path=f"/api/v1/applications/{town_file.receipt_number}") == 200
    assert use(token, "post", "/api/v1/events", data="{}", content_type="application/json") == 403


def given_again():
    from siantar.directory.models import Office
    from siantar.rules.access import Actor
    from tests.people import Town, resident_changes  # the town is there: its people anew

    people = {user.username: Actor(str(user.pk), user.office_id or "", user.role_set()) for user in User.objects.all()}
    people["warga"] = resident_changes.resident_of(OFFICE)
    return Town(Office.objects.get(pk=OFFICE), Office.objects.exclude(pk=OFFICE).get(), people)


def test_a_token_dies_when_its_person_s_roles_change(admin_client):
    token = issue_token(User.objects.get(username="loket"), CLOCK.at)
    person = User.objects.get(username="loket")
    fields = {"username": "loket", "roles": ["checker"], "office": OFFICE, "is_active": "on"}
    answer = admin_client.post(f"/admin/directory/user/{person.pk}/change/", fields)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert use(token) == 401
    entry = AuditEntry.objects.get(what="roles_changed")
    assert (entry.whose, entry.more["roles"]) == (person.pk, "checker")


def test_tokens_on_the_command_line(capsys):
    call_command("token", "loket", "--untuk", "SIAK", "--scope", "read", "--hari", "30")
    token = capsys.readouterr().out.strip()
    assert use(token, path="/api/v1/services") == 200
    call_command("token", "loket", "--daftar")
    line = capsys.readouterr().out
    assert "SIAK" in line and "read" in line and token not in line
    call_command("token", "loket", "--cabut", line.split()[0])
    assert Token.objects.get().ended_at is not None


def code_for(client, name: str) -> str:
    page = client.post(f"/akun/pegawai/{number(name)}/kertas/").text
    return re.search(r"([A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4})", page)[1]


def comes_by_paper(name: str, code: str, password: str = NEW):
    return Client().post(
        "/masuk/kertas/", {"username": name, "code": code, "password": password, "again": password}
    )


def test_a_paper_code_gives_access_back_once(administrator):
    lost = came_in("loket")
    Authenticator.objects.create(user_id=number("loket"), type="totp", data={"secret": "x"})
    code = code_for(administrator, "loket")
    assert comes_by_paper("loket", "AAAA-BBBB-CCCC").status_code == 422
    assert comes_by_paper("camat", code).status_code == 422
    weak = comes_by_paper("loket", code, "1234567890")
    assert weak.status_code == 422
    assert comes_by_paper("loket", code.lower().replace("-", " ")).status_code == 302
    assert comes_by_paper("loket", code).status_code == 422  # once
    assert lost.get("/loket/").status_code == 302
    assert not Authenticator.objects.filter(user_id=number("loket")).exists()
    came_in("loket", password=NEW)


def test_a_paper_code_ends_after_three_days(administrator):
    code = code_for(administrator, "loket")
    CLOCK.move(timedelta(days=3))
    assert comes_by_paper("loket", code).status_code == 422


def test_guessing_codes_has_to_wait(administrator):
    code = code_for(administrator, "loket")
    answers = [comes_by_paper("loket", "AAAA-BBBB-CCCC") for _ in range(7)]
    assert "Tunggu" in answers[-1].text
    assert comes_by_paper("loket", code).status_code == 422


def test_nobody_makes_a_code_for_a_stranger_themselves_or_the_operator(administrator):
    User.objects.filter(username="camat").update(is_superuser=True)
    for name in ("dukcapil", "kepala", "camat"):
        assert administrator.post(f"/akun/pegawai/{number(name)}/kertas/").status_code == 404
    enter(administrator, "loket")
    assert administrator.post(f"/akun/pegawai/{number('camat')}/kertas/").status_code == 403


def test_the_administrator_logs_a_lost_device_out(administrator):
    lost = came_in("loket")
    administrator.post(f"/akun/pegawai/{number('loket')}/keluarkan/")
    assert lost.get("/loket/").status_code == 302
    page = administrator.get("/akun/catatan/").text
    assert "Sesi diakhiri" in page


def test_passwords_like_the_name_or_of_digits_are_refused(administrator):
    User.objects.filter(username="loket").update(first_name="Rahmawati")
    code = code_for(administrator, "loket")
    for weak in ("rahmawati1", "83726150493", "password123"):
        assert comes_by_paper("loket", code, weak).status_code == 422
        CLOCK.move(timedelta(minutes=70))
