from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.rules import working_time as wt

WIB = ZoneInfo("Asia/Jakarta")
PLAIN = wt.Calendar()
RAMADAN_2026 = wt.Calendar(ramadan=((date(2026, 2, 18), date(2026, 3, 19)),), closed=frozenset({date(2026, 3, 18)}))
instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(WIB))
hours = st.integers(0, 400).map(lambda h: timedelta(minutes=15 * h))


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=WIB)


def test_a_week_has_37_and_a_half_hours_and_32_and_a_half_in_ramadan():
    assert wt.between(PLAIN, at(2026, 11, 23), at(2026, 11, 30)) == timedelta(hours=37.5)
    assert wt.between(RAMADAN_2026, at(2026, 2, 23), at(2026, 3, 2)) == timedelta(hours=32.5)


def test_a_promise_given_friday_afternoon_runs_on_monday():
    assert wt.add(PLAIN, at(2026, 11, 27, 16, 0), timedelta(hours=1)) == at(2026, 11, 30, 8, 0)


def test_the_break_on_friday_is_longer():
    assert wt.add(PLAIN, at(2026, 11, 27, 11, 0), timedelta(hours=1)) == at(2026, 11, 27, 13, 30)


def test_holidays_do_not_count():
    assert wt.between(RAMADAN_2026, at(2026, 3, 18), at(2026, 3, 19)) == timedelta()


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
def test_each_zone_opens_at_its_own_half_past_seven(zone):
    local = ZoneInfo(zone)
    opened = wt.add(wt.Calendar(zone=local), datetime(2026, 11, 23, tzinfo=local), timedelta(minutes=1))
    assert opened == datetime(2026, 11, 23, 7, 31, tzinfo=local)


@given(instants, hours, st.sampled_from([PLAIN, RAMADAN_2026]))
def test_adding_and_measuring_agree(start, work, calendar):
    assert wt.between(calendar, start, wt.add(calendar, start, work)) == work


@given(instants, hours, hours)
def test_more_work_never_ends_earlier(start, first, second):
    assert wt.add(PLAIN, start, first) <= wt.add(PLAIN, start, first + second)


@given(instants, instants, instants)
def test_time_adds_up(a, b, c):
    a, b, c = sorted([a, b, c])
    assert wt.between(PLAIN, a, b) + wt.between(PLAIN, b, c) == wt.between(PLAIN, a, c)


def test_an_office_that_never_opens_says_so():
    never = wt.Calendar(closed=frozenset(date(2026, 1, 1) + timedelta(days=i) for i in range(4500)))
    with pytest.raises(wt.NeverOpen):
        wt.add(never, at(2026, 2, 1), timedelta(hours=1))
