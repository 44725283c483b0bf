from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.rules import working_time
from siantar.rules.working_axis import Ticks
from siantar.rules.working_time import Calendar, NeverOpen

CALENDAR = Calendar(closed=frozenset({date(2026, 3, 19), date(2026, 3, 20)}), ramadan=((date(2026, 2, 18), date(2026, 3, 19)),))
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
instants = st.datetimes(datetime(2026, 1, 2), datetime(2026, 12, 1)).map(lambda at: at.replace(tzinfo=UTC))


@cache
def ticks() -> Ticks:
    """The axis of a year, made in the test that asks first."""
    return Ticks(CALENDAR, FIRST, LAST)


@given(instants, instants)
def test_the_axis_counts_as_working_time_does(entry, other):
    first, second = sorted((entry, other))
    between = working_time.between(CALENDAR, first, second)
    assert abs(ticks().at(second) - ticks().at(first) - between.total_seconds() / 3600) < 1e-6


@given(instants, st.floats(0.01, 150))
def test_adding_on_the_axis_is_adding_working_time(start, hours):
    there = ticks().instant(ticks().at(start) + hours)
    assert abs((there - working_time.add(CALENDAR, start, timedelta(hours=hours))).total_seconds()) < 1


def test_outside_the_axis_its_ends_are_meant():
    assert ticks().at(datetime(2025, 12, 1, tzinfo=UTC)) == 0
    assert ticks().at(datetime(2027, 6, 1, tzinfo=UTC)) == ticks().at(datetime(2026, 12, 31, 23, tzinfo=UTC))


def test_an_axis_of_one_week_ends_where_its_hours_end():
    monday, friday = date(2026, 11, 23), date(2026, 11, 27)
    week = Ticks(CALENDAR, monday, friday)
    hours = working_time.between(
        CALENDAR, datetime(2026, 11, 22, 17, tzinfo=UTC), datetime(2026, 11, 27, 16, 59, tzinfo=UTC)
    ).total_seconds() / 3600  # fmt: skip
    assert week.at(datetime(2026, 11, 30, tzinfo=UTC)) == pytest.approx(hours)
    assert week.at(datetime(2026, 11, 22, tzinfo=UTC)) == 0
    opens = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)  # 07.30 in Jakarta
    assert week.instant(1) == opens + timedelta(hours=1)
    assert week.instant(hours).astimezone(CALENDAR.zone).date() == friday
    with pytest.raises(NeverOpen):
        week.instant(hours + 0.1)
