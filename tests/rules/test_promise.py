"""One answer to "when?": the promise while it can be kept, and the truth when it cannot."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.rules import promise
from siantar.rules.promise import PromiseAnswer
from siantar.rules.vocabulary import Stage

JAKARTA, JAYAPURA = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Jayapura")
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def test_a_promise_of_a_day_is_kept_until_its_evening():
    promised = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
    assert not promise.is_overdue(promised, promised + timedelta(hours=13), JAKARTA)  # 23.00
    assert promise.is_overdue(promised, promised + timedelta(hours=14), JAKARTA)  # midnight
    assert promise.is_overdue(promised, promised + timedelta(hours=12), JAYAPURA)
    assert promise.is_overdue(promised, promised + timedelta(days=2), JAKARTA)


@pytest.mark.parametrize(
    ("promised", "first", "last", "today", "answer", "agrees"),
    [
        ((12, 2), (11, 28), (12, 1), (11, 26), PromiseAnswer.PROMISED, True),
        ((12, 2), (12, 1), (12, 7), (11, 26), PromiseAnswer.PROMISED, False),
        ((12, 2), (12, 1), (12, 2), (11, 26), PromiseAnswer.PROMISED, True),
        ((12, 2), (12, 3), (12, 7), (11, 26), PromiseAnswer.ENDANGERED, True),
        ((11, 24), (12, 1), (12, 7), (11, 26), PromiseAnswer.OVERDUE, True),
        ((11, 24), (11, 26), (11, 27), (11, 26), PromiseAnswer.OVERDUE, True),
    ],
)
def test_one_answer_not_two(promised, first, last, today, answer, agrees):
    promised_on, begins_on, ends_on, now = (date(2026, *day) for day in (promised, first, last, today))
    assert promise.answer_on(promised_on, begins_on, now) is answer
    assert promise.agrees(begins_on, ends_on, promised_on, now) is agrees


@given(DAYS, DAYS, DAYS, DAYS)
def test_days_that_are_told_never_contradict_a_promise_that_is_told(promised_on, begins_on, ends_on, today):
    answer = promise.answer_on(promised_on, begins_on, today)
    if (
        answer is PromiseAnswer.PROMISED
        and begins_on <= ends_on
        and promise.agrees(begins_on, ends_on, promised_on, today)
    ):
        assert begins_on <= ends_on <= promised_on
    assert (answer is PromiseAnswer.OVERDUE) is (today > promised_on)


def test_no_promise_can_be_missed_at_the_end_or_at_the_residents_turn():
    running = {stage for stage in Stage if promise.can_be_missed(stage)}
    assert Stage.AT_AGENCY in running
    assert not running & {Stage.DELIVERED, Stage.REJECTED, Stage.CANCELLED, Stage.READY_FOR_PICKUP, Stage.INCOMPLETE}
