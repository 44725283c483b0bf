"""Owners are reminded of what waits to be collected: once after the office's days, once before the end, then never."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.casework.consequences import relay_all
from siantar.casework.models import Standing
from siantar.messaging import office_settings
from siantar.messaging.models import Message
from siantar.messaging.reminders import remind
from siantar.rules.keeping import Keeping, is_over, reminders_due
from siantar.rules.occasions import Occasion
from siantar.rules.vocabulary import Kind, Method
from siantar.shelf.models import KeepingRule
from tests.people import COLLECTED, given_file, given_finished, given_told_file

DAY = 24 * 60
pytestmark = pytest.mark.django_db


def given_waiting(town, file=None):
    file = given_finished(town, file=file or given_told_file(town, method=Method.COUNTER))
    town.tell("loket", Kind.MADE_READY, file.receipt_number)
    relay_all(town.clock)
    return file


def reminders() -> list[str]:
    messages = Message.objects.filter(occasion__in=[Occasion.REMINDED, Occasion.LAST_REMINDED])
    return [f"{message.occasion} {message.state}" for message in messages.order_by("made_at")]


def test_two_reminders_and_then_silence(town):
    given_waiting(town)
    for day in range(120):
        remind(town.tick(DAY))
        remind(town.tick(5))  # a worker asks every ten minutes
        expected = ["reminded"] * (day >= 6) + ["last_remind"] * (day >= 29)
        assert [line.split()[0] for line in reminders()] == expected, day


def test_a_worker_that_stood_still_says_only_what_is_due_now(town):
    given_waiting(town)
    remind(town.tick(40 * DAY))
    assert [line.split()[0] for line in reminders()] == ["last_remind"]


def test_whoever_chose_no_messages_is_on_the_list_of_people_to_tell(town):
    given_waiting(town, given_file(town, method=Method.COUNTER))
    remind(town.tick(8 * DAY))
    assert reminders() == ["reminded by_hand"]


def test_what_was_collected_is_not_asked_for(town):
    file = given_waiting(town)
    remind(town.tick(8 * DAY))
    town.tell("loket", Kind.COLLECTED, file.receipt_number, data=COLLECTED, private={"receiver_name": "Siti"})
    relay_all(town.clock)
    assert reminders() == ["reminded dropped"]
    remind(town.tick(30 * DAY))
    assert reminders() == ["reminded dropped"]


def test_the_office_sets_the_days_and_may_be_silent(town):
    KeepingRule.objects.create(office=town.office, first_reminder=2, last_reminder=4, keep=6)
    given_waiting(town)
    wording = office_settings.wording_of(town.office.code, Occasion.LAST_REMINDED)
    wording.on = False
    wording.save()
    for _ in range(10):
        remind(town.tick(DAY))
    assert [line.split()[0] for line in reminders()] == ["reminded"]


def test_a_reminder_says_until_when_it_is_kept(town):
    given_waiting(town)
    since = Standing.objects.get().since
    remind(town.tick(8 * DAY))
    message = Message.objects.get(occasion=Occasion.REMINDED)
    assert message.facts["keep_until"] > since.date().isoformat() and message.state == "waiting"


@given(
    days=st.tuples(st.integers(1, 50), st.integers(1, 50), st.integers(1, 50)),
    waited=st.integers(0, 400),
)
def test_reminders_grow_with_the_days_and_end_with_the_rule(days, waited):
    rule = Keeping(days[0], days[0] + days[1], sum(days))
    since = datetime(2026, 3, 2, 4, tzinfo=UTC)
    at = since + timedelta(days=waited)
    due = reminders_due(since, at, rule, UTC)
    assert due <= reminders_due(since, at + timedelta(days=1), rule, UTC)
    assert due == 2 or not is_over(since, at, rule, UTC)
