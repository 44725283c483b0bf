import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.rules import suppression

tables = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 30), max_size=8)


@given(tables)
def test_no_small_row_is_shown_and_nothing_is_lost(counts):
    found = suppression.published(counts)
    total = sum(counts.values())
    if found is None:
        assert 0 < total < 5
        return
    assert all(count >= 5 for _name, count in found.shown)
    assert sum(count for _name, count in found.shown) + found.merged == total
    assert found.merged == 0 or found.merged >= 5 or not found.shown


@given(tables)
def test_what_is_merged_cannot_be_told_apart_by_subtraction(counts):
    """Another table with the same published face, and another number in each small row: nobody can tell which it was."""
    found = suppression.published(counts)
    if found is None or not found.merged:
        return
    shown = dict(found.shown)
    hidden = [name for name in counts if counts[name] and name not in shown]
    assert len(hidden) >= 2
    rest = found.merged
    ways = {
        split
        for split in itertools.product(range(rest + 1), repeat=min(len(hidden), 2))
        if (sum(split) == rest if len(hidden) == 2 else sum(split) <= rest)
    }
    for place in range(min(len(hidden), 2)):
        assert len({split[place] for split in ways}) > 1


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [(100, 100, (100, True)), (99, 100, (96, False)), (96, 100, (96, False)), (95, 100, (95, True)), (3, 100, (0, False)), (0, 50, (0, True))],
)
def test_shares_that_would_give_small_numbers_away_are_bounds(part, whole, told):
    assert suppression.share_at_least(part, whole) == told


@given(st.integers(5, 500), st.data())
def test_a_share_tells_the_same_for_every_small_rest(whole, data):
    rest = data.draw(st.integers(1, 4))
    assert suppression.share_at_least(whole - rest, whole) == suppression.share_at_least(whole - 1, whole)
