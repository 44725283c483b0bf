import itertools
from collections import defaultdict

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
    assert all(count >= 5 for _name, count in found.rows)
    assert sum(count for _name, count in found.rows) + found.merged == total
    assert found.merged == 0 or found.merged >= 5 or not found.rows


@pytest.mark.parametrize("names", ["ab", "abc", "abcd"])
def test_who_knows_the_rule_cannot_tell_a_small_row_from_what_is_published(names):
    """Every table there is, grouped by its published face: a small row must have had two values at least."""
    same_face = defaultdict(list)
    for counts in itertools.product(range(1, 13), repeat=len(names)):
        found = suppression.published(dict(zip(names, counts, strict=True)))
        if found is not None:
            same_face[found].append(counts)
    for face, told in same_face.items():
        for place, name in enumerate(names):
            values = {counts[place] for counts in told}
            if name not in dict(face.rows) and any(value < 5 for value in values) and face.merged < 12:
                assert len(values) > 1, (face, name)


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
