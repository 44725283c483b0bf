"""Windows that are kept nine times of ten, and never promise more than they may."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from siantar.routing import codec
from siantar.routing.arrival_quantiles import HALF_DAY, HOUR, MORNING, NOMINAL, QUARTER, Off, least_width, window
from tests.routing.worlds import problems


@given(st.integers(0, 86_400), st.integers(0, 80), st.booleans())
def test_a_window_holds_what_is_expected_and_stands_on_quarter_hours(expected, ahead, rough):
    begins, ends = window(expected, ahead, [], rough=rough)
    assert begins <= expected <= ends
    assert begins % QUARTER == ends % QUARTER == 0
    assert ends - begins >= least_width(ahead, rough=rough)


@given(st.integers(0, 86_400), st.integers(0, 80), st.booleans(), st.integers(0, 3600))
def test_doors_that_must_be_looked_for_widen_a_window_on_both_sides(expected, ahead, rough, search):
    narrow, wide = window(expected, ahead, [], rough=rough), window(expected, ahead, [], rough=rough, search=search)
    assert narrow[0] - wide[0] in range(search - QUARTER, search + QUARTER + 1)
    assert wide[1] - narrow[1] in range(search - QUARTER, search + QUARTER + 1)
    assert wide[0] % QUARTER == wide[1] % QUARTER == 0


def test_one_hour_is_promised_only_near_and_never_on_a_rough_guess():
    assert least_width(10, rough=False) == HOUR
    assert least_width(30, rough=False) == MORNING
    assert least_width(10, rough=True) == MORNING
    assert least_width(30, rough=True) == HALF_DAY


def test_an_office_s_own_record_keeps_its_windows_nine_times_of_ten():
    chance = random.Random(3)
    errors = [Off(20, chance.gauss(600, 1500)) for _ in range(400)]
    begins, ends = window(40_000, 20, errors, rough=False)
    share = sum(begins <= 40_000 + chance.gauss(600, 1500) <= ends for _ in range(4000)) / 4000
    assert NOMINAL - 0.04 <= share <= NOMINAL + 0.09


@given(problems())
def test_a_problem_survives_the_road_between_processes(problem):
    again = codec.read(codec.write(problem))
    assert again.stops == problem.stops
    assert again.couriers == problem.couriers
    assert (again.matrices["car"].durations == problem.matrices["car"].durations).all()
