"""Travel times behind one small interface: points in, seconds and metres out, with the quality said.

`AirWays` is what there is without a map: the distance in the air times a factor. Circuity was measured at 1.3 in
Liechtenstein and 1.7-1.8 in Balikpapan Kota; a factor is fitted per office between 1.15 and 2.2, from 1.5 on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from siantar.routing.problem import UNREACHABLE, Matrix

EARTH = 6_371_009  # metres, mean radius (IUGG)
FACTOR = 1.5
CITY_SPEED = 20.0  # km/h of a motorcycle door to door; Jakarta drives 26, Bandung 18
SLOWER_THAN_FREE = 1.4  # free-flow speeds of a road map are too fast in a city; learned per office from there


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees, WGS 84."""

    lat: float
    lon: float


class Quality(StrEnum):
    """How much a travel time is worth."""

    ROAD = "road"
    GRAPH = "graph"
    AIR = "air"


@dataclass(frozen=True, slots=True)
class Snapped:
    """Where a point meets the road, and how far that is (metres); beyond FAR an officer should look."""

    point: Point
    metres: float


FAR = 150.0
ON_THE_MAP = 2_000.0  # metres to the next road, within which a place is on the map at all


class Ways(Protocol):
    """A source of travel times."""

    @property
    def quality(self) -> Quality:
        """What the numbers are worth."""

    @property
    def version(self) -> str:
        """Changes whenever the same points may get other numbers."""

    def snap(self, points: Sequence[Point]) -> list[Snapped]:
        """The points on the road."""

    def matrix(self, points: Sequence[Point]) -> Matrix:
        """Seconds and metres from each to each, not symmetric; UNREACHABLE where there is no way."""

    def route(self, points: Sequence[Point]) -> list[Point]:
        """The way through these points, to be drawn."""


def metres_between(points: Sequence[Point], others: Sequence[Point]) -> NDArray[np.float64]:
    """Great-circle metres from each to each (haversine)."""
    a, b = _radians(points), _radians(others)
    dlat, dlon = a[:, None, 0] - b[None, :, 0], a[:, None, 1] - b[None, :, 1]
    h = np.sin(dlat / 2) ** 2 + np.cos(a[:, None, 0]) * np.cos(b[None, :, 0]) * np.sin(dlon / 2) ** 2
    metres: NDArray[np.float64] = 2 * EARTH * np.arcsin(np.sqrt(np.clip(h, 0, 1)))
    return metres


def _radians(points: Sequence[Point]) -> NDArray[np.float64]:
    return np.radians(np.array([(point.lat, point.lon) for point in points], dtype=np.float64).reshape(-1, 2))


@dataclass(frozen=True, slots=True)
class AirWays:
    """Air distance times a factor at one speed."""

    factor: float = FACTOR
    speed: float = CITY_SPEED

    @property
    def quality(self) -> Quality:
        """A rough guess."""
        return Quality.AIR

    @property
    def version(self) -> str:
        """The two numbers."""
        return f"air {self.factor:.3f} {self.speed:.2f}"

    def snap(self, points: Sequence[Point]) -> list[Snapped]:
        """Without roads every point is where it is."""
        return [Snapped(point, 0.0) for point in points]

    def matrix(self, points: Sequence[Point]) -> Matrix:
        """Seconds and metres; the same in both directions, because the air knows no one-way streets."""
        metres = metres_between(points, points) * self.factor
        return Matrix(np.rint(metres * 3.6 / self.speed).astype(np.int64), np.rint(metres).astype(np.int64))

    def route(self, points: Sequence[Point]) -> list[Point]:
        """Straight lines."""
        return list(points)


def slowed(matrix: Matrix, factor: float) -> Matrix:
    """The matrix with every time multiplied: the learned correction of an office and hour."""
    slower = np.rint(matrix.durations * factor).astype(np.int64)
    no_way = matrix.durations >= UNREACHABLE
    return Matrix(np.where(no_way, UNREACHABLE, slower), matrix.distances, matrix.costs)
