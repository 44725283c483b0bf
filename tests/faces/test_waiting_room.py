"""Numbers of the waiting room: each called once, shown in the lobby with nothing personal, gone the next morning."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from siantar.casework import calling
from siantar.casework.models import CalledNumber
from siantar.rules.access import Actor, Forbidden
from siantar.rules.vocabulary import Role
from tests.clock import CLOCK
from tests.people import OFFICE, enter, given_town

pytestmark = pytest.mark.django_db
QUEUE, WALL = "/loket/antrean/", "/laporan/layar/"


@pytest.fixture
def town():
    return given_town()


def pressed(client, counter: str, after: int = 0, number: str = ""):
    CLOCK.move(timedelta(seconds=5))
    return client.post(
        QUEUE, {"counter": counter, "after": after, "number": number}, headers={"Accept": "application/json"}
    )


def text_of(client, page: str = WALL) -> str:
    return " ".join(client.get(page).text.split())


def test_an_office_that_does_not_call_sees_nothing(client, town):
    assert "Sedang dilayani" not in text_of(client) and "data-queue" not in text_of(client)
    assert client.get(f"{WALL}antrean/").text.strip() == ""
    enter(client, "loket")
    assert "data-calls" not in client.get("/loket/").text


def test_two_counters_count_up_together_and_the_lobby_shows_the_newest_first(client, town):
    enter(client, "loket")
    assert pressed(client, "Loket 1").json() == {"number": 1, "label": "Panggil 2", "sentence": "Nomor 1 dipanggil."}
    assert pressed(client, "Loket 2").json()["number"] == 2
    assert pressed(client, "Loket 1", after=1).json()["number"] == 3
    text = text_of(client)
    assert "<strong>3</strong> Loket 1</p> <p><strong>2</strong> Loket 2</p>" in text
    assert "<strong>1</strong>" not in text
    assert "<strong>3</strong> Loket 1" in text_of(client, f"{WALL}antrean/?kantor={OFFICE}")
    client.logout()
    assert "<strong>3</strong> Loket 1" in text_of(client)


def test_pressing_twice_calls_one_number(client, town):
    enter(client, "loket")
    for _twice in range(2):
        assert pressed(client, "Loket 1").json()["number"] == 1
    for _twice in range(2):
        assert pressed(client, "Loket 1", after=1).json()["number"] == 2
    assert CalledNumber.objects.count() == 2


@pytest.mark.usefixtures("stored_for_real")
@pytest.mark.parametrize(("counters", "numbers"), [([f"Loket {n}" for n in range(6)], 6), (["Loket 1"] * 6, 1)])
def test_who_presses_at_once_never_calls_one_number_to_two_counters_nor_two_to_one(counters, numbers):
    by, at, together = given_town().people["loket"], CLOCK.at, threading.Barrier(len(counters))

    def press(counter: str) -> int:
        try:
            together.wait(20)
            return calling.call_next(counter, after=0, by=by, at=at).number
        finally:
            connection.close()

    with ThreadPoolExecutor(len(counters)) as pool:
        called = list(pool.map(press, counters))
    assert set(called) == set(range(1, numbers + 1)) and CalledNumber.objects.count() == numbers


def test_a_typed_number_leads_and_what_was_called_is_not_called_again_by_itself(client, town):
    enter(client, "loket")
    assert pressed(client, "Loket 1", number="27").json()["label"] == "Panggil 28"
    assert pressed(client, "Loket 2").json()["number"] == 28
    assert pressed(client, "Loket 1", number="27").json()["label"] == "Panggil 29"
    pressed(client, "Loket 1", number="290")  # a slip
    assert pressed(client, "Loket 1", number="29").json()["label"] == "Panggil 30"
    pressed(client, "Loket 1", number="9999")
    assert pressed(client, "Loket 1", after=9999).json()["number"] == 1


def test_the_next_morning_begins_at_1_and_nothing_of_before_is_left(client, town):
    enter(client, "loket")
    pressed(client, "Loket 1", number="27")
    CLOCK.move(timedelta(days=1))
    enter(client, "loket")
    assert "Sedang dilayani" not in text_of(client)
    assert pressed(client, "Loket 1", after=27).json()["number"] == 1
    assert CalledNumber.objects.count() == 1


def test_the_workstation_remembers_its_name_and_the_counter_has_a_button(client, town):
    enter(client, "loket")
    client.post(QUEUE, {"counter": "  Loket   Prioritas é "})
    page = client.get("/loket/").text
    assert "Panggil 2" in page and 'data-hotkey="F9"' in page
    assert 'value="Loket Prioritas é"' in client.get(QUEUE).text
    assert client.post(QUEUE, {"after": "1"}, headers={"Accept": "application/json"}).json()["number"] == 2


@pytest.mark.parametrize("number", ["0", "10000", "dua", "-3", "1e3", "9" * 300])
def test_what_is_no_number_is_refused_in_words_and_calls_nothing(client, town, number):
    enter(client, "loket")
    answer = client.post(QUEUE, {"counter": "Loket 1", "number": number})
    assert (
        answer.status_code == 422 and "Isi nomor dari 1 sampai 9999" in answer.text and 'value="Loket 1"' in answer.text
    )
    assert not CalledNumber.objects.exists()


@pytest.mark.parametrize(("counter", "after"), [("", "0"), ("   ", "0"), ("<b>", "x"), ("L" * 500, "9" * 90)])
def test_whatever_is_sent_breaks_nothing(client, town, counter, after):
    enter(client, "loket")
    client.cookies["siantar_loket"] = "%FF%00%0A"
    assert client.post(QUEUE, {"counter": counter, "after": after}).status_code in {302, 422}
    assert client.get("/loket/").status_code == 200 and "<b>" not in text_of(client)


def test_only_a_counter_calls_and_only_in_its_office(client, town):
    enter(client, "pemeriksa")
    assert client.post(QUEUE, {"counter": "Loket 1"}).status_code == 403
    with pytest.raises(Forbidden):
        calling.call(1, "Loket 1", by=Actor("1", OFFICE, frozenset({Role.CHECKER})), at=CLOCK.at)
