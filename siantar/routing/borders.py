"""Borders of kelurahan from an OpenStreetMap extract (boundary=administrative, admin_level=7), as GeoJSON."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import osmium

from siantar.routing.travel import Point

KELURAHAN = "7"  # admin_level; the map has many of them and not all


@dataclass(frozen=True, slots=True)
class Border:
    """A kelurahan with its outline (GeoJSON geometry) and its middle."""

    name: str
    outline: dict[str, Any]
    middle: Point


def read(extract: Path) -> list[Border]:
    """Read the kelurahan whose borders are whole in this extract, by name."""
    return sorted(_borders(extract), key=lambda border: border.name)


def _borders(extract: Path) -> Iterator[Border]:
    drawn = osmium.geom.GeoJSONFactory()
    for area in osmium.FileProcessor(str(extract)).with_areas(osmium.filter.TagFilter(("admin_level", KELURAHAN))):
        if not isinstance(area, osmium.osm.Area) or area.tags.get("boundary") != "administrative":
            continue
        name = area.tags.get("name")
        try:
            outline = json.loads(drawn.create_multipolygon(area))
        except RuntimeError:  # a border cut at the edge of the extract
            continue
        if name and outline["coordinates"]:
            yield Border(name, outline, middle_of(max((part[0] for part in outline["coordinates"]), key=len)))


def middle_of(ring: Sequence[Sequence[float]]) -> Point:
    """The centre of gravity of a ring of [lon, lat] (shoelace formula)."""
    lon, lat = ring[0]
    sides = [
        ((x - lon) * (v - lat) - (u - lon) * (y - lat), x + u - 2 * lon, y + v - 2 * lat)
        for (x, y), (u, v) in itertools.pairwise(ring)
    ]
    twice = sum(cross for cross, _across, _up in sides)
    if not twice:
        return Point(lat, lon)
    across, up = (sum(side[0] * side[i] for side in sides) / (3 * twice) for i in (1, 2))
    return Point(lat + up, lon + across)


def collection(borders: Sequence[Border]) -> str:
    """The borders as a GeoJSON text."""
    features = [
        {"type": "Feature", "properties": {"name": border.name}, "geometry": border.outline} for border in borders
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
