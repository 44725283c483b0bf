"""An office or agency gets another name: pages written before and after bear it, whoever changed it, whatever dies."""

from __future__ import annotations

import json

import pytest
from django.db import DatabaseError

from siantar.casework import tracking
from siantar.casework.models import TrackRow
from siantar.directory.models import Office
from siantar.reports import new_names, rebuilding
from siantar.reports.models import NameInUse
from tests.clock import MORNING
from tests.people import AGENCY, OFFICE, given_file, given_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return given_town()


def a_request() -> None:
    """What each request and each turn of a job begins with."""
    tracking.read_names_again()


def names_on(number: str) -> set[str]:
    body = json.loads(TrackRow.objects.get(pk=number).body)
    return {body["office"], *(entry["office"] for entry in body["timeline"]), *(step["agency"] for step in body["ahead"] if "agency" in step)}


def renamed(code: str, name: str) -> None:
    """As another process does it: past every act of this one."""
    Office.objects.filter(code=code).update(name=name)


def test_pages_of_before_bear_the_new_name_and_the_books_agree(town):
    numbers = [given_file(town).receipt_number for _ in range(3)]
    assert new_names.follow(MORNING) == 0
    renamed(OFFICE, 'Kecamatan "Serpong" Utara Baru')
    renamed(AGENCY, "Dinas Dukcapil")
    a_request()
    assert new_names.follow(MORNING) >= 3
    assert all(names_on(number) == {'Kecamatan "Serpong" Utara Baru', "Dinas Dukcapil"} for number in numbers)
    assert list(rebuilding.findings()) == []
    assert [new_names.follow(MORNING), new_names.follow(MORNING)] == [0, 0]
    assert set(NameInUse.objects.values_list("former", flat=True)) == {""}


def test_a_name_that_goes_on_inside_a_longer_one(town):
    number = given_file(town).receipt_number
    new_names.follow(MORNING)
    for name in ("Kecamatan Serpong", "Kecamatan Serpong Utara Timur", "Kecamatan Serpong"):
        renamed(OFFICE, name)
        a_request()
        new_names.follow(MORNING)
        assert name in names_on(number)
    assert list(rebuilding.findings()) == []


def test_an_act_that_read_the_old_name_and_ended_later_is_caught(town):
    new_names.follow(MORNING)
    tracking.office_name(OFFICE)
    renamed(OFFICE, "Kecamatan Baru")
    new_names.follow(MORNING)
    late = given_file(town).receipt_number  # this process has not seen the new name yet
    assert "Kecamatan Serpong Utara" in names_on(late)
    a_request()
    new_names.follow(MORNING)
    assert "Kecamatan Baru" in names_on(late)


def test_every_request_reads_the_names_anew(town, client):
    assert tracking.office_name(OFFICE) == "Kecamatan Serpong Utara"
    renamed(OFFICE, "Kecamatan Baru")
    client.get("/")
    assert "Kecamatan Baru" in names_on(given_file(town).receipt_number)


def test_broken_off_it_begins_again(town, monkeypatch):
    numbers = [given_file(town).receipt_number for _ in range(3)]
    new_names.follow(MORNING)
    renamed(OFFICE, "Kecamatan Baru")
    a_request()
    monkeypatch.setattr(new_names, "BATCH", 1)
    whole, times = tracking.row, iter(range(2))

    def row(*of):
        if next(times, None) is None:
            raise DatabaseError
        return whole(*of)

    monkeypatch.setattr(tracking, "row", row)
    with pytest.raises(DatabaseError):
        new_names.follow(MORNING)
    monkeypatch.setattr(tracking, "row", whole)
    assert new_names.follow(MORNING) == 1
    assert all("Kecamatan Baru" in names_on(number) for number in numbers)


def test_two_workers_note_a_new_office_at_once(town, monkeypatch):
    new_names.follow(MORNING)
    monkeypatch.setattr(NameInUse.objects, "all", lambda: [])  # the other one wrote them down after this one looked
    assert new_names.follow(MORNING) == 0
    assert NameInUse.objects.count() == Office.objects.count()
