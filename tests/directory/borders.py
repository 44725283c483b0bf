"""Borders as a map program writes them, for the tests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

NORTH_WEST, SIDE = (106.65, -6.25), 0.01


def square(column: int, row: int = 0, *, side: float = SIDE) -> dict[str, Any]:
    """A Polygon of GeoJSON: a square of a grid in Serpong, counted from its north-west corner."""
    west, south = NORTH_WEST[0] + column * side, NORTH_WEST[1] - row * side
    ring = [[west, south], [west + side, south], [west + side, south + side], [west, south + side], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def collection(*features: tuple[Mapping[str, Any], Any]) -> str:
    """The text of a FeatureCollection of properties and geometries."""
    return json.dumps({
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": about, "geometry": geometry} for about, geometry in features],
    })  # fmt: skip
