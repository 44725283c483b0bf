"""The road graph: on a small map the tests draw, and on the real extracts where they are."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import numpy as np
import osmium
import pytest
from osmium.osm.mutable import Node, Way

from siantar.routing import roads
from siantar.routing.problem import UNREACHABLE
from siantar.routing.travel import AirWays, Point, metres_between

EXTRACTS = Path(os.environ.get("SIANTAR_TEST_DATA", Path(__file__).resolve().parents[3] / "shared/data")) / "roads"
STEP = 0.001  # degrees, 111 m
CORNERS = {1: (0, 0), 2: (0, 1), 3: (1, 1), 4: (1, 0), 5: (0, 5), 6: (0, 6)}


@pytest.fixture
def village(tmp_path) -> roads.Roads:
    """A square block: one side one-way, one side signed slow; an island far off; a private drive."""
    file = tmp_path / "village.osm.pbf"
    with osmium.SimpleWriter(str(file)) as out:
        for id, (north, east) in CORNERS.items():
            out.add_node(Node(id=id, location=(106.6 + STEP * east, -6.2 + STEP * north), version=1))
        for id, nodes, tags in [
            (1, [1, 2], {"highway": "residential", "oneway": "yes"}),
            (2, [2, 3], {"highway": "residential"}),
            (3, [3, 4], {"highway": "residential", "maxspeed": "10"}),
            (4, [4, 1], {"highway": "residential"}),
            (5, [5, 6], {"highway": "residential"}),
            (6, [1, 3], {"highway": "service", "access": "private"}),
            (7, [1, 3], {"highway": "motorway"}),
        ]:
            out.add_way(Way(id=id, nodes=nodes, tags=tags, version=1))
    return roads.build(file, tmp_path / "village.npz")


def corner(id: int) -> Point:
    north, east = CORNERS[id]
    return Point(-6.2 + STEP * north, 106.6 + STEP * east)


def test_a_one_way_street_makes_the_way_back_longer(village):
    matrix = village.matrix([corner(1), corner(2)])
    side = metres_between([corner(1)], [corner(2)])[0, 0]
    assert matrix.distances[0, 1] == round(side)
    assert matrix.durations[0, 1] == round(side * 3.6 / roads.SPEEDS["residential"])
    assert matrix.distances[1, 0] == pytest.approx(3 * side, rel=0.01)


def test_signed_limits_are_kept_and_private_ways_not_taken(village):
    slow = village.matrix([corner(3), corner(4)])
    assert slow.durations[0, 1] == pytest.approx(slow.distances[0, 1] * 3.6 / 9, abs=1)
    across = village.matrix([corner(1), corner(3)])
    assert across.distances[0, 1] == pytest.approx(2 * 111.2, rel=0.02)


def test_a_stop_never_lands_on_an_island(village):
    (snapped,) = village.snap([corner(6)])
    assert snapped.point == corner(2)
    assert snapped.metres > 400
    assert (village.matrix([corner(1), corner(6)]).durations < UNREACHABLE).all()


def test_the_drawn_way_follows_the_roads(village):
    assert village.route([corner(2), corner(1)]) == [corner(2), corner(3), corner(4), corner(1)]


def test_what_was_built_is_what_is_loaded(village, tmp_path):
    again = roads.Roads.load(tmp_path / "village.npz")
    points = [corner(1), corner(3)]
    assert np.array_equal(again.matrix(points).durations, village.matrix(points).durations)
    assert again.version == village.version


def test_an_extract_without_roads_is_refused(tmp_path):
    file = tmp_path / "sea.osm.pbf"
    with osmium.SimpleWriter(str(file)) as out:
        out.add_node(Node(id=1, location=(106.6, -6.2), version=1))
    with pytest.raises(roads.NoRoads):
        roads.build(file, tmp_path / "sea.npz")


@pytest.mark.parametrize("name", ["balikpapan-kota", "liechtenstein"])
def test_the_real_extracts_give_ways_a_person_would_believe(name, tmp_path):
    extract = EXTRACTS / f"{name}.osm.pbf"
    if not extract.exists():
        pytest.skip(f"no road extract at {extract}")
    ways = roads.build(extract, tmp_path / "roads.npz")
    picked = np.random.default_rng(7).choice(len(ways.lat), 40, replace=False)
    points = [Point(float(ways.lat[i]), float(ways.lon[i])) for i in picked]
    matrix = ways.matrix(points)
    air = metres_between(points, points)
    apart = air > 500
    assert (matrix.durations < UNREACHABLE).all()
    assert (matrix.distances >= np.floor(air)).all()
    kmh = 3.6 * matrix.distances[apart] / matrix.durations[apart]
    assert 8 <= kmh.min() <= kmh.max() <= 50
    assert 1.15 <= np.median(matrix.distances[apart] / air[apart]) <= 2.5
    assert not np.array_equal(matrix.durations, matrix.durations.T)
    drawn = ways.route(points[:2])
    walked = sum(metres_between([a], [b])[0, 0] for a, b in itertools.pairwise(drawn))
    assert walked == pytest.approx(matrix.distances[0, 1], rel=0.01)


def test_without_a_map_the_air_has_a_factor():
    ways = AirWays(factor=1.5, speed=20)
    points = [Point(-6.2, 106.6), Point(-6.21, 106.6)]
    matrix = ways.matrix(points)
    assert matrix.distances[0, 1] == pytest.approx(1.5 * 1112, rel=0.01)
    assert matrix.durations[0, 1] == pytest.approx(matrix.distances[0, 1] * 3.6 / 20, abs=1)
    assert ways.quality == "air"
