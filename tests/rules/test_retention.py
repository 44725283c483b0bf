"""When what must go: never before its time, never while held or argued, each part once, in their order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.rules import retention
from siantar.rules.retention import DAYS, OF_A_FILE, FileStand, Retained, Trouble
from siantar.rules.vocabulary import ENDS, Stage

END = datetime(2026, 1, 5, 9, tzinfo=UTC)
days_of_an_office = st.fixed_dictionaries({kind: st.integers(1, 3000) for kind in Retained})
stands = st.builds(
    FileStand,
    stage=st.sampled_from(Stage),
    since=st.just(END),
    held=st.booleans(),
    argued=st.booleans(),
    gone=st.frozensets(st.sampled_from(OF_A_FILE)),
)
times = st.integers(-10, 4000).map(lambda days: END + timedelta(days=days, hours=1))


def test_our_own_periods_can_be_so():
    assert retention.trouble_with(DAYS) is None
    assert set(DAYS) == set(Retained)


@given(stands, days_of_an_office, times)
def test_only_what_is_over_and_free_goes_and_each_part_once(stand, days, at):
    due = retention.due(stand, days, at)
    if stand.held or stand.argued or stand.stage not in ENDS:
        assert due == ()
        return
    assert not set(due) & stand.gone
    for kind in OF_A_FILE:
        over = at - stand.since >= timedelta(days=days[kind])
        assert (kind in due) == (over and kind not in stand.gone)


@given(stands, days_of_an_office, times, times)
def test_what_is_due_stays_due(stand, days, at, other):
    first, second = sorted([at, other])
    assert set(retention.due(stand, days, first)) <= set(retention.due(stand, days, second))


@given(stands, days_of_an_office, times)
def test_periods_that_are_in_order_never_take_the_name_before_the_address(stand, days, at):
    if retention.trouble_with(days):
        return
    gone = stand.gone | set(retention.due(stand, days, at))
    if Retained.PERSON in retention.due(stand, days, at):
        assert set(OF_A_FILE) <= gone


@pytest.mark.parametrize(
    ("changed", "kind", "trouble"),
    [
        ({Retained.SURVEY: 29}, Retained.SURVEY, Trouble.OUT_OF_RANGE),
        ({Retained.LOOKS: 36501}, Retained.LOOKS, Trouble.OUT_OF_RANGE),
        ({Retained.PROOFS: 366}, Retained.PROOFS, Trouble.OUT_OF_ORDER),
        ({Retained.DOOR: 366}, Retained.DOOR, Trouble.OUT_OF_ORDER),
        ({Retained.MESSAGES: 366}, Retained.MESSAGES, Trouble.OUT_OF_ORDER),
        ({Retained.ADDRESS: 1826}, Retained.ADDRESS, Trouble.OUT_OF_ORDER),
    ],
)
def test_periods_that_cannot_be_so_are_named(changed, kind, trouble):
    assert retention.trouble_with({**DAYS, **changed}) == (kind, trouble)


def test_a_night_begins_once_and_a_day_never_goes_without():
    jakarta = ZoneInfo("Asia/Jakarta")
    night = datetime(2026, 3, 10, 2, 30, tzinfo=jakarta)
    assert retention.is_night_due(None, night.replace(hour=14), jakarta)
    assert retention.is_night_due(night - timedelta(hours=20), night, jakarta)
    assert not retention.is_night_due(night, night + timedelta(hours=1), jakarta)
    assert not retention.is_night_due(night, night + timedelta(hours=10), jakarta)
    assert retention.is_night_due(night, night + timedelta(hours=24), jakarta)
