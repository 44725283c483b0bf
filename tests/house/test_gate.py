"""The gate's table is whole, and every address of the installation keeps to it, whoever asks."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from siantar.bundles import batches
from siantar.casework.models import EventRow
from siantar.delivery import arrival_windows, closing, dispatcher_acts, notes, refusals, runs
from siantar.directory.models import Office, User
from siantar.directory.tokens import issue_token
from siantar.faces.frame import navigation
from siantar.privacy.looks import Reader
from siantar.privacy.models import Look
from siantar.routing.travel import Point
from siantar.rules import access, receipt_number
from siantar.rules.access import ACTS, EVENTS, PURPOSES, READINGS, SEES, STATES, Act, Actor, PersonalField, Reading
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import Kind, Role
from tests.clock import CLOCK
from tests.people import AGENCY, OFFICE, enter, given_file, given_finished, given_on_the_road, given_town

NOT_OURS = ("admin/", "akun/", "bahasa/", "api/", "masuk/", "keluar/", "mulai/")
ELSEWHERE = "36.74.07"


def views(patterns, prefix=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern) and not (prefix + str(pattern.pattern)).startswith(NOT_OURS):
            yield prefix + str(pattern.pattern), pattern.callback


PAGES = dict(views(get_resolver().url_patterns))
STAFF_PAGES = sorted(address for address, view in PAGES.items() if view.audience != "everyone")


def test_every_event_act_and_reading_has_its_line():
    assert set(EVENTS) == set(Kind)
    assert set(ACTS) == set(Act)
    assert set(READINGS) == set(Reading)
    assert set(SEES) == set(Role)
    assert set(STATES) == {act for act in Act if act.endswith("_bundle")} - {Act.START_BUNDLE}
    assert set().union(*PURPOSES.values()) == set(PersonalField)


def test_every_page_names_its_line():
    lines = {*Act, *Reading, "everyone"}
    assert {address: view.audience for address, view in PAGES.items() if view.audience not in lines} == {}
    assert len(STAFF_PAGES) > 40


def test_nobody_without_a_role_may_anything():
    nobody = Actor("1", OFFICE, frozenset())
    assert [what for what in (*Act, *Reading) if access.scopes_for(nobody, what)] == []
    assert [kind for kind in Kind if access.scopes_of(nobody, kind)] == []


@pytest.mark.parametrize("role", Role)
def test_only_who_has_the_papers_in_hand_sees_a_nik(role):
    sees = access.fields_for(Actor("1", OFFICE, frozenset({role})), "file_page")
    assert (PersonalField.NIK in sees) is (
        role in {Role.COUNTER, Role.CHECKER, Role.SIGNATORY, Role.AGENCY, Role.RESIDENT}
    )


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.RESIDENT])
def test_the_navigation_leads_nobody_before_a_closed_door(role):
    actor = Actor("1", OFFICE, frozenset({role}))
    doors = [*navigation.doors_for(actor.roles, "/"), *navigation.side_doors_for(actor.roles, "/")]
    urls = [
        door.url for door in doors if not door.url.startswith(("/admin/", "/akun/"))
    ]  # the login library guards those
    lines = {url: resolve(url).func.audience for url in urls}
    assert [url for url, line in lines.items() if line != "everyone" and not access.scopes_for(actor, line)] == []
    assert urls


@pytest.fixture
def town(db):
    return given_town()


def filled(address: str, file, run: str = "P0000000000") -> str:
    """An address with something in each of its places."""
    usual = {"typed": file.receipt_number, "number": run, "paper": "80mm", "kind": "whatsapp", "occasion": "received"}
    usual |= {
        "event": str(file.pk),
        "id": str(file.pk),
        "person": "1",
        "row": "1",
        "part": "photo",
        "code": "janji",
        "slug": "f-1-02",
        "place": "1",
        "webhook": str(file.pk),
        "entry": str(file.pk),
        "source": str(file.pk),
    }
    return "/" + re.sub(r"<\w+:(\w+)>", lambda match: usual[match[1]], address)


@pytest.fixture
def everybody(db):
    """One person of each role here, without any role, and of every role at another office."""
    town = given_town()
    Office.objects.create(code=ELSEWHERE, number=9, name="Kecamatan Setu")
    people = {
        role: (OFFICE if role is not Role.AGENCY else AGENCY, [role]) for role in Role if role is not Role.RESIDENT
    }
    people |= {"nobody": (OFFICE, []), "stranger": (ELSEWHERE, [role for role in Role if role is not Role.RESIDENT])}
    for name, (office, roles) in people.items():
        User.objects.create_user(f"uji-{name}", password="rahasia-uji", office_id=office, roles=roles)
    return given_on_the_road(town), people


def test_every_page_refuses_whom_its_line_does_not_name(client, everybody):
    (file, people), opened = everybody, set()
    for name, (_office, roles) in people.items():
        enter(client, f"uji-{name}")
        actor = Actor("1", OFFICE, frozenset(roles))
        for address in STAFF_PAGES:
            may = bool(access.scopes_for(actor, PAGES[address].audience))
            if may and address in opened:
                continue  # that it answers was seen; what the next one sees is the gate's own test
            if may:
                opened.add(address)
            for method in (client.get, client.post):
                answer = method(filled(address, file))
                assert answer.status_code < 500, (name, address)
                if not may:
                    assert answer.status_code == 403, (name, address, answer.status_code)


def test_visitors_are_led_to_the_login(client, everybody):
    file, _people = everybody
    for address in STAFF_PAGES:
        answer = client.get(filled(address, file))
        assert (answer.status_code, answer["Location"].startswith("/masuk/")) == (302, True), address


def test_a_stranger_with_every_role_elsewhere_reads_nothing_of_this_office(client, everybody):
    file, _people = everybody
    enter(client, "uji-stranger")
    for address in STAFF_PAGES:
        text = client.get(filled(address, file)).content.decode(errors="replace")
        assert "Siti Aminah" not in text, address
        assert "3674026304850003" not in text, address


def told_by_api(client, username: str, at, events: list[dict]) -> list[str]:
    token = issue_token(User.objects.get(username=username), at)
    answer = client.post(
        "/api/v1/events", json.dumps({"events": events}), content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )  # fmt: skip
    return (
        [result["outcome"] for result in answer.json()["results"]]
        if answer.status_code == 200
        else [str(answer.status_code)]
    )


def of_every_kind(file, at) -> list[dict]:
    """One event of each kind, as whole as a stranger can make it."""
    usual = {"relation": "applicant", "identity_check": "ktp_seen", "old_ktp": "collected", "receiver_name": "Siti"}
    return [
        {"id": str(uuid7(at)), "type": kind, "receipt_number": file.receipt_number, "occurred_at": at.isoformat(),
         "reason": "other", "data": {**usual, "to": AGENCY, "method": "counter", "courier": "1", "event": str(uuid7(at))}}
        for kind in Kind if kind is not Kind.HANDED_IN
    ]  # fmt: skip


@pytest.mark.parametrize("name", [*(role for role in Role if role is not Role.RESIDENT), "nobody", "stranger"])
def test_who_has_no_line_writes_nothing_through_the_api(client, everybody, name):
    file, people = everybody
    office, roles = people[name]
    actor = Actor("1", office, frozenset(roles))
    mine = {kind for kind in Kind if office != ELSEWHERE and access.scopes_of(actor, kind)}
    events = [event for event in of_every_kind(file, CLOCK.at) if Kind(event["type"]) not in mine]
    before = EventRow.objects.count()
    outcomes = told_by_api(client, f"uji-{name}", CLOCK.at, events)
    assert set(outcomes) == ({"403"} if name == "nobody" else {"refused"})
    assert EventRow.objects.count() == before


@pytest.mark.parametrize("courier", ["999999", "", "x" * 300, "camat", "elsewhere"])
@pytest.mark.parametrize("who", ["kurir2", "pengatur"])
def test_nobody_is_loaded_who_is_no_courier_of_the_office(client, town, courier, who):
    Office.objects.create(code=ELSEWHERE, number=9, name="Kecamatan Setu")
    foreign = User.objects.create_user("kurir-setu", password="rahasia-uji", office_id=ELSEWHERE, roles=[Role.COURIER])
    camat = User.objects.get(username="camat")
    ids = {"elsewhere": str(foreign.pk), "camat": str(camat.pk)}
    file = given_finished(town)
    town.tell("loket", Kind.MADE_READY, file.receipt_number)
    data = {"courier": ids.get(courier, courier)} if courier else {}
    event = {"id": str(uuid7(town.clock)), "type": "loaded", "receipt_number": file.receipt_number,
             "occurred_at": town.clock.isoformat(), "data": data}  # fmt: skip
    outcomes = told_by_api(client, who, CLOCK.at, [event])
    assert outcomes == (["recorded"] if (who, courier) == ("kurir2", "") else ["refused"])


@pytest.mark.parametrize("who", ["loket", "kurir1", "walikota", "camat", "pengatur"])
def test_bundles_are_for_those_who_carry_them(client, town, who):
    User.objects.get_or_create(username="walikota", defaults={"office_id": OFFICE, "roles": [Role.LEADER]})
    batch = batches.start(town.people["penghubung"], town.agency, town.clock)
    token = issue_token(User.objects.get(username=who), town.clock)
    for page in ("", "/manifest.pdf"):
        answer = client.get(f"/api/v1/batches/{batch.number}{page}", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 404, page


def test_a_bundle_moves_only_in_its_order_and_by_its_side(town):
    """A bundle never closed is not handed over; who sends it does not reconcile it, nor before it travels."""
    file = given_file(town)
    for kind in (Kind.CHECK_STARTED, Kind.CHECK_PASSED):
        town.tell("pemeriksa", kind, file.receipt_number)
    liaison, agency, at = town.people["penghubung"], town.people["dukcapil"], town.clock
    batch = batches.start(liaison, town.agency, at)
    batches.put_in(batch, [file.receipt_number], liaison, town.clock)
    for by, step in [
        (liaison, lambda by: batches.hand_over(batch, by, at)),
        (agency, lambda by: batches.reconcile(batch, by, at)),
        (liaison, lambda by: batches.reconcile(batch, by, at)),
        (agency, lambda by: batches.close(batch, by)),
        (agency, lambda by: batches.record_for_all(batch, Kind.ARRIVED, by=by, at=at)),
        (town.people["loket"], lambda by: batches.close(batch, by)),
    ]:
        with pytest.raises(access.Forbidden):
            step(by)
    batches.close(batch, liaison)
    assert batches.hand_over(batch, liaison, at)[0].result == "recorded"
    with pytest.raises(access.Forbidden):
        batches.reconcile(batch, liaison, at)
    assert batches.record_for_all(batch, Kind.ARRIVED, by=agency, at=at)[0].result == "recorded"


def test_a_dispatcher_logs_out_couriers_and_nobody_else(client, town):
    enter(client, "pengatur")
    for name, status in [("kurir1", 302), ("camat", 404), ("loket", 404)]:
        person = User.objects.get(username=name)
        assert client.post(f"/pengantaran/kurir/{person.pk}/keluarkan/").status_code == status
        after = User.objects.get(username=name).session_round
        assert after == person.session_round + (status == 302)


@pytest.mark.parametrize(
    ("who", "sees"),
    [("penghubung", False), ("pengatur", False), ("kurir1", False), ("loket", True), ("pemeriksa", True)],
)
def test_a_nik_is_on_the_page_only_of_those_who_hold_the_papers(client, town, who, sees):
    file = given_on_the_road(town) if who in {"pengatur", "kurir1"} else given_finished(town)
    enter(client, who)
    plain = client.get(f"/berkas/{file.receipt_number}/").content.decode()
    assert "3674026304850003" not in plain  # asked for, not displayed
    assert not Look.objects.filter(file=file.pk, why="file_page").exists()
    answer = client.get(f"/berkas/{file.receipt_number}/?data")
    assert ("3674026304850003" in answer.content.decode()) is sees
    page = client.post("/berkas/", {"q": "3674026304850003"}).content.decode()
    assert (receipt_number.grouped(file.receipt_number) in page) is sees


def test_lists_and_searches_leave_a_trace_once_a_day(client, town):
    file = given_file(town)
    enter(client, "pemeriksa")
    for _ in range(3):
        client.get("/berkas/")
    assert Look.objects.filter(file=file.pk, why="list", fields="name").count() == 1
    client.post("/berkas/", {"q": "3674026304850003"})
    assert Look.objects.filter(why="search_by_nik", fields="nik").count() == 1
    CLOCK.at += timedelta(days=1)
    client.get("/berkas/")
    assert Look.objects.filter(file=file.pk, why="list").count() == 2


@pytest.mark.parametrize("text", ["x" * 501, "x" * 1_000_000])
def test_a_story_holds_words_and_not_files(client, town, text):
    file = given_on_the_road(town)
    event = {"id": str(uuid7(CLOCK.at)), "type": "delivery_failed", "receipt_number": file.receipt_number,
             "occurred_at": CLOCK.at.isoformat(), "reason": "house_empty", "data": {"words": text}}  # fmt: skip
    assert told_by_api(client, "kurir1", CLOCK.at, [event]) == ["refused"]


@pytest.mark.parametrize("who", ["loket", "pemeriksa", "camat", "penghubung", "kurir1", "warga"])
def test_the_day_of_the_couriers_is_the_dispatcher_s(town, who):
    """The acts refuse by themselves, whichever door asks."""
    file, by, at = given_on_the_road(town), town.people[who], town.clock
    courier = User.objects.get(username="kurir1")
    run = runs.begin(shift_of(courier, at), by=town.people["pengatur"], at=at, day=at.date())
    for act in (
        lambda: notes.write(file, "awas anjing", by=by, at=at),
        lambda: arrival_windows.announce(run, by=by, at=at),
        lambda: dispatcher_acts.agree(file, at.date(), None, by=by),
        lambda: dispatcher_acts.keep_from(run, file.receipt_number, allow=False, by=by),
        lambda: dispatcher_acts.put_place(file, Point(-6.2, 106.6), Reader(by, at, "place_address")),
        lambda: refusals.settle(file.pk, by=by, at=at),
    ):
        with pytest.raises(access.Forbidden):
            act()
    for act in (
        lambda: runs.begin(shift_of(courier, at), by=by, at=at, day=at.date()),
        lambda: runs.arrange({run: []}, by=by),
        lambda: closing.close(run, by=by, at=at),
    ):
        with pytest.raises(runs.NotYourRun):
            act()


def shift_of(courier: User, at) -> runs.Shift:
    return runs.Shift(courier, at, at + timedelta(hours=8), Point(-6.26, 106.66), Point(-6.26, 106.66))
