"""Borders of kelurahan from an OpenStreetMap extract (boundary=administrative, admin_level=7)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import osmium

KELURAHAN = "7"  # admin_level; the map has many of them and not all


@dataclass(frozen=True, slots=True)
class Border:
    """A kelurahan with its outline (MultiPolygon of GeoJSON)."""

    name: str
    outline: dict[str, Any]


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
            yield Border(name, outline)
