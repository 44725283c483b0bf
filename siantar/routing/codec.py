"""A problem and an order as JSON text, for the road between processes."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from siantar.routing.problem import Break, Courier, Matrix, PlanStop, Price, Problem, Seconds, Window


def write(problem: Problem) -> str:
    """Write the problem as text; `read` gives it back."""
    matrices = {
        name: {part: _packed(getattr(matrix, part)) for part in _PARTS} for name, matrix in problem.matrices.items()
    }
    stops, couriers = ([asdict(part) for part in group] for group in (problem.stops, problem.couriers))
    return json.dumps({"stops": stops, "couriers": couriers, "matrices": matrices}, default=sorted)


def read(text: str | bytes) -> Problem:
    """Read the problem from a text of `write`."""
    content = json.loads(text)
    matrices = {
        name: Matrix(*(_unpacked(packed[part]) for part in _PARTS))  # type: ignore[arg-type]
        for name, packed in content["matrices"].items()
    }
    return Problem(tuple(map(_stop, content["stops"])), tuple(map(_courier, content["couriers"])), matrices)


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


def _windows(spans: Sequence[Mapping[str, int]]) -> tuple[Window, ...]:
    return tuple(Window(**span) for span in spans)


def _stop(fields: dict[str, Any]) -> PlanStop:
    return PlanStop(
        **fields
        | {
            "windows": _windows(fields["windows"]),
            "delivery": tuple(fields["delivery"]),
            "pickup": tuple(fields["pickup"]),
            "skills": frozenset(fields["skills"]),
            "not_by": frozenset(fields["not_by"]),
        }
    )


def _courier(fields: dict[str, Any]) -> Courier:
    breaks = tuple(Break(pause["id"], pause["length"], _windows(pause["windows"])) for pause in fields["breaks"])
    return Courier(
        **fields
        | {
            "shift": Window(**fields["shift"]),
            "capacity": tuple(fields["capacity"]),
            "skills": frozenset(fields["skills"]),
            "breaks": breaks,
            "price": Price(**fields["price"]),
            "knows": frozenset(fields["knows"]),
        }
    )
