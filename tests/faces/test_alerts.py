"""Promises about to break: whose turn it is hears first, then the head of section, then the Camat; at night nobody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.alerts.models import Alert, AlertRule
from siantar.alerts.queries import open_for
from siantar.alerts.raising import raise_alerts
from siantar.casework.models import Standing
from siantar.rules import escalation, promise, working_time
from siantar.rules.escalation import AlertHours, AlertStep
from siantar.rules.vocabulary import Kind, Stage
from tests.clock import CLOCK
from tests.people import enter, given_file

HOUR = timedelta(hours=1)
CALENDAR = working_time.Calendar()


def hears(town) -> set[str]:
    return {name for name in ("loket", "pemeriksa", "camat", "penghubung", "pengatur") if open_for(town.people[name])}


def given_promised(town, hours: float):
    """A file whose promise has so many working hours left now."""
    file = given_file(town)
    end = working_time.add(CALENDAR, town.clock, timedelta(hours=hours))
    Standing.objects.filter(application=file).update(promised_at=end)
    return file


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("left", "heard"), [(8, set()), (7.4, {"pemeriksa"}), (2.9, {"pemeriksa"}), (0.0, {"pemeriksa", "camat"})]
)
def test_each_hears_when_its_hour_has_come(town, left, heard):
    given_promised(town, left or 0.01)
    if not left:
        town.tick(60)
    raise_alerts(town.clock)
    assert hears(town) == heard


@pytest.mark.django_db
def test_each_step_is_raised_once_and_the_next_holder_hears_too(town):
    file = given_promised(town, 5)
    for _ in range(3):
        raise_alerts(town.tick())
    assert Alert.objects.count() == 1
    for kind in (Kind.CHECK_STARTED, Kind.CHECK_PASSED):
        promised_at = Standing.objects.get().promised_at
        town.tell("pemeriksa", kind, file.receipt_number)
        Standing.objects.update(promised_at=promised_at)
    raise_alerts(town.clock)
    assert hears(town) == {"penghubung"}


@pytest.mark.django_db
def test_nobody_is_alarmed_at_night_on_sunday_or_at_noon(town):
    given_promised(town, 0.5)
    for day, hour in [(23, 12.5), (23, 20), (28, 10), (29, 10)]:
        at = datetime(2026, 11, day, tzinfo=UTC) + timedelta(hours=hour - 7)
        assert raise_alerts(at) == 0
    assert raise_alerts(datetime(2026, 11, 30, 1, tzinfo=UTC)) == 3


@pytest.mark.django_db
def test_taken_up_is_over_and_two_hands_take_it_up_once(client, town):
    given_promised(town, 5)
    raise_alerts(town.clock)
    enter(client, "pemeriksa")
    page = client.get("/berkas/").text
    assert "Janji hampir atau sudah lewat" in page and "Giliran Anda" in page
    taken = f"/berkas/peringatan/{Alert.objects.get().pk}/"
    assert "Anda yang menanganinya" in client.post(taken, follow=True).text
    assert "Sudah ditangani" in client.post(taken, follow=True).text
    assert "Janji hampir atau sudah lewat" not in client.get("/berkas/").text


@pytest.mark.django_db
def test_strangers_neither_see_nor_take_up(client, town):
    given_promised(town, 5)
    raise_alerts(town.clock)
    enter(client, "loket")
    assert "Janji hampir atau sudah lewat" not in client.get("/berkas/").text
    client.post(f"/berkas/peringatan/{Alert.objects.get().pk}/")
    assert Alert.objects.get().taken_up_at is None


@pytest.mark.django_db
def test_the_office_sets_its_hours_and_a_service_has_its_own(client, town):
    file = given_promised(town, 20)
    enter(client, "camat")
    page = "/berkas/peringatan/"
    assert client.post(page, {"turn": "5", "section": "6", "camat": "0"}).status_code == 422
    assert client.post(page, {"turn": "banyak", "section": "", "camat": "1e99"}).status_code == 422
    assert client.post(page, {"turn": "8", "section": "4", "camat": "-7.5"}).status_code == 302
    assert client.post(page, {"service": "999999"}).status_code == 404
    own = {"turn": "30", "section": "25", "camat": "0", "service": file.service_id}
    assert client.post(page, own).status_code == 302
    assert file.service.name in client.get(page).text and AlertRule.objects.count() == 2
    raise_alerts(town.clock)
    assert set(Alert.objects.values_list("step", flat=True)) == {"turn", "section"}
    client.post(page, own | {"forget": "1"})
    assert AlertRule.objects.get().service is None


def test_every_stage_in_which_a_promise_can_break_has_a_turn():
    assert set(escalation.TURNS) == {stage for stage in Stage if promise.can_be_missed(stage)}


@given(st.integers(-400, 400), st.tuples(st.integers(-50, 50), st.integers(1, 30), st.integers(1, 30)))
def test_steps_are_reached_in_order_and_never_taken_back(minutes, hours):
    camat, more, most = hours
    rule = AlertHours(turn=camat + more + most, section=camat + more, camat=camat)
    left = timedelta(hours=camat, minutes=minutes * 10)
    reached = escalation.steps_reached(left, rule)
    assert reached == tuple(AlertStep)[: len(reached)]
    assert set(reached) <= set(escalation.steps_reached(left - HOUR, rule))


@given(st.integers(0, 60 * 24 * 20), st.integers(0, 60 * 24 * 20))
def test_hours_left_fall_with_the_time_and_are_nothing_at_the_promise(first, second):
    promised_at = CLOCK.at + timedelta(days=8)
    earlier, later = sorted(CLOCK.at + timedelta(minutes=minutes) for minutes in (first, second))
    assert escalation.hours_left(CALENDAR, promised_at, later) <= escalation.hours_left(CALENDAR, promised_at, earlier)
    assert escalation.hours_left(CALENDAR, promised_at, promised_at) == timedelta()
