"""Which days and hours the courier may be asked for."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from siantar.rules.appointments import Hours, offered
from siantar.rules.working_time import Calendar, windows_on

WIB = ZoneInfo("Asia/Jakarta")
OPEN = Calendar(WIB)
MONDAY = datetime(2026, 11, 23, 9, tzinfo=WIB)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
times = st.times().map(lambda value: value.replace(microsecond=0))


def days_of(visits) -> list[date]:
    return sorted({visit.begins_at.date() for visit in visits})


def test_before_the_cut_off_tomorrow_may_be_chosen_and_after_it_not():
    assert days_of(offered(OPEN, Hours(days=2), MONDAY)) == [date(2026, 11, 24), date(2026, 11, 25)]
    late = MONDAY.replace(hour=15)
    assert days_of(offered(OPEN, Hours(days=2), late)) == [date(2026, 11, 25), date(2026, 11, 26)]


def test_weekends_and_holidays_are_passed_over():
    closed = Calendar(WIB, frozenset({date(2026, 11, 24)}))
    assert days_of(offered(closed, Hours(days=4), MONDAY))[-1] == date(2026, 11, 30)


def test_a_span_over_the_friday_prayer_is_not_offered():
    friday = [visit for visit in offered(OPEN, Hours(), MONDAY) if visit.begins_at.date() == date(2026, 11, 27)]
    assert [visit.begins_at.time() for visit in friday] == [time(8), time(13)]


@given(days, times, st.integers(1, 8), st.frozensets(days, max_size=20), times)
def test_every_offer_lies_ahead_on_a_working_day_in_order_and_is_no_more_than_asked(day, at, most, closed, cut_off):
    calendar, now = Calendar(WIB, closed), datetime.combine(day, at, WIB)
    visits = offered(calendar, Hours(days=most, cut_off=cut_off), now)
    assert list(visits) == sorted(visits, key=lambda visit: visit.begins_at)
    assert len(days_of(visits)) <= most
    for visit in visits:
        assert visit.begins_at.date() > now.date()
        assert any(
            opens <= visit.begins_at.time() and visit.ends_at.time() <= closes
            for opens, closes in windows_on(calendar, visit.begins_at.date())
        )
        if visit.begins_at.date() == now.date() + timedelta(days=1):
            assert now.time() < cut_off
