"""A problem and an order as JSON text, for the road between processes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from siantar.planning.problem import Break, Courier, Matrix, Price, Problem, Stop, Window


def write(problem: Problem) -> str:
    """The problem as text; `read` gives it back."""
    matrices = {
        name: {
            "durations": matrix.durations.tolist(),
            "distances": matrix.distances.tolist(),
            "costs": None if matrix.costs is None else matrix.costs.tolist(),
        }
        for name, matrix in problem.matrices.items()
    }
    stops, couriers = ([asdict(one) for one in group] for group in (problem.stops, problem.couriers))
    return json.dumps({"stops": stops, "couriers": couriers, "matrices": matrices}, default=sorted)


def read(text: str | bytes) -> Problem:
    """The problem of a text."""
    told = json.loads(text)
    matrices = {
        name: Matrix(*(None if one[part] is None else np.array(one[part], dtype=np.int64) for part in _PARTS))  # type: ignore[arg-type]
        for name, one in told["matrices"].items()
    }
    return Problem(tuple(map(_stop, told["stops"])), tuple(map(_courier, told["couriers"])), matrices)


_PARTS = ("durations", "distances", "costs")


def _windows(told: Sequence[Mapping[str, int]]) -> tuple[Window, ...]:
    return tuple(Window(**one) for one in told)


def _stop(told: dict[str, Any]) -> Stop:
    return Stop(
        **told
        | {
            "windows": _windows(told["windows"]),
            "delivery": tuple(told["delivery"]),
            "pickup": tuple(told["pickup"]),
            "skills": frozenset(told["skills"]),
            "not_by": frozenset(told["not_by"]),
        }
    )


def _courier(told: dict[str, Any]) -> Courier:
    breaks = tuple(Break(one["id"], one["length"], _windows(one["windows"])) for one in told["breaks"])
    return Courier(
        **told
        | {
            "shift": Window(**told["shift"]),
            "capacity": tuple(told["capacity"]),
            "skills": frozenset(told["skills"]),
            "breaks": breaks,
            "price": Price(**told["price"]),
            "knows": frozenset(told["knows"]),
        }
    )
