import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.rules import period


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("2026-02", "2026-02-01", "2026-02-28"), ("2028-02", "2028-02-01", "2028-02-29"), ("2026-12", "2026-12-01", "2026-12-31"),
        ("2026-T1", "2026-01-01", "2026-03-31"), ("2026-T4", "2026-10-01", "2026-12-31"), ("2026-S2", "2026-07-01", "2026-12-31"),
        ("2026", "2026-01-01", "2026-12-31"),
    ],
)  # fmt: skip
def test_spans_begin_and_end_where_the_calendar_says(code, first, last):
    span = period.parse(code)
    assert (span.first_on.isoformat(), span.last_on.isoformat()) == (first, last)


@pytest.mark.parametrize("odd", ["", "2026-13", "2026-T5", "2026-S0", "1999", "2026-1", "2026-02-01", "٢٠٢٦", "2026\n", "20٢٦"])
def test_what_names_no_span_is_refused(odd):
    with pytest.raises(period.NotAPeriod):
        period.parse(odd)


@given(st.dates(date(2004, 1, 1), date(2098, 1, 1)), st.integers(1, 30))
def test_months_follow_one_another_without_gap(day, count):
    months = period.months_back(day, count)
    assert months[0].first_on <= day <= months[0].last_on
    for later, earlier in itertools.pairwise(months):
        assert earlier.last_on + timedelta(days=1) == later.first_on
