from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.rules import satisfaction
from siantar.rules.satisfaction import Element, Grade

answers = st.lists(st.lists(st.integers(1, 4), min_size=9, max_size=9), min_size=1, max_size=60)


def scored(rows):
    return satisfaction.score(len(rows), [sum(column) for column in zip(*rows, strict=True)])


@pytest.mark.parametrize(("users", "sample"), [(220, 140), (300, 169), (1200, 291), (2000, 322), (1, 1), (0, 0), (10, 10)])
def test_the_sample_is_that_of_the_table(users, sample):
    assert satisfaction.needed(users) == sample


@pytest.mark.parametrize(
    ("index", "grade"),
    [("25.00", "D"), ("64.99", "D"), ("65.00", "C"), ("76.60", "C"), ("76.61", "B"), ("88.30", "B"), ("88.31", "A"), ("100.00", "A")],
)
def test_grades_change_at_their_bounds(index, grade):
    assert satisfaction.grade(Decimal(index)) == Grade(grade)


def test_a_perfect_survey_is_a_hundred_and_the_worst_twenty_five():
    assert str(scored([[4] * 9] * 7).index) == "100.00"
    assert str(scored([[1] * 9] * 7).index) == "25.00"


def test_a_table_reckoned_by_hand():
    """Three answers; sums 9 10 8 12 11 9 12 7 10, means thirds of them, together 88/3; IKM 25 x 88/27 = 81.481..."""
    rows = [[3, 3, 2, 4, 4, 3, 4, 2, 3], [3, 4, 3, 4, 3, 3, 4, 2, 4], [3, 3, 3, 4, 4, 3, 4, 3, 3]]
    score = scored(rows)
    assert [str(satisfaction.rounded(mean)) for mean in score.means] == [
        "3.00", "3.33", "2.67", "4.00", "3.67", "3.00", "4.00", "2.33", "3.33",
    ]  # fmt: skip
    assert [str(satisfaction.rounded(mean, 3)) for mean in score.weighted[:3]] == ["0.333", "0.370", "0.296"]
    assert (str(score.index), score.grade) == ("81.48", Grade.B)
    assert score.weakest is Element.COMPLAINTS
    assert score.grades[3] is Grade.A
    assert score.grades[7] is Grade.D


def test_halves_are_rounded_up():
    assert str(satisfaction.rounded(Fraction(76605, 1000))) == "76.61"
    assert str(satisfaction.rounded(Fraction(64995, 1000))) == "65.00"
    assert str(satisfaction.rounded(Fraction(88304999, 1000000))) == "88.30"


@given(answers)
def test_the_index_lies_between_its_ends_and_does_not_depend_on_the_order(rows):
    score = scored(rows)
    assert Decimal("25.00") <= score.index <= Decimal("100.00")
    assert score == scored(rows[::-1])
    plain = 25 * sum(Fraction(point) for row in rows for point in row) / (9 * len(rows))
    assert abs(Fraction(score.index) - plain) <= Fraction(1, 200)
    assert score.grade == satisfaction.grade(score.index)


@given(answers, st.integers(0, 8))
def test_a_better_answer_never_lowers_the_index(rows, place):
    better = [list(row) for row in rows]
    better[0][place] = min(better[0][place] + 1, 4)
    assert scored(better).index >= scored(rows).index


@given(answers, answers)
def test_two_offices_together_lie_between_the_two(first, other):
    low, high = sorted((scored(first).index, scored(other).index))
    assert low - Decimal("0.01") <= scored(first + other).index <= high + Decimal("0.01")


@given(st.integers(1, 10**7))
def test_a_sample_is_never_more_than_there_are_nor_more_than_385(users):
    needed = satisfaction.needed(users)
    assert 1 <= needed <= min(users, 385)
    assert needed <= satisfaction.needed(users + 1)


@pytest.mark.parametrize(("count", "sums"), [(1, [5] * 9), (2, [1] * 9), (1, [1] * 8)])
def test_points_that_cannot_be_are_refused(count, sums):
    with pytest.raises(ValueError, match="nine sums"):
        satisfaction.score(count, sums)


def test_nothing_has_no_mean():
    with pytest.raises(satisfaction.NoAnswers):
        satisfaction.score(0, [0] * 9)
