"""A number that was typed is plain figures within its bounds, or none; nothing typed makes an error of ours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.rules.plain_number import LARGEST, plain_number


@given(st.integers(0, LARGEST), st.integers(0, 30))
def test_what_is_a_number_is_read_whatever_stands_around_it(number, zeros):
    assert plain_number(f" {'0' * zeros}{number}\n") == number


@given(st.text() | st.from_regex(r"[-+]?[0-9٣²_.,eE ]{1,40}", fullmatch=True), st.integers(-1, LARGEST))
def test_nothing_typed_breaks_it_or_leads_beyond_the_bound(text, most):
    number = plain_number(text, most)
    assert number is None or (0 <= number <= most and text.strip().isascii())


@pytest.mark.parametrize("text", ["", " ", "²", "٣", "-1", "+1", "1.0", "1_000", "1e3", "0x1", "9" * 5000, str(LARGEST + 1)])
def test_what_is_none(text):
    assert plain_number(text) is None


@pytest.mark.parametrize(("text", "most", "number"), [("300", 300, 300), ("301", 300, None), ("0", 0, 0), ("0" * 5000 + "7", 9, 7)])
def test_the_bound_itself_is_within(text, most, number):
    assert plain_number(text, most) == number
