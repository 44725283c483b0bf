"""The map beneath the stops, as PMTiles: Debian's `tilemaker` draws the tiles, `pmtiles` puts them into one file.

`process.lua` says which object of OpenStreetMap is which layer and kind of the Protomaps basemap.
"""

from __future__ import annotations

import itertools
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import osmium
from osmium.osm.mutable import Node, Way
from pmtiles.convert import mbtiles_to_pmtiles

PROGRAM = "tilemaker"
LONGEST = 3_600  # seconds
MARGIN = 0.005  # degrees around the roads
RECIPES = Path(__file__).parent

Box = tuple[float, float, float, float]  # west, south, east, north


class NoTilemaker(RuntimeError):
    """The program that draws the tiles is not installed."""


class NotDrawn(RuntimeError):
    """The program did not draw the extract; the message is its own."""


def build(extract: Path, out: Path, box: Box) -> None:
    """Draw the extract within `box` and write the PMTiles archive. Raises NoTilemaker, NotDrawn."""
    program = shutil.which(PROGRAM)
    if program is None:
        raise NoTilemaker
    with tempfile.TemporaryDirectory() as folder:
        whole, tiles = Path(folder) / "whole.osm.pbf", Path(folder) / "tiles.mbtiles"
        _with_earth(extract, whole, box)
        west_to_north = ",".join(f"{degrees:.6f}" for degrees in box)
        recipes = ["--config", str(RECIPES / "config.json"), "--process", str(RECIPES / "process.lua")]
        _run([program, "--input", str(whole), "--output", str(tiles), "--bbox", west_to_north, *recipes])
        mbtiles_to_pmtiles(str(tiles), str(out), None)  # type: ignore[no-untyped-call]


def _run(command: Sequence[str]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=LONGEST, check=False)
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise NotDrawn(str(problem)) from problem
    if done.returncode:
        lines = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise NotDrawn(lines[-1] if lines else f"{PROGRAM}: {done.returncode}")


def box_around(lat: Sequence[float], lon: Sequence[float]) -> Box:
    """The box of the roads, with a margin."""
    return min(lon) - MARGIN, min(lat) - MARGIN, max(lon) + MARGIN, max(lat) + MARGIN


def _with_earth(extract: Path, whole: Path, box: Box) -> None:
    """Copy the extract with a polygon of land beneath all else: the basemap draws nothing where there is no earth."""
    west, south, east, north = box
    corners = [(west, south), (east, south), (east, north), (west, north)]
    last_node, last_way = _last_ids(extract)
    ids = [last_node + 1 + i for i in range(len(corners))]
    nodes = [Node(id=id, location=corner, version=1) for id, corner in zip(ids, corners, strict=True)]
    earth = Way(id=last_way + 1, nodes=[*ids, ids[0]], tags={"siantar": "earth"}, version=1)
    with osmium.SimpleWriter(str(whole), overwrite=True) as writer:  # in order: nodes, ways, relations
        for node in itertools.chain(_of_kind(extract, osmium.osm.NODE), nodes):
            writer.add_node(node)
        for way in itertools.chain(_of_kind(extract, osmium.osm.WAY), [earth]):
            writer.add_way(way)
        for relation in _of_kind(extract, osmium.osm.RELATION):
            writer.add_relation(relation)


def _of_kind(extract: Path, kind: osmium.osm.osm_entity_bits) -> Iterator[Any]:
    return iter(osmium.FileProcessor(str(extract), kind))


def _last_ids(extract: Path) -> tuple[int, int]:
    node = way = 0
    for object in osmium.FileProcessor(str(extract), osmium.osm.NODE | osmium.osm.WAY):
        if isinstance(object, osmium.osm.Node):
            node = max(node, object.id)
        else:
            way = max(way, object.id)
    return node, way
