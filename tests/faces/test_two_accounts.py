"""One person with an account in the office and one in the agency hands no bundle over to themselves, by no door."""

from __future__ import annotations

import json

import pytest

from siantar.bundles import batches
from siantar.bundles.models import Batch, Item
from siantar.casework.models import EventRow, Standing
from siantar.directory.models import User
from siantar.directory.staff import actor_of
from siantar.directory.tokens import issue_token
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import Kind, Role
from tests.people import AGENCY, enter, given_file, given_town

pytestmark = pytest.mark.django_db
SENTENCE = "Penerimanya harus orang lain"


@pytest.fixture
def town():
    """The town, in which the liaison also works for the registry."""
    town = given_town()
    home = User.objects.get(username="penghubung")
    there = User.objects.create_user("penghubung@dukcapil", password="rahasia-uji", office_id=AGENCY, roles=[Role.AGENCY])
    User.objects.filter(pk=there.pk).update(works_from=home, joined_at=town.clock)
    town.people["penghubung-di-dukcapil"] = actor_of(there, town.clock)
    return town


def sent(town) -> Batch:
    """A bundle of two files on its way to the registry."""
    files = [given_file(town), given_file(town)]
    for file in files:
        for kind in (Kind.CHECK_STARTED, Kind.CHECK_PASSED):
            assert town.tell("pemeriksa", kind, file.receipt_number).result == "recorded"
    numbers = [file.receipt_number for file in files]
    batch = batches.make(numbers, by=town.people["penghubung"], to=town.agency, at=town.tick())
    batches.hand_over(batch, town.people["penghubung"], town.tick(), batches.Taker("Rudi"))
    batch.refresh_from_db()
    return batch


def untouched(batch: Batch) -> bool:
    stages = Standing.objects.filter(application__item__batch=batch).values_list("stage", flat=True)
    expected = batch.items.filter(found=Item.Found.EXPECTED).count()
    return set(stages) == {"sent_to_agency"} and expected == 2 and Batch.objects.get(pk=batch.pk).status == "on_the_way"


def test_by_page_neither_all_at_once_nor_one_by_one_nor_as_missing(client, town):
    batch = sent(town)
    enter(client, "penghubung@dukcapil")
    for step in ("arrive", "reconcile"):
        answer = client.post(f"/bundel/{batch.number}/langkah/", {"step": step})
        assert (answer.status_code, SENTENCE in answer.content.decode()) == (422, True), step
        assert untouched(batch)
    number = batch.items.first().application.receipt_number
    answer = client.post(f"/bundel/{batch.number}/pindai/", {"scan": number}, follow=True)
    assert SENTENCE in answer.content.decode() and untouched(batch)
    lost = {"kind": Kind.WENT_MISSING, "file": [number]}
    assert SENTENCE in client.post(f"/bundel/{batch.number}/tandai/", lost).content.decode()
    assert untouched(batch)


def test_by_the_api_neither_the_bundle_nor_a_file(client, town):
    batch = sent(town)
    token = issue_token(User.objects.get(username="penghubung@dukcapil"), town.clock)
    number = batch.items.first().application.receipt_number
    before = EventRow.objects.count()
    for whole in ({"receipt_number": number}, {"batch_number": batch.number}):
        at = town.tick()
        event = {"id": str(uuid7(at)), "type": "arrived", "occurred_at": at.isoformat(), **whole}
        answer = client.post(
            "/api/v1/events", json.dumps({"events": [event]}), content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )  # fmt: skip
        assert "same_person" in answer.content.decode(), answer.content
    assert EventRow.objects.count() == before and untouched(batch)


def test_a_colleague_of_the_agency_receives_it_and_the_same_person_brings_nothing_home_to_themselves(town):
    batch = sent(town)
    arrived = batches.record_for_all(batch, Kind.ARRIVED, by=town.people["dukcapil"], at=town.tick())
    assert {outcome.result for outcome in arrived} == {"recorded"}
    there = town.people["penghubung-di-dukcapil"]
    numbers = list(batch.items.values_list("application__receipt_number", flat=True))
    for number in numbers:
        assert town.tell("penghubung-di-dukcapil", Kind.COMPLETED, number).result == "recorded"
    home = batches.make(numbers, by=there, to=town.office, at=town.tick())
    batches.hand_over(home, there, town.tick(), batches.Taker("Rudi"))
    home.refresh_from_db()
    refused = batches.record_for_all(home, Kind.CAME_BACK, by=town.people["penghubung"], at=town.tick())
    assert {outcome.code for outcome in refused} == {"same_person"}
    User.objects.create_user("penghubung2", password="rahasia-uji", office=town.office, roles=[Role.LIAISON])
    other = actor_of(User.objects.get(username="penghubung2"), town.clock)
    back = batches.record_for_all(home, Kind.CAME_BACK, by=other, at=town.tick())
    assert {outcome.result for outcome in back} == {"recorded"}
