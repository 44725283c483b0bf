"""Small worlds that the tests make themselves: a town on a plane, couriers and stops drawn by hypothesis."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from siantar.routing.problem import ALWAYS, Courier, Matrix, PlanStop, Price, Problem, Window

DAY = 8 * 3600


def matrix_of(places: list[tuple[int, int]], *, uphill: int = 0) -> Matrix:
    """Seconds = metres / 5 on a plane; going north takes `uphill` seconds more, so directions differ."""
    at = np.array(places, dtype=float)
    metres = np.hypot(at[:, None, 0] - at[None, :, 0], at[:, None, 1] - at[None, :, 1])
    seconds = metres / 5 + uphill * (at[None, :, 1] > at[:, None, 1])
    np.fill_diagonal(seconds, 0)
    return Matrix(np.rint(seconds).astype(np.int64), np.rint(metres).astype(np.int64))


@st.composite
def problems(draw: st.DrawFn, *, stops: int = 12) -> Problem:
    """Up to `stops` stops with windows, loads, pins and bans, and one to three couriers with shifts and room."""
    count = draw(st.integers(1, stops))
    places = draw(
        st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 9000)), min_size=count + 1, max_size=count + 1)
    )
    couriers = tuple(
        Courier(
            f"k{i}", 0, draw(st.sampled_from([0, 0, None])), Window(0, draw(st.sampled_from([3600, DAY]))),
            capacity=(draw(st.integers(2, 12)),), price=Price(work_second=1, travel_second=0, metre=0.1),
            skills=frozenset(draw(st.sets(st.integers(1, 2)))),
        )
        for i in range(draw(st.integers(1, 3)))
    )  # fmt: skip
    names = [courier.id for courier in couriers]
    wanted = tuple(
        PlanStop(
            f"s{i}", i, draw(st.integers(0, 300)), draw(st.sampled_from([0, 0, 60])), draw(windows()),
            delivery=(draw(st.integers(0, 3)),), pickup=(draw(st.integers(0, 1)),),
            skills=frozenset(draw(st.sets(st.integers(1, 2), max_size=1))) if draw(st.booleans()) else frozenset(),
            priority=draw(st.integers(0, 100)), courier=draw(st.sampled_from(["", "", "", *names])),
            not_by=frozenset(draw(st.sets(st.sampled_from(names), max_size=1))),
        )
        for i in range(1, count + 1)
    )  # fmt: skip
    return Problem(wanted, couriers, {"car": matrix_of(places, uphill=draw(st.sampled_from([0, 40])))})


@st.composite
def windows(draw: st.DrawFn) -> tuple[Window, ...]:
    """None, one or two windows."""
    count = draw(st.sampled_from([0, 0, 1, 2]))
    if not count:
        return (ALWAYS,)
    starts = sorted(draw(st.lists(st.integers(0, DAY - 3600), min_size=count, max_size=count)))
    return tuple(Window(start, start + draw(st.integers(600, 7200))) for start in starts)
