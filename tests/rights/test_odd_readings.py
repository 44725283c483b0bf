"""Unusual reading is listed the day after, once, without accusing whoever works; every search by NIK leaves a line."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from siantar.casework import disclosure, queries
from siantar.casework.disclosure import open_file
from siantar.privacy.looks import Reader
from siantar.privacy.models import Look, OddReading
from siantar.rights import odd_readings
from siantar.rules.identifiers import uuid7
from siantar.rules.odd_reading import ALOOF, MANY, SEARCHES, Sight, Sign, oddities
from siantar.rules.vocabulary import Kind
from tests.clock import CLOCK
from tests.people import SITI_NIK, given_file

JAKARTA = ZoneInfo("Asia/Jakarta")


def listed() -> list[tuple[str, str, int]]:
    return sorted(OddReading.objects.values_list("reader__username", "sign", "times"))


def test_every_search_by_nik_leaves_a_line_whether_it_finds_somebody_or_not(town):
    file, loket = given_file(town), town.people["loket"]
    Look.objects.all().delete()
    list(queries.search(loket, SITI_NIK, at=town.clock))
    list(queries.search(loket, "3674020101900001", at=town.clock))
    disclosure.find_person(loket, SITI_NIK, town.clock)
    disclosure.find_person(loket, "3674020101900001", town.clock)
    lines = list(Look.objects.order_by("pk").values_list("why", "subject", "fields"))
    assert lines == [
        ("search_by_nik", file.person_id, "nik"),
        ("search_by_nik", None, "nik"),
        ("intake", file.person_id, "name nik phone"),
        ("intake", None, "nik"),
    ]


def test_searching_for_a_neighbour_is_listed_and_serving_residents_is_not(town):
    file, loket, checker = given_file(town), town.people["loket"], town.people["pemeriksa"]
    for person in (loket, checker):
        for _ in range(SEARCHES):
            list(queries.search(person, SITI_NIK, at=town.tick()))
    town.tell("pemeriksa", Kind.CHECK_STARTED, file.receipt_number)  # that is why the checker searched
    CLOCK.move(timedelta(days=1))
    odd_readings.list_yesterday(town.clock)
    # loket handed the file in, which is an act about Siti; nobody is listed
    assert listed() == []


def test_searches_without_any_act_are_listed_once_and_wait_for_a_word(town):
    given_file(town)
    CLOCK.move(timedelta(days=1))
    for _ in range(SEARCHES):
        list(queries.search(town.people["loket"], SITI_NIK, at=town.tick()))
    CLOCK.move(timedelta(days=1))
    assert odd_readings.list_yesterday(town.clock) == 1
    assert odd_readings.list_yesterday(town.clock) == 0
    assert listed() == [("loket", "nik", SEARCHES)]
    camat = town.people["camat"]
    row = odd_readings.waiting_for(camat).get()
    with pytest.raises(odd_readings.WordMissing):
        odd_readings.settle(row.pk, "  ", by=camat, at=town.clock)
    odd_readings.settle(row.pk, "Ditanya: antrean panjang.", by=camat, at=town.clock)
    assert not odd_readings.waiting_for(camat).exists()
    with pytest.raises(odd_readings.NotOdd):
        odd_readings.settle(row.pk, "Lagi.", by=camat, at=town.clock)


def test_a_file_opened_at_night_is_listed(town):
    file = given_file(town)
    night = town.clock.astimezone(JAKARTA).replace(hour=22, minute=15)
    CLOCK.move(night - town.clock)
    open_file(file, Reader(town.people["pemeriksa"], town.clock, "file_page"))
    CLOCK.move(timedelta(hours=8))
    odd_readings.list_yesterday(town.clock)
    assert listed() == [("pemeriksa", "night", 1)]


def sights(count: int, *, own: bool = True, why: str = "file_page"):
    at = CLOCK.at.astimezone(JAKARTA).replace(hour=10)
    return [Sight(at, why, uuid7(at), None, own) for _ in range(count)]


@pytest.mark.parametrize(
    ("day", "signs"),
    [
        (sights(MANY - 1), []),
        (sights(MANY), [Sign.MANY]),
        (sights(MANY, why="list"), []),
        (sights(1) * MANY, []),
        (sights(ALOOF - 1, own=False), []),
        (sights(ALOOF, own=False), [Sign.ALOOF]),
    ],
)
def test_how_much_is_odd(day, signs):
    assert [oddity.sign for oddity in oddities(day, JAKARTA)] == signs
