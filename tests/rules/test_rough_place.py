"""A place known roughly makes a told window wider, for its own door and for those behind it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.rules.rough_place import ROUGH, SEARCH, PlaceBasis, promises_an_hour, search_time

BASES = st.sampled_from([*map(str, PlaceBasis), ""])


@pytest.mark.parametrize("basis", ["", "resident", "person", "courier", "something of a later version"])
def test_a_door_that_is_known_is_not_looked_for(basis):
    assert (search_time([basis] * 9), promises_an_hour(basis)) == (0, True)


@pytest.mark.parametrize(("basis", "hour"), [("rt", True), ("street", False), ("rw", False), ("village", False)])
def test_a_rough_place_costs_its_search_and_promises_no_single_hour(basis, hour):
    assert search_time([basis]) == SEARCH[PlaceBasis(basis)] > 0
    assert promises_an_hour(basis) is hour


def test_the_rougher_the_longer():
    assert SEARCH[PlaceBasis.RT] < SEARCH[PlaceBasis.STREET] <= SEARCH[PlaceBasis.RW] < SEARCH[PlaceBasis.VILLAGE]
    assert set(SEARCH) == ROUGH


@given(st.lists(BASES, max_size=40), BASES)
def test_searches_add_up_like_what_is_independent(way, one_more):
    longer = search_time([*way, one_more])
    assert search_time(way) <= longer <= search_time(way) + search_time([one_more]) + 1
