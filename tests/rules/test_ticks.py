from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from siantar.rules import working_time
from siantar.rules.working_axis import Ticks
from siantar.rules.working_time import Calendar

CALENDAR = Calendar(closed=frozenset({date(2026, 3, 19), date(2026, 3, 20)}), ramadan=((date(2026, 2, 18), date(2026, 3, 19)),))
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
TICKS = Ticks(CALENDAR, FIRST, LAST)
instants = st.datetimes(datetime(2026, 1, 2), datetime(2026, 12, 1)).map(lambda at: at.replace(tzinfo=UTC))


@given(instants, instants)
def test_the_axis_counts_as_working_time_does(entry, other):
    first, second = sorted((entry, other))
    between = working_time.between(CALENDAR, first, second)
    assert abs(TICKS.at(second) - TICKS.at(first) - between.total_seconds() / 3600) < 1e-6


@given(instants, st.floats(0.01, 150))
def test_adding_on_the_axis_is_adding_working_time(start, hours):
    there = TICKS.instant(TICKS.at(start) + hours)
    assert abs((there - working_time.add(CALENDAR, start, timedelta(hours=hours))).total_seconds()) < 1


def test_outside_the_axis_its_ends_are_meant():
    assert TICKS.at(datetime(2025, 12, 1, tzinfo=UTC)) == 0
    assert TICKS.at(datetime(2027, 6, 1, tzinfo=UTC)) == TICKS.at(datetime(2026, 12, 31, 23, tzinfo=UTC))
