"""Which backups stay, and when the next is due: pure, in the office's zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.rules import backups

JAKARTA, JAYAPURA = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Jayapura")
TIMES = st.lists(st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)), max_size=60, unique=True)
ZONES = st.sampled_from([JAKARTA, JAYAPURA, UTC])


def days(times, zone):
    return sorted({at.astimezone(zone).date() for at in times}, reverse=True)


@given(TIMES, ZONES)
def test_seven_days_four_weeks_twelve_months_and_no_more(times, zone):
    staying = backups.to_keep(times, zone)
    assert staying <= set(times)
    assert len(staying) <= 7 + 4 + 12
    assert not times or max(times) in staying
    for day in days(times, zone)[:7]:
        assert max(at for at in times if at.astimezone(zone).date() == day) in staying
    weeks = sorted({day.isocalendar()[:2] for day in days(times, zone)}, reverse=True)
    for week in weeks[:4]:
        assert max(at for at in times if at.astimezone(zone).date().isocalendar()[:2] == week) in staying
    months = sorted({(day.year, day.month) for day in days(times, zone)}, reverse=True)
    for month in months[:12]:
        assert max(at for at in times if (at.astimezone(zone).year, at.astimezone(zone).month) == month) in staying


@given(TIMES, ZONES)
def test_thinning_every_night_leaves_what_thinning_once_would(times, zone):
    nightly = set()
    for at in sorted(times):
        nightly = backups.to_keep(nightly | {at}, zone)
    assert nightly == backups.to_keep(times, zone)


def test_two_years_of_nights_leave_twenty_or_so():
    nights = [datetime(2025, 1, 1, 18, 30, tzinfo=UTC) + timedelta(days=day) for day in range(730)]
    staying = sorted(backups.to_keep(nights, JAKARTA), reverse=True)
    assert staying[:7] == nights[:-8:-1]
    assert len(staying) == 7 + 2 + 10  # the last of two weeks and of two months are among the seven days
    assert staying[-1].astimezone(JAKARTA).date().isoformat() == "2026-02-28"


@pytest.mark.parametrize(
    ("last", "at", "due"),
    [
        (None, "2026-11-26T09:00", True),
        ("2026-11-26T01:05", "2026-11-26T23:59", False),
        ("2026-11-26T01:05", "2026-11-27T00:59", False),
        ("2026-11-26T01:05", "2026-11-27T01:00", True),
        ("2026-11-27T01:00", "2026-11-27T04:59", False),
        ("2026-11-26T15:00", "2026-11-27T04:59", True),  # made by hand in the afternoon
        ("2026-11-26T15:00", "2026-11-27T05:00", False),
        ("2026-11-26T08:00", "2026-11-27T08:00", True),  # the machine is off at night
    ],
)
def test_a_backup_is_due_once_a_night_or_after_a_day_without(last, at, due):
    last, at = (text and datetime.fromisoformat(text).replace(tzinfo=JAKARTA) for text in (last, at))
    assert backups.is_due(last, at, JAKARTA) is due


def test_the_night_is_that_of_the_office():
    last, at = datetime(2026, 11, 25, 18, 0, tzinfo=UTC), datetime(2026, 11, 26, 16, 0, tzinfo=UTC)
    assert backups.is_due(last, at, JAYAPURA)  # one o'clock there
    assert not backups.is_due(last, at, JAKARTA)  # eleven in the evening


def test_older_than_26_hours_is_too_old():
    at = datetime(2026, 11, 26, 16, 0, tzinfo=UTC)
    assert backups.is_too_old(None, at)
    assert not backups.is_too_old(at - timedelta(hours=26), at)
    assert backups.is_too_old(at - timedelta(hours=26, seconds=1), at)
