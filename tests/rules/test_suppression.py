import itertools
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.rules import suppression

tables = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 30), max_size=8)


@given(tables)
def test_no_small_row_is_shown_and_nothing_is_lost(counts):
    published = suppression.published(counts)
    total = sum(counts.values())
    if published is None:
        assert 0 < total < 5
        return
    assert all(count >= 5 for _name, count in published.rows)
    assert sum(count for _name, count in published.rows) + published.merged == total
    assert published.merged == 0 or published.merged >= 5 or not published.rows


@pytest.mark.parametrize("names", ["ab", "abc", "abcd"])
def test_who_knows_the_rule_cannot_tell_a_small_row_from_what_is_published(names):
    """Every table there is, grouped by its published face: a small row must have had two values at least."""
    same_face = defaultdict(list)
    for counts in itertools.product(range(1, 13), repeat=len(names)):
        published = suppression.published(dict(zip(names, counts, strict=True)))
        if published is not None:
            same_face[published].append(counts)
    for face, rounded in same_face.items():
        for place, name in enumerate(names):
            values = {counts[place] for counts in rounded}
            if name not in dict(face.rows) and any(value < 5 for value in values) and face.merged < 12:
                assert len(values) > 1, (face, name)


@pytest.mark.parametrize(
    ("part", "whole", "bound"),
    [(100, 100, (100, True)), (99, 100, (96, False)), (96, 100, (96, False)), (95, 100, (95, True)), (3, 100, (0, False)), (0, 50, (0, True))],
)
def test_shares_that_would_give_small_numbers_away_are_bounds(part, whole, bound):
    assert suppression.share_at_least(part, whole) == bound


@given(st.integers(5, 500), st.data())
def test_a_share_tells_the_same_for_every_small_rest(whole, data):
    rest = data.draw(st.integers(1, 4))
    assert suppression.share_at_least(whole - rest, whole) == suppression.share_at_least(whole - 1, whole)
