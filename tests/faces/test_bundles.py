"""Bundles by their pages: what is ready is joined by one press, who takes it is named, and troubles raise themselves."""

from __future__ import annotations

import pytest

from siantar.bundles.models import Batch, Stray
from siantar.rules.vocabulary import Kind
from tests.people import AGENCY, OFFICE, enter, given_file

pytestmark = pytest.mark.django_db
DAY = 24 * 60


def given_checked(town):
    file = given_file(town)
    for kind in (Kind.CHECK_STARTED, Kind.CHECK_PASSED):
        assert town.tell("pemeriksa", kind, file.receipt_number).result == "recorded"
    return file


@pytest.fixture
def liaison(client, town):
    enter(client, "penghubung")
    return client


def joined(client, to=AGENCY) -> str:
    return client.post("/bundel/", {"to": to, "join": "1"}).url


def handed_over(client, page: str) -> None:
    for step in ("close", "hand_over"):
        client.post(f"{page}langkah/", {"step": step, "taken_by": "Yusuf Maulana"})


def scan(client, page: str, text: str) -> dict:
    return client.post(f"{page}pindai/", {"scan": text}, headers={"Accept": "application/json"}).json()


def test_what_is_ready_is_listed_and_joined_by_one_press(liaison, town):
    files = [given_checked(town) for _ in range(3)]
    listed = liaison.get("/bundel/").text
    assert "berkas siap dikirim ke Disdukcapil" in listed and all(file.receipt_number in listed for file in files)
    page = joined(liaison)
    assert Batch.objects.get().items.count() == 3
    assert "siap dikirim" not in liaison.get("/bundel/").text  # what is in a bundle waits for nobody
    handed_over(liaison, page)
    assert "dibawa oleh Yusuf Maulana" in " ".join(liaison.get(page).text.split())


def test_an_agency_joins_what_has_a_result(client, town):
    files = [given_checked(town) for _ in range(2)]
    enter(client, "penghubung")
    handed_over(client, page := joined(client))
    enter(client, "dukcapil")
    client.post(f"{page}langkah/", {"step": "arrive"})
    assert "siap dikirim" not in client.get("/bundel/").text
    town.tell("dukcapil", Kind.COMPLETED, files[0].receipt_number)
    assert files[0].receipt_number in client.get("/bundel/").text
    joined(client, OFFICE)
    assert Batch.objects.get(origin=AGENCY).items.get().application == files[0]


def test_nobody_takes_a_bundle_without_a_name(liaison, town):
    given_checked(town)
    page = joined(liaison)
    liaison.post(f"{page}langkah/", {"step": "close"})
    refused = liaison.post(f"{page}langkah/", {"step": "hand_over", "taken_by": "  "})
    assert refused.status_code == 422 and "Tulis nama" in refused.text
    assert Batch.objects.get().status == "closed"


def test_a_bundle_that_is_late_raises_itself_after_a_working_day(liaison, town):
    given_checked(town)
    handed_over(liaison, joined(liaison))
    assert "Perlu perhatian" not in liaison.get("/bundel/").text
    town.tick(4 * DAY)
    listed = liaison.get("/bundel/").text
    assert "Terlambat" in listed and "/bundel/" in listed


def test_what_lies_in_a_bundle_by_mistake_is_named_until_somebody_says_where_it_is(client, town):
    mine, strange = given_checked(town), given_file(town)
    enter(client, "penghubung")
    page = client.post("/bundel/", {"to": AGENCY}).url
    scan(client, page, mine.receipt_number)
    handed_over(client, page)
    enter(client, "dukcapil")
    for _ in range(2):
        answer = scan(client, page, strange.receipt_number)
        assert answer["outcome"] == "refused" and "Menurut buku: Loket" in answer["text"]
    assert "asing" in client.get("/bundel/").text and Stray.objects.count() == 1
    town.tell("pemeriksa", Kind.CHECK_STARTED, strange.receipt_number)
    assert "asing" not in client.get("/bundel/").text


def test_a_bundle_that_is_short_stays_on_top_until_the_file_is_found(client, town):
    files = [given_checked(town) for _ in range(2)]
    enter(client, "penghubung")
    handed_over(client, page := joined(client))
    enter(client, "dukcapil")
    scan(client, page, files[0].receipt_number)
    client.post(f"{page}langkah/", {"step": "reconcile"})
    assert "Kurang" in client.get("/bundel/").text
    enter(client, "penghubung")
    assert "Kurang" in client.get("/bundel/").text
    town.tell("penghubung", Kind.FOUND, files[1].receipt_number)
    assert "Kurang" not in client.get("/bundel/").text
