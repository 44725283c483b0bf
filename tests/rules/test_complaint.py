from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.rules import complaint, working_time
from siantar.rules.complaint import FOLLOWS, Nature, Status, Step
from siantar.rules.working_time import Calendar, windows_on

WIB = ZoneInfo("Asia/Jakarta")
instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 1), timezones=st.just(UTC))
closures = st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=40)


def at(day, hour=9):
    return datetime(2026, 11, day, hour, tzinfo=WIB)


@pytest.mark.parametrize(
    ("filed", "nature", "first", "settled"),
    [
        (at(23), Nature.INFORMATION, at(26, 16), at(30, 16)),  # Monday: Thursday; Monday a week later
        (at(27, 15), Nature.PLAIN, datetime(2026, 12, 2, 16, tzinfo=WIB), datetime(2026, 12, 17, 16, tzinfo=WIB)),
        (at(28), Nature.INFORMATION, datetime(2026, 12, 2, 16, tzinfo=WIB), datetime(2026, 12, 4, 16, 30, tzinfo=WIB)),
    ],
)
def test_deadlines_count_working_days_from_the_day_after(filed, nature, first, settled):
    calendar = Calendar()
    assert complaint.first_answer_by(calendar, filed) == first
    assert complaint.settled_by(calendar, filed, nature) == settled


def test_a_holiday_does_not_count():
    calendar = Calendar(closed=frozenset({date(2026, 11, 24)}))
    assert complaint.first_answer_by(calendar, at(23)) == at(27, 16) + timedelta(minutes=30)


def test_a_field_check_may_take_sixty_days():
    assert complaint.settled_by(Calendar(), at(2), Nature.FIELD_CHECK).date() == date(2027, 1, 25)


@given(instants, st.integers(1, 60), closures)
def test_between_filing_and_deadline_lie_exactly_so_many_working_days(filed, days, closed):
    calendar = Calendar(closed=closed)
    due = working_time.days_after(calendar, filed, days)
    first = filed.astimezone(WIB).date()
    between = [first + timedelta(days=n) for n in range(1, (due.date() - first).days + 1)]
    assert sum(bool(windows_on(calendar, day)) for day in between) == days
    assert due.time() == windows_on(calendar, due.date())[-1][1]


def test_an_office_that_never_opens_is_told_so():
    closed = frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(5000))
    with pytest.raises(working_time.NeverOpen):
        working_time.days_after(Calendar(closed=closed), at(2), 1)


def test_no_status_is_without_a_way_on():
    assert set(FOLLOWS) == set(Status)
    assert Step.REOPENED in FOLLOWS[Status.CLOSED]
    assert Step.FILED not in set().union(*FOLLOWS.values())
