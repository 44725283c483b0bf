"""A town the tests draw themselves as an OpenStreetMap extract: a grid of streets, a pond, a kelurahan's border."""

from __future__ import annotations

from pathlib import Path

import osmium
from osmium.osm.mutable import Node, Relation, Way

STEP = 0.002  # degrees, 222 m
SIZE = 16  # streets in each direction
SERPONG = (-6.2441, 106.6582)
BALIKPAPAN = (-1.2654, 116.8312)


def extract(file: Path, middle: tuple[float, float] = SERPONG, *, names: dict[int, str] | None = None) -> Path:
    """Write the extract of a town around this point; `names` gives some of its west-east streets names."""
    lat, lon = middle[0] - STEP * SIZE / 2, middle[1] - STEP * SIZE / 2
    names = {0: "Jalan Mawar", 3: "Jalan Melati Raya", 6: "Gang Kenanga II"} if names is None else names
    with osmium.SimpleWriter(str(file), overwrite=True) as out:
        for row in range(SIZE):
            for column in range(SIZE):
                out.add_node(Node(id=_node(row, column), location=(lon + STEP * column, lat + STEP * row), version=1))
        for row in range(SIZE):
            tags = {"highway": "residential", **({"name": names[row]} if row in names else {})}
            out.add_way(Way(id=1 + row, nodes=[_node(row, column) for column in range(SIZE)], tags=tags, version=1))
        for column in range(SIZE):
            nodes = [_node(row, column) for row in range(SIZE)]
            out.add_way(Way(id=101 + column, nodes=nodes, tags={"highway": "tertiary"}, version=1))
        pond = [_node(1, 1), _node(1, 3), _node(3, 3), _node(3, 1), _node(1, 1)]
        out.add_way(Way(id=201, nodes=pond, tags={"natural": "water"}, version=1))
        edge = [_node(0, 0), _node(0, SIZE - 1), _node(SIZE - 1, SIZE - 1), _node(SIZE - 1, 0), _node(0, 0)]
        out.add_way(Way(id=202, nodes=edge, version=1))
        border = {"type": "boundary", "boundary": "administrative", "admin_level": "7", "name": "Jelupang"}
        out.add_relation(Relation(id=1, members=[("w", 202, "outer")], tags=border, version=1))
    return file


def _node(row: int, column: int) -> int:
    return 1 + SIZE * row + column
