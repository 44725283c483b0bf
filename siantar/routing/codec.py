"""A problem and an order as JSON text, for the road between processes."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from siantar.routing.problem import Break, Courier, Matrix, Price, Problem, Seconds, Stop, Window


def write(problem: Problem) -> str:
    """The problem as text; `read` gives it back."""
    matrices = {
        name: {part: _packed(getattr(matrix, part)) for part in _PARTS} for name, matrix in problem.matrices.items()
    }
    stops, couriers = ([asdict(one) for one in group] for group in (problem.stops, problem.couriers))
    return json.dumps({"stops": stops, "couriers": couriers, "matrices": matrices}, default=sorted)


def read(text: str | bytes) -> Problem:
    """The problem of a text."""
    told = json.loads(text)
    matrices = {
        name: Matrix(*(_unpacked(one[part]) for part in _PARTS))  # type: ignore[arg-type]
        for name, one in told["matrices"].items()
    }
    return Problem(tuple(map(_stop, told["stops"])), tuple(map(_courier, told["couriers"])), matrices)


_PARTS = ("durations", "distances", "costs")


def _packed(table: Seconds | None) -> str | None:
    """A square table in base64: as JSON numbers 150 stops took 100 ms, so they take one."""
    return None if table is None else base64.b64encode(table.astype("<i8").tobytes()).decode()


def _unpacked(text: str | None) -> Seconds | None:
    if text is None:
        return None
    cells = np.frombuffer(base64.b64decode(text), dtype="<i8").astype(np.int64)
    size = math.isqrt(len(cells))
    return cells.reshape(size, size)


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
