"""One person in several offices: both administrators' words are needed, and what is seen is of the chosen office."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from siantar.casework.models import Application, Standing
from siantar.directory import audit, city_login, paper_codes, staff, tokens, workplaces
from siantar.directory.models import AuditEntry, Office, Token, User
from siantar.rules.access import Actor, Forbidden
from siantar.rules.audit import Audited
from siantar.rules.staff_list import NewColleague
from siantar.rules.vocabulary import Role
from tests.clock import CLOCK
from tests.people import OFFICE, THERE, enter, given_file, given_two_offices

pytestmark = pytest.mark.django_db
PASSWORD = "pohon-kelapa-di-pantai"


@pytest.fixture
def town():
    return given_two_offices()


def user(name: str) -> User:
    return User.objects.select_related("office").get(username=name)


def admin_there() -> Actor:
    return staff.actor_of(user("admin-setu"), CLOCK.at)


def me() -> Actor:
    return staff.actor_of(user("pemeriksa"), CLOCK.at)


def taken_on(roles: frozenset[Role] = frozenset({Role.SIGNATORY})) -> User:
    return workplaces.take_on(THERE, NewColleague("", "pemeriksa", "", roles), by=admin_there(), at=CLOCK.at)


def joined() -> User:
    there = taken_on()
    code = paper_codes.issue(there.pk, by=admin_there(), at=CLOCK.at)
    return paper_codes.join(code, by=me(), at=CLOCK.at)


def changed_over(client: Client, account: User):
    return client.post(f"/bekerja/{account.pk}/", follow=True)


def opened(client: Client, *files: Application) -> tuple[int, ...]:
    return tuple(client.get(f"/berkas/{file.receipt_number}/").status_code for file in files)


def test_the_whole_way_by_the_pages(client, town):
    enter(client, "admin-setu")
    typed = {"username": "Pemeriksa", "title": "Kasi", "roles": ["checker"]}
    answer = client.post("/pengaturan/pegawai/kantor-lain/", typed, follow=True)
    assert (
        "pemeriksa ditambahkan" in answer.text.casefold()
        and "masuk dengan akunnya di Kecamatan Serpong Utara" in answer.text
    )
    there = user(f"pemeriksa@{THERE}")
    assert "Bima" not in client.get("/pengaturan/pegawai/").text  # a name is not there for who guesses user names
    paper = client.post(f"/akun/pegawai/{there.pk}/kertas/")
    assert "<strong>pemeriksa</strong>" in paper.text and "buka Akun saya" in paper.text
    enter(client, "pemeriksa")
    assert "Menunggu kode kertas" in client.get("/akun/").text and "Ganti ke" not in client.get("/berkas/").text
    assert (
        "Sekarang Anda juga bekerja di Kecamatan Setu"
        in client.post("/akun/kantor/", {"code": paper.context["code"]}, follow=True).text
    )
    page = changed_over(client, there)
    assert "Anda sekarang bekerja di Kecamatan Setu" in page.text and "Ganti ke Kecamatan Serpong Utara" in page.text
    back = changed_over(client, user("pemeriksa"))
    assert "Ganti ke Kecamatan Setu" in back.text
    enter(client, "admin-setu")
    page = client.get("/pengaturan/pegawai/").text
    assert "Bima Sakti" in page and "Dari Kecamatan Serpong Utara" in page
    enter(client, "admin")
    assert "Juga bekerja di Kecamatan Setu" in client.get("/pengaturan/pegawai/").text


def test_a_foreign_office_stays_foreign_until_changed_over_and_the_own_one_is_foreign_then(client, town):
    ours, theirs = given_file(town), given_file(town)
    Standing.objects.filter(application=theirs).update(office=THERE)
    there = joined()
    enter(client, "pemeriksa")
    assert opened(client, ours, theirs) == (200, 404)
    changed_over(client, there)
    assert opened(client, ours, theirs) == (404, 200)
    changed_over(client, user("pemeriksa"))
    assert opened(client, ours, theirs) == (200, 404)


def test_roles_are_those_of_the_chosen_office_never_both(client, town):
    there = joined()
    assert staff.actor_of(there, CLOCK.at) == Actor(str(there.pk), THERE, frozenset({Role.SIGNATORY}))
    assert me().roles == frozenset({Role.CHECKER})
    enter(client, "pemeriksa")
    assert client.get("/pengaturan/").status_code == 403  # the Camat's
    changed_over(client, there)
    assert client.get("/pengaturan/").status_code == 200
    assert client.get("/kartu/").status_code in {403, 404}


def test_the_own_account_is_the_one_that_logs_in_whichever_office_is_chosen(client, town):
    there = joined()
    enter(client, "pemeriksa")
    changed_over(client, there)
    page = client.get("/akun/")
    assert page.status_code == 200 and "Bekerja di:" in page.text and "<strong>Kecamatan Setu</strong>" in page.text
    typed = {"current": "rahasia-uji", "password": PASSWORD, "again": PASSWORD}
    client.post("/akun/kata-sandi/", typed)
    assert user("pemeriksa").check_password(PASSWORD) and not User.objects.get(pk=there.pk).has_usable_password()


ENDS: dict[str, Callable[[User], object]] = {
    "closed there": lambda there: User.objects.filter(pk=there.pk).update(is_active=False),
    "logged out there": lambda there: staff.log_out_colleague(there.pk, by=admin_there(), at=CLOCK.at),
    "a new way in here": lambda _there: workplaces.part(user("pemeriksa").pk),
    "bound to the city's directory here": lambda _there: city_login.bind(
        user("pemeriksa").pk, "sub-1", by=staff.actor_of(user("admin"), CLOCK.at), at=CLOCK.at
    ),
    "closed here": lambda _there: User.objects.filter(username="pemeriksa").update(is_active=False),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_what_the_other_office_takes_back_ends_the_session_and_nothing_lands_elsewhere(client, town, end):
    there = joined()
    enter(client, "pemeriksa")
    changed_over(client, there)
    end(there)
    answer = client.post(
        "/berkas/wakil/", {"deputy": user("loket").pk, "first_on": "2099-01-01", "last_on": "2099-01-02"}
    )
    assert answer.status_code == 302 and answer["Location"].startswith("/masuk/")
    assert client.get("/berkas/").status_code == 302  # nobody is logged in any more


def test_a_paper_code_of_the_own_office_does_not_open_the_other(client, town):
    there = joined()
    by = staff.actor_of(user("admin"), CLOCK.at)
    code = paper_codes.issue(user("pemeriksa").pk, by=by, at=CLOCK.at)
    paper_codes.use("pemeriksa", code, PASSWORD, at=CLOCK.at)
    with pytest.raises(Forbidden):
        workplaces.enter(there.pk, by=me(), at=CLOCK.at)
    client.login(username="pemeriksa", password=PASSWORD)
    assert changed_over(client, there).status_code == 404
    fresh = paper_codes.issue(there.pk, by=admin_there(), at=CLOCK.at)
    paper_codes.join(fresh, by=me(), at=CLOCK.at)
    assert changed_over(client, there).status_code == 200


def test_the_code_is_good_for_this_person_once_in_its_days_and_for_nothing_else(client, town):
    there = taken_on()
    code = paper_codes.issue(there.pk, by=admin_there(), at=CLOCK.at)
    with pytest.raises(paper_codes.WrongCode):
        paper_codes.join(code, by=town.people["loket"], at=CLOCK.at)
    with pytest.raises(paper_codes.WrongCode):
        paper_codes.use(there.username, code, PASSWORD, at=CLOCK.at)
    with pytest.raises(paper_codes.WrongCode):
        paper_codes.join(code, by=me(), at=CLOCK.at + timedelta(days=3))
    with pytest.raises(Forbidden):
        workplaces.join(there, by=town.people["loket"], at=CLOCK.at)
    paper_codes.join(code, by=me(), at=CLOCK.at)
    with pytest.raises(paper_codes.WrongCode):
        paper_codes.join(code, by=me(), at=CLOCK.at)


@pytest.mark.usefixtures("stored_for_real")
def test_taken_on_and_joined_by_several_presses_at_once_is_once(town):
    by, together = admin_there(), threading.Barrier(4)

    def press(act: Callable[[], User]) -> str:
        try:
            together.wait(20)
            return str(act().pk)
        except (workplaces.WorksHere, paper_codes.WrongCode):
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        wanted = NewColleague("", "pemeriksa", "", frozenset({Role.CHECKER}))
        taken = list(pool.map(press, [lambda: workplaces.take_on(THERE, wanted, by=by, at=CLOCK.at)] * 4))
        there = User.objects.get(works_from__username="pemeriksa")
        code, mine = paper_codes.issue(there.pk, by=by, at=CLOCK.at), me()
        joined_once = list(pool.map(press, [lambda: paper_codes.join(code, by=mine, at=CLOCK.at)] * 4))
    assert sorted(taken) == sorted(joined_once) == ["", "", "", str(there.pk)]


def test_guessing_the_code_is_slowed(client, town):
    taken_on()
    enter(client, "pemeriksa")
    answers = [client.post("/akun/kantor/", {"code": f"SALAH{turn}"}, follow=True).text for turn in range(7)]
    assert "Kode ini tidak berlaku" in answers[0] and "Tunggu" in answers[-1]


@pytest.mark.parametrize("number", ["own_colleague", "waiting", "foreign"])
def test_nobody_changes_over_to_what_is_not_theirs(client, town, number):
    there = taken_on()
    whose = {"own_colleague": user("loket"), "waiting": there, "foreign": user("admin-setu")}[number]
    enter(client, "pemeriksa")
    assert changed_over(client, whose).status_code == 404
    assert client.get("/berkas/").status_code == 200


@pytest.mark.parametrize(
    ("username", "sentence"),
    [
        ("tidak-ada", "Tidak ada pegawai kantor lain"), ("admin-setu", "Tidak ada pegawai kantor lain"),
        (f"pemeriksa@{THERE}", "Tidak ada pegawai kantor lain"), ("pemeriksa", "sudah ada di daftar"),
        ("x" * 200, "panjang"), ("", ""),
    ],
)  # fmt: skip
def test_a_name_that_is_none_is_refused_in_words_and_stays_typed(client, town, username, sentence):
    taken_on()
    enter(client, "admin-setu")
    answer = client.post(
        "/pengaturan/pegawai/kantor-lain/", {"username": username, "title": "Kasi", "roles": ["checker"]}
    )
    assert answer.status_code == 422 and sentence in answer.text and 'value="Kasi"' in answer.text
    assert User.objects.filter(works_from__isnull=False).count() == 1


def test_a_form_of_the_office_before_is_refused_after_changing_over(town):
    there = joined()
    browser = Client(enforce_csrf_checks=True)
    enter(browser, "pemeriksa")
    browser.get("/berkas/")
    old = (
        browser.cookies["csrftoken"].value
        if "csrftoken" in browser.cookies
        else browser.cookies["__Host-csrftoken"].value
    )
    assert browser.post(f"/bekerja/{there.pk}/", {"csrfmiddlewaretoken": old}).status_code == 302
    assert browser.post("/berkas/wakil/", {"csrfmiddlewaretoken": old}).status_code == 403


def test_a_token_is_of_one_office_and_dies_with_the_work_there(town):
    there = joined()
    secret = tokens.issue_token(there, CLOCK.at)
    held = tokens.holder_of_token(secret, CLOCK.at)
    assert held is not None and held.user.office_id == THERE
    workplaces.part(user("pemeriksa").pk)
    assert tokens.holder_of_token(secret, CLOCK.at) is None and Token.objects.count() == 1


def test_who_moves_keeps_the_other_office_once_it_hands_over_a_new_code(client, town):
    there = joined()
    Office.objects.create(code="36.74.03", number=11, name="Kecamatan Pamulang")
    enter(client, "admin")
    client.post(f"/pengaturan/pegawai/{user('pemeriksa').pk}/pindah/", {"office": "36.74.03"})
    there.refresh_from_db()
    assert there.works_from == user("pemeriksa") and there.joined_at is None and there.is_active
    enter(client, "admin-setu")
    page = f"/pengaturan/pegawai/{there.pk}/"
    assert "Pindah ke kantor lain" not in client.get(page).text
    assert client.post(f"{page}pindah/", {"office": OFFICE}).status_code == 404


def test_both_offices_read_it_in_their_record(client, town):
    there = joined()
    enter(client, "pemeriksa")
    changed_over(client, there)
    for office in (OFFICE, THERE):
        seen = {entry.what for entry in audit.entries_of_office(Actor("1", office, frozenset({Role.ADMINISTRATOR})))}
        assert {Audited.OFFICE_JOINED, Audited.OFFICE_CHOSEN} <= seen
    assert AuditEntry.objects.get(what=Audited.PERSON_ADDED, whose=there.pk).more["works_from"] == OFFICE
    assert list(audit.broken_at()) == []
