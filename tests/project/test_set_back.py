"""The clock of the machine was a year ahead and is right again: nothing waits for that year."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models

from siantar.casework.consequences import relay
from siantar.delivery import planning_queue
from siantar.delivery.models import Planning
from siantar.directory import brakes
from siantar.messaging import outbox
from siantar.messaging.models import ChannelSetting, Message
from siantar.project.jobs import JOBS
from siantar.project.set_back import APART, MOMENTS, QUIET
from siantar.rules.brake import Allowance
from siantar.rules.occasions import ChannelKind
from tests.people import OFFICE, given_told_file

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)
bring_back = next(job.do for job in JOBS if job.name == "bring_back")
WAITING = {"next_at", "lease_until", "rests_until", "not_before"}


def columns() -> set[tuple[type[models.Model], str]]:
    """Every column of ours whose name says that something waits until then."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("siantar.")]
    return {(model, field.name) for model in ours for field in model._meta.get_fields() if field.name in WAITING}


def test_every_column_that_makes_something_wait_is_brought_back():
    assert columns() <= {(moment.model, moment.field) for moment in MOMENTS}


def test_no_rule_lets_anything_wait_longer_than_some_days():
    assert max(moment.longest for moment in MOMENTS) <= QUIET < timedelta(days=5)


def test_what_is_settled_is_left_as_it_was(town, message):
    """Only what waits is brought back: the story of a message that went out is not written anew."""
    right = town.tick(10)
    Message.objects.update(state=Message.State.SENT, not_before=right + YEAR, lease_until=right + YEAR)
    assert bring_back(right) == 0
    assert Message.objects.get().not_before == right + YEAR


def test_a_channel_that_was_to_rest_into_the_wrong_year_sends(town, message):
    """A provider may ask for a day of rest; no more than that is believed."""
    right = town.tick(10)
    ChannelSetting.objects.create(office=town.office, kind=ChannelKind.SMS, on=True, rests_until=right + timedelta(days=1))
    assert bring_back(right) == 0
    ChannelSetting.objects.update(rests_until=right + YEAR)
    assert bring_back(right) == 1
    assert ChannelSetting.objects.get().rests_until == right


@pytest.fixture
def message(town) -> Message:
    given_told_file(town, channel=ChannelKind.SMS)
    relay(town.tick())
    return Message.objects.get()


def test_a_message_whose_worker_died_in_the_wrong_year_is_sent(town, message):
    right = town.tick(10)
    Message.objects.update(expires_at=right + 2 * YEAR)
    assert outbox.claim(right + YEAR) is not None
    assert outbox.claim(right + timedelta(hours=1)) is None
    assert bring_back(right) == 1
    assert outbox.claim(right + timedelta(minutes=1)) is not None


def test_a_message_that_was_to_wait_in_the_wrong_year_goes_out(town, message):
    right = town.tick(10)
    Message.objects.update(not_before=right + YEAR)
    assert outbox.claim(right) is None
    bring_back(right)
    assert outbox.claim(right) is not None


def test_a_plan_whose_worker_died_in_the_wrong_year_is_made(town):
    right = town.tick()
    Planning.objects.create(
        id="01890000-0000-7000-8000-000000000001", office_id=OFFICE, day=right.date(), seconds=2, problem=b"{}", asked_at=right
    )
    assert planning_queue.claim(right + YEAR) is not None
    assert planning_queue.claim(right + timedelta(hours=1)) is None
    assert bring_back(right) == 1
    assert planning_queue.claim(right + timedelta(minutes=1)) is not None


def test_a_door_shut_by_wrong_tries_of_the_wrong_year_opens_after_its_wait(town):
    door, right = {"account camat": Allowance(1, timedelta(minutes=1), timedelta(hours=1), timedelta(days=1))}, town.tick()
    for _ in range(2):
        brakes.take(door, right + YEAR)
    with pytest.raises(brakes.Wait):
        brakes.take(door, right + timedelta(days=30))
    assert bring_back(right) == 1
    with pytest.raises(brakes.Wait):  # the tries themselves still count
        brakes.take(door, right)
    brakes.take(door, right + timedelta(minutes=2))


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(minutes=5), APART])
def test_what_waits_as_its_rule_says_is_left_alone_though_clocks_differ(town, message, ahead):
    """Another machine's clock may be minutes ahead: its worker lives, and its lease is nobody else's."""
    right = town.tick(10)
    outbox.claim(right + ahead)
    before = Message.objects.get().lease_until
    assert bring_back(right) == 0
    assert Message.objects.get().lease_until == before
