"""Whatever is asked, a plan comes back that holds: each stop once, windows, room, shifts, pins; or it says why not."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings

from siantar.routing import changing, checking, engine
from siantar.routing.plan import Flaw, Why
from siantar.routing.problem import (
    ALWAYS,
    UNREACHABLE,
    Break,
    Courier,
    Impossible,
    Matrix,
    PlanStop,
    Price,
    Problem,
    Window,
)
from tests.routing.worlds import matrix_of, problems

QUICK = engine.Ask(0.05)
FAIR = engine.Ask(0.1, fair=True)
WORK = Price(travel_second=0, work_second=1)


def line(count: int, couriers: int = 1, **courier) -> Problem:
    """Stops on a line, a kilometre apart; the office is at its beginning."""
    at = matrix_of([(1000 * i, 0) for i in range(count + 1)])
    who = tuple(Courier(f"k{i}", 0, 0, price=WORK, **courier) for i in range(couriers))
    return Problem(tuple(PlanStop(f"s{i}", i) for i in range(1, count + 1)), who, {"car": at})


@settings(max_examples=60)
@given(problems())
def test_every_plan_holds(problem):
    for ask in (QUICK, FAIR):
        plan = engine.make(problem, ask)
        assert plan.broken == ()
        seen = [id for tour in plan.tours for id in tour.stops] + [stop.stop for stop in plan.left_out]
        assert sorted(seen) == sorted(stop.id for stop in problem.stops)


@settings(max_examples=40)
@given(problems())
def test_who_starts_from_a_plan_never_gets_a_worse_one(problem):
    first = engine.make(problem, QUICK)
    again = engine.make(problem, dataclasses.replace(QUICK, begin_with=first.order()))
    assert engine.missed(problem, again) <= engine.missed(problem, first)
    if not first.left_out:
        assert again.cost <= first.cost + 1e-6


def test_a_plan_to_begin_with_is_kept_where_the_search_finds_nothing(monkeypatch):
    """A busy machine may give the search no turn at all; putting stops in by importance alone would fill the box."""
    problem = line(4, capacity=(3,))
    large, *small = problem.stops
    stops = (dataclasses.replace(large, delivery=(3,), priority=50),)
    stops += tuple(dataclasses.replace(stop, delivery=(1,), priority=40) for stop in small)
    problem = dataclasses.replace(problem, stops=stops)
    before = {"k0": ("s2", "gone", "s3", "s4"), "ill": ("s1",)}
    monkeypatch.setattr(engine, "_search", lambda *_, **__: None)
    assert [stop.stop for stop in engine.make(problem, dataclasses.replace(QUICK, begin_with=before)).left_out] == ["s1"]
    assert len(engine.make(problem, QUICK).left_out) == 3


@settings(max_examples=40)
@given(problems())
def test_what_is_left_out_could_not_be_put_in_by_hand(problem):
    plan = engine.make(problem, QUICK)
    left = {stop.stop for stop in plan.left_out}
    order = changing.inserted(problem, plan.order(), [stop for stop in problem.stops if stop.id in left])
    assert len(checking.timed(problem, order).left_out) == len(left)


def test_the_shortest_way_along_a_line_is_found():
    plan = engine.make(line(8), QUICK)
    assert plan.tours[0].travel == 2 * 8 * 200
    assert plan.left_out == ()


def test_a_stop_is_left_out_for_the_reason_that_holds():
    problem = line(3, capacity=(5,), shift=Window(0, 2000))
    stops = (
        dataclasses.replace(problem.stops[0], skills=frozenset({7})),
        dataclasses.replace(problem.stops[1], delivery=(9,)),
        dataclasses.replace(problem.stops[2], windows=(Window(0, 10),)),
        PlanStop("far", 3, service=5000),
    )
    plan = engine.make(dataclasses.replace(problem, stops=stops), QUICK)
    assert {stop.stop: stop.why for stop in plan.left_out} == {
        "s1": Why.NOBODY_MAY, "s2": Why.TOO_LARGE, "s3": Why.WINDOW_CLOSED, "far": Why.WINDOW_CLOSED,
    }  # fmt: skip


def test_when_not_all_fit_the_more_important_go():
    problem = line(4, capacity=(2,))
    stops = tuple(dataclasses.replace(stop, delivery=(1,), priority=i * 10) for i, stop in enumerate(problem.stops))
    plan = engine.make(dataclasses.replace(problem, stops=stops), QUICK)
    assert {stop.stop: stop.why for stop in plan.left_out} == {"s1": Why.NO_ROOM, "s2": Why.NO_ROOM}


def test_places_that_cannot_be_reached_are_said():
    ways = matrix_of([(0, 0), (1000, 0)]).durations.copy()
    ways[0, 1] = UNREACHABLE
    problem = Problem((PlanStop("island", 1),), (Courier("k", 0, 0),), {"car": Matrix(ways, ways)})
    assert engine.make(problem, QUICK).left_out[0].why is Why.UNREACHABLE


def test_a_break_is_taken_between_two_doings():
    noon = Break("ishoma", 3600, (Window(1000, 2000),))
    problem = line(6, breaks=(noon,))
    plan = engine.make(problem, QUICK)
    rest = next(visit for visit in plan.tours[0].visits if visit.is_break)
    assert 1000 <= rest.begins <= 2000
    assert rest.service == 3600
    assert plan.tours[0].work == 2 * 6 * 200 + 3600
    assert plan.broken == ()


def test_stops_after_a_break_keep_their_windows():
    noon = Break("ishoma", 3600, (Window(600, 1200),))
    problem = line(4, breaks=(noon,))
    stops = (*problem.stops[:3], dataclasses.replace(problem.stops[3], windows=(Window(0, 100), Window(5000, 6000))))
    plan = engine.make(dataclasses.replace(problem, stops=stops), QUICK)
    assert plan.broken == ()
    assert plan.left_out == ()
    last = next(visit for visit in plan.tours[0].visits if visit.stop == "s4")
    assert 5000 <= last.begins <= 6000


def test_couriers_with_different_breaks_take_each_their_own():
    noon = Break("noon", 1800, (Window(1500, 3000),))
    problem = line(8, couriers=2, shift=Window(0, 9000), capacity=(4,))
    stops = tuple(dataclasses.replace(stop, service=300, delivery=(1,)) for stop in problem.stops)
    first, second = problem.couriers
    problem = dataclasses.replace(problem, stops=stops, couriers=(first, dataclasses.replace(second, breaks=(noon,))))
    plan = engine.make(problem, engine.Ask(0.3))
    assert (plan.broken, plan.left_out) == ((), ())
    rests = {tour.courier: [visit.stop for visit in tour.visits if visit.is_break] for tour in plan.tours}
    assert rests == {"k0": [], "k1": ["noon"]}


def test_working_time_is_shared_fairly():
    spots = [(0, 0)] + [(800 * (i % 6), 900 * (i // 6)) for i in range(1, 37)]
    couriers = tuple(Courier(f"k{i}", 0, 0, price=WORK) for i in range(3))
    problem = Problem(tuple(PlanStop(f"s{i}", i, 240) for i in range(1, 37)), couriers, {"car": matrix_of(spots)})
    plan = engine.make(problem, engine.Ask(1.5, fair=True))
    work = [tour.work for tour in plan.tours]
    assert max(work) <= 1.10 * sum(work) / 3


def test_who_worked_too_long_this_week_gets_less():
    spots = [(0, 0)] + [(800 * (i % 6), 900 * (i // 6)) for i in range(1, 37)]
    couriers = (Courier("tired", 0, 0, price=WORK, owed=3000), Courier("fresh", 0, 0, price=WORK))
    problem = Problem(tuple(PlanStop(f"s{i}", i, 240) for i in range(1, 37)), couriers, {"car": matrix_of(spots)})
    tired, fresh = engine.make(problem, engine.Ask(1.5, fair=True)).tours
    assert tired.work < fresh.work - 1500


def test_a_courier_stays_where_they_know_the_way():
    spots = [(0, 0), *[(200 * i, 3000) for i in range(1, 5)], *[(200 * i, -3000) for i in range(1, 5)]]
    stops = tuple(PlanStop(f"s{i}", i, zone="001" if i < 5 else "002") for i in range(1, 9))
    couriers = tuple(Courier(f"k{z}", 0, 0, price=WORK, knows=frozenset({z}), capacity=(4,)) for z in ("001", "002"))
    stops = tuple(dataclasses.replace(stop, delivery=(1,)) for stop in stops)
    plan = engine.make(Problem(stops, couriers, {"car": matrix_of(spots)}), engine.Ask(0.3))
    assert set(plan.order()["k001"]) == {"s1", "s2", "s3", "s4"}


def test_better_plans_are_told_and_hold():
    plans = []
    spots = [(0, 0)] + [((i * 7919) % 9000, (i * 104729) % 9000) for i in range(1, 60)]
    problem = Problem(tuple(PlanStop(f"s{i}", i) for i in range(1, 60)), (Courier("k", 0, 0),), {"car": matrix_of(spots)})
    plan = engine.make(problem, engine.Ask(1.0), plans.append)
    assert plans
    assert all(plan_told.broken == () for plan_told in plans)
    assert plan.cost <= min(plan_told.cost for plan_told in plans)


def test_the_checker_finds_what_was_broken_by_hand():
    problem = line(3, capacity=(2,), shift=Window(0, 900))
    stops = tuple(dataclasses.replace(stop, delivery=(1,), windows=(Window(0, 300),)) for stop in problem.stops)
    plan = checking.timed(dataclasses.replace(problem, stops=stops), {"k0": ("s3", "s2", "s1")})
    assert {plan_told.flaw for plan_told in plan.broken} == {Flaw.CAPACITY, Flaw.LATE, Flaw.SHIFT}
    with pytest.raises(checking.NotThePlan):
        checking.timed(problem, {"k0": ("s1", "s1")})


def test_a_stop_that_fits_is_said_to_fit_wherever_in_the_day_its_window_is():
    problem = line(6, shift=Window(0, 9500))
    late = dataclasses.replace(problem.stops[0], windows=(Window(4300, 4500),))
    stops = (late, *(dataclasses.replace(stop, service=1000) for stop in problem.stops[1:]))
    plan = checking.timed(dataclasses.replace(problem, stops=stops), {"k0": ("s2", "s3", "s4", "s5", "s6")})
    assert [(left.stop, left.why) for left in plan.left_out] == [("s1", Why.FITS)]


def test_an_empty_day_is_a_plan_too():
    assert engine.make(Problem((), (), {}), QUICK).tours == ()
    assert engine.make(dataclasses.replace(line(2), couriers=()), QUICK).left_out[0].why is Why.NOBODY_MAY


@pytest.mark.parametrize("bad", [{"place": 9}, {"service": -1}, {"windows": (Window(9, 3),)}])
def test_nonsense_is_refused_by_name(bad):
    with pytest.raises(Impossible):
        Problem((PlanStop("s", **{"place": 0, **bad}),), (Courier("k", 0, 0),), {"car": matrix_of([(0, 0)])})


def test_waiting_is_moved_to_the_office():
    problem = line(1)
    stop = dataclasses.replace(problem.stops[0], windows=(Window(5000, 6000),))
    tour = engine.make(dataclasses.replace(problem, stops=(stop,)), QUICK).tours[0]
    assert (tour.starts, tour.ends) == (4800, 5200)
    assert ALWAYS.latest > tour.ends
    assert np.isclose(tour.cost, 400)
