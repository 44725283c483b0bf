"""Where a VROOM problem's jobs and vehicles are: rows of its matrices, or coordinates timed by an installation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from siantar.routing.json_fields import fields, items, join, number, required, whole, wrong
from siantar.routing.problem import UNREACHABLE, Impossible, Matrix, Seconds
from siantar.routing.travel import Point

_MATRIX = ("durations", "distances", "costs")


@dataclass(slots=True)
class Places:
    """Rows of the matrix by what a job or vehicle says: `size` rows that are there, or one for each new coordinate."""

    size: int | None
    points: list[Point] = field(default_factory=list)

    def key(self, name: str) -> str:
        """The key by which a place is named here."""
        return name if self.size is None else f"{name}_index"

    def of(self, place: str, content: Mapping[str, Any], name: str) -> int | None:
        """The row of a place; None where none is named. Both keys are read, so that neither is nonsense."""
        index = whole(f"{place}.{name}_index", content[f"{name}_index"]) if f"{name}_index" in content else None
        point = _point(join(place, name), content[name]) if name in content else None
        if self.size is None:
            return None if point is None else self._row(point)
        if index is None and point is not None:
            raise Impossible(f"{place}.{name}_index: missing; with matrices {name} alone does not say which row")
        if index is not None and index >= self.size:
            raise Impossible(f"{place}.{name}_index: {index} lies outside the matrix of {self.size} rows")
        return index

    def _row(self, point: Point) -> int:
        if point not in self.points:
            self.points.append(point)
        return self.points.index(point)


def _point(place: str, value: Any) -> Point:
    if not isinstance(value, list) or len(value) != 2:
        raise wrong(place, "two numbers [longitude, latitude] are needed", value)
    lon, lat = (number(f"{place}[{i}]", part) for i, part in enumerate(value))
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise wrong(place, "[longitude, latitude] in degrees are needed, in this order", value)
    return Point(lat, lon)


def given_matrices(content: Mapping[str, Any]) -> dict[str, Matrix] | None:
    """The matrices of the problem by profile; None where it has none."""
    if "matrix" in content and "matrices" in content:
        raise Impossible("matrix: the older name of matrices.car.durations; give one of them")
    if "matrix" in content:
        durations = _square("matrix", content["matrix"])
        return {"car": Matrix(durations, np.zeros_like(durations))}
    if "matrices" not in content:
        return None
    tables = content["matrices"]
    if not isinstance(tables, Mapping) or not tables:
        raise wrong("matrices", "an object with a matrix for each profile is needed", tables)
    matrices = {name: _matrix(f"matrices.{name}", table) for name, table in tables.items()}
    (first, matrix), *others = matrices.items()
    for name, other in others:
        if other.durations.shape != matrix.durations.shape:
            sizes = len(other.durations), len(matrix.durations)
            raise Impossible(f"matrices.{name}: {sizes[0]} rows, but matrices.{first} has {sizes[1]}")
    return matrices


def _matrix(place: str, content: Any) -> Matrix:
    fields(place, content, _MATRIX)
    required(place, content, "durations")
    durations, distances, costs = (
        _square(join(place, name), content[name]) if name in content else None for name in _MATRIX
    )
    assert durations is not None
    for name, other in (("distances", distances), ("costs", costs)):
        if other is not None and other.shape != durations.shape:
            raise Impossible(f"{place}.{name}: {len(other)} rows, but durations has {len(durations)}")
    return Matrix(durations, np.zeros_like(durations) if distances is None else distances, costs)


def _square(place: str, rows: Any) -> Seconds:
    """A square matrix of whole numbers; null stands for no way."""
    size = len(items(place, rows))
    if not size:
        raise Impossible(f"{place}: a square matrix is needed, not an empty one")
    for i, row in enumerate(rows):
        if len(items(f"{place}[{i}]", row)) != size:
            raise Impossible(f"{place}[{i}]: a square matrix is needed: {size} rows, but {len(row)} numbers here")
        for j, cell in enumerate(row):
            if cell is not None and not (type(cell) is int and 0 <= cell < UNREACHABLE):
                whole(f"{place}[{i}][{j}]", cell, 2**63 - 1)
    cells = [[UNREACHABLE if cell is None else min(cell, UNREACHABLE) for cell in row] for row in rows]
    return np.array(cells, dtype=np.int64)
