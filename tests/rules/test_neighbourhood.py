"""RT and RW are read as people write them, and come out as three digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.rules import neighbourhood


@pytest.mark.parametrize(("typed", "numbers"), [
    (("001", "004"), ("001", "004")),
    (("1", "4"), ("001", "004")),
    (("RT 001", "RW 004"), ("001", "004")),
    (("rt.1", "rw:04"), ("001", "004")),
    (("RT001", "RW-4"), ("001", "004")),
    (("RT 001/RW 004", ""), ("001", "004")),
    (("", "RT 1 RW 4"), ("001", "004")),
    (("rt1rw4", ""), ("001", "004")),
    (("001/004", ""), ("001", "004")),
    (("RT/RW 001/004", ""), ("001", "004")),
    (("RW 4", "RT 1"), ("001", "004")),
    (("RT 1", "1"), ("001", "001")),
    (("ＲＴ ００１", "４"), ("001", "004")),
    (("RT No. 12", ""), ("012", "")),
    (("0001", "0"), ("001", "000")),
    (("RT", "RW"), ("", "")),
    (("-", " "), ("", "")),
    (("", ""), ("", "")),
    (("3A", "IV"), ("3A", "IV")),
])  # fmt: skip
def test_the_digits_are_what_counts(typed, numbers):
    assert neighbourhood.read(*typed) == numbers


@given(st.integers(1, 999), st.integers(1, 999), st.sampled_from(["{}", "RT {}", "rt.{}", "RT{:03d}", " Rt : {:02d} "]))
def test_what_was_read_is_read_the_same_again(rt, rw, shape):
    read = neighbourhood.read(shape.format(rt), shape.lower().replace("t", "w").format(rw))
    assert read == (f"{rt:03d}", f"{rw:03d}")
    assert neighbourhood.read(*read) == read
    assert all(map(neighbourhood.is_named, read))


@given(st.text(max_size=20), st.text(max_size=20))
def test_nothing_that_is_typed_breaks_the_reading(rt, rw):
    read = neighbourhood.read(rt, rw)
    assert neighbourhood.read(*read) == read


@pytest.mark.parametrize("number", ["", "000", "3A", "1234", "IV", "٠٠١"])
def test_what_names_no_neighbourhood_is_not_one(number):
    assert not neighbourhood.is_named(number)
