"""Working time is shared fairly: whoever carries already, whoever is idle, whatever breaks stand in the day."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siantar.routing import breaks, checking, engine, fairness
from siantar.routing.problem import Break, Courier, PlanStop, Price, Problem, Window, working_time
from tests.routing.worlds import matrix_of

PRICE = Price(travel_second=0, work_second=1, metre=0.1)
HOUR = 3600
NOON = Break("istirahat", HOUR, (Window(12 * HOUR, 13 * HOUR),))


def town(stops: int, couriers: tuple[Courier, ...], carried: int = 0) -> Problem:
    """Stops around an office in the middle; the first couriers carry `carried` each already."""
    random = np.random.default_rng(7)
    spots = [(3000, 3000), *[(int(x), int(y)) for x, y in random.integers(0, 6000, (stops, 2))]]
    holder = {f"s{i}": couriers[(i - 1) % 2].id for i in range(1, 2 * carried + 1)}
    wanted = tuple(PlanStop(f"s{i}", i, 180, delivery=(1,), courier=holder.get(f"s{i}", "")) for i in range(1, stops + 1))
    return Problem(wanted, couriers, {"car": matrix_of(spots)})


def crew(begins: int, pauses: tuple[Break, ...], count: int = 3) -> tuple[Courier, ...]:
    shift = Window(begins, 17 * HOUR)
    return tuple(Courier(f"k{i}", 0, 0, shift, (40,), breaks=pauses, price=PRICE) for i in range(count))


@pytest.mark.parametrize("pauses", [(), (NOON,)], ids=["no break", "break"])
@pytest.mark.parametrize("begins", [8 * HOUR, 10 * HOUR, 11 * HOUR])
@pytest.mark.parametrize("carried", [0, 3, 8])
def test_the_idle_courier_gets_a_fair_share_beside_two_who_carry(pauses, begins, carried):
    problem = town(40, crew(begins, pauses), carried)
    plan = engine.make(problem, engine.Ask(1.5, fair=True))
    assert (plan.broken, plan.left_out) == ((), ())
    assert all(tour.stops for tour in plan.tours)
    assert fairness.longest_to_mean(plan, problem) <= 1.10


def test_the_idle_are_counted_in_the_ratio_and_those_whose_shift_is_over_are_not():
    problem = town(4, crew(8 * HOUR, ()))
    plan = checking.timed(problem, {"k0": ("s1", "s2"), "k1": (), "k2": ()})
    assert fairness.longest_to_mean(plan, problem) == 3
    gone = dataclasses.replace(problem.couriers[2], shift=Window(18 * HOUR, 17 * HOUR))
    problem = dataclasses.replace(problem, couriers=(*problem.couriers[:2], gone))
    assert fairness.longest_to_mean(plan, problem) == 2
    assert fairness.longest_to_mean(checking.timed(problem, {"k0": ()}), problem) is None


def test_a_break_is_nobodys_work():
    problem = town(4, crew(11 * HOUR + 1800, (NOON,), 1))
    tour = checking.timed(problem, {"k0": ("s1", "s2", "s3", "s4")}).tours[0]
    assert any(visit.is_break for visit in tour.visits)
    assert tour.active == tour.work - HOUR


def test_who_has_less_time_left_takes_what_fits_and_the_others_the_rest():
    couriers = (*crew(8 * HOUR, (), 2), Courier("late", 0, 0, Window(16 * HOUR, 17 * HOUR), price=PRICE))
    shares = fairness.shares_of(town(1, couriers), 9 * HOUR)
    assert shares == {"k0": 4 * HOUR, "k1": 4 * HOUR, "late": HOUR}


def test_a_shift_that_is_over_hinders_nobody_elses_plan():
    couriers = (*crew(8 * HOUR, (NOON,), 2), Courier("gone", 0, 0, Window(18 * HOUR, 17 * HOUR), (40,), price=PRICE))
    problem = town(12, couriers)
    plan = engine.make(problem, engine.Ask(0.5, fair=True))
    assert (plan.broken, plan.left_out) == ((), ())
    assert plan.order()["gone"] == ()


@st.composite
def shifts(draw):
    """A courier whose shift lies anywhere around noon, with the rest of noon's break that is in it."""
    begins = draw(st.integers(8, 15)) * HOUR + draw(st.sampled_from([0, 1800]))
    ends = begins + draw(st.integers(1, 6)) * HOUR
    start = max(12 * HOUR, begins)
    rests = start < 13 * HOUR and ends > 12 * HOUR
    pause = Break("istirahat", 13 * HOUR - start, (Window(start, 13 * HOUR),))
    return Window(begins, ends), (pause,) if rests else ()


@settings(max_examples=30)
@given(st.lists(shifts(), min_size=1, max_size=4))
def test_whatever_the_shifts_of_a_day_are_the_plan_holds_and_breaks_are_cut_out_for_all(days):
    couriers = tuple(Courier(f"k{i}", 0, 0, shift, (9,), breaks=pauses, price=PRICE) for i, (shift, pauses) in enumerate(days))
    problem = town(12, couriers)
    whole = any(pause.length == HOUR for courier in couriers for pause in courier.breaks)
    cuts = breaks.common_breaks(couriers)
    assert not whole or [cut.length for cut in cuts] == [HOUR]
    for courier in couriers:
        if cuts:
            hours = breaks.shift_of(courier, cuts)
            assert hours.latest - hours.earliest >= min(working_time(courier), 0)
    plan = engine.make(problem, engine.Ask(0.05, fair=True))
    assert plan.broken == ()
    visited = [id for tour in plan.tours for id in tour.stops] + [left.stop for left in plan.left_out]
    assert sorted(visited) == sorted(stop.id for stop in problem.stops)
