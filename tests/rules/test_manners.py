"""Quiet hours, the daily maximum and the waiting between tries, for every moment and every office."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from siantar.rules import sending_hours
from siantar.rules.sending_hours import Manners

ZONES = st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]).map(ZoneInfo)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
HELD_TO = st.builds(Manners, ZONES, st.times(), st.times(), st.integers(1, 9))
JAKARTA = ZoneInfo("Asia/Jakarta")


@given(MOMENTS, HELD_TO, st.integers(0, 12))
def test_nobody_is_told_in_quiet_hours_nor_more_than_so_often_a_day(at, held_to, sent):
    moment = sending_hours.may_speak_at(at, held_to, sent)
    assert moment >= at
    assert not sending_hours.is_quiet(moment, held_to)
    if sent >= held_to.daily_most:
        assert moment.astimezone(held_to.zone).date() > at.astimezone(held_to.zone).date()


@given(MOMENTS, HELD_TO, st.integers(0, 12))
def test_nobody_waits_longer_than_needed(at, held_to, sent):
    moment = sending_hours.may_speak_at(at, held_to, sent)
    assert sending_hours.may_speak_at(moment, held_to, 0) == moment
    first_of_day = moment.astimezone(held_to.zone).time() in {time(0), held_to.quiet_until}
    assert moment == at or first_of_day
    assert moment - at <= timedelta(days=2)


@given(MOMENTS, ZONES, st.times())
def test_equal_ends_mean_no_quiet_hours(at, zone, end):
    assert sending_hours.may_speak_at(at, Manners(zone, end, end), 0) == at


def test_the_night_of_jakarta_is_not_the_night_of_jayapura():
    at = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # 19.00 WIB, 21.00 WIT
    assert not sending_hours.is_quiet(at, Manners(JAKARTA))
    assert sending_hours.is_quiet(at, Manners(ZoneInfo("Asia/Jayapura")))
    assert sending_hours.may_speak_at(at, Manners(ZoneInfo("Asia/Jayapura")), 0).isoformat() == "2026-11-24T07:00:00+09:00"


def test_the_first_quiet_moment_is_quiet_and_the_last_is_not():
    held_to = Manners(JAKARTA)
    assert sending_hours.is_quiet(datetime(2026, 11, 23, 20, 0, tzinfo=JAKARTA), held_to)
    assert not sending_hours.is_quiet(datetime(2026, 11, 24, 7, 0, tzinfo=JAKARTA), held_to)
    assert sending_hours.is_quiet(datetime(2026, 11, 24, 6, 59, 59, tzinfo=JAKARTA), held_to)


@given(st.integers(1, 200), st.floats(0, 1), st.none() | st.timedeltas(timedelta(), timedelta(days=1)))
def test_waiting_grows_to_an_hour_is_shaken_and_never_sooner_than_asked(tries, chance, least):
    wait = sending_hours.wait_after(tries, chance, least)
    assert wait >= (least or timedelta())
    assert sending_hours.FIRST_WAIT / 2 <= wait <= max(sending_hours.LONGEST_WAIT, least or timedelta())
    assert sending_hours.wait_after(tries + 1, chance, least) >= wait


def test_all_tries_together_last_over_a_night():
    waits = [sending_hours.wait_after(tries, 0.0) for tries in range(1, sending_hours.MOST_TRIES)]
    assert sum(waits, timedelta()) > timedelta(hours=6)
