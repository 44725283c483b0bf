"""Our own road graph from an OpenStreetMap extract: read with osmium, shortest paths with scipy.

Speeds are those of a motorcycle on a free road by class (km/h), or nine tenths of the signed limit where that is lower;
what the city's traffic adds is learned apart (`travel.SLOWER_THAN_FREE`). Only the largest part of the network in which
everything can reach everything is kept, so that a stop never lands on an island of the map.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import osmium
import scipy  # its parts are loaded where they are used: only an office with a map needs them
from numpy.typing import NDArray

from siantar.routing.problem import UNREACHABLE, Matrix
from siantar.routing.travel import EARTH, Point, Quality, Snapped

SPEEDS: Mapping[str, float] = {
    "trunk": 50, "trunk_link": 35, "primary": 45, "primary_link": 32, "secondary": 40, "secondary_link": 30,
    "tertiary": 34, "tertiary_link": 26, "unclassified": 28, "residential": 22, "living_street": 14, "service": 15,
    "track": 12, "path": 9,
}  # fmt: skip
CLOSED = frozenset({"no", "private", "agricultural", "forestry", "delivery"})
ON_FOOT = 4.0  # km/h between the door and the road


class NoRoads(ValueError):
    """The extract has no road a motorcycle may use."""


@dataclass(frozen=True, slots=True)
class _Way:
    nodes: tuple[tuple[int, float, float], ...]
    speed: float
    forward: bool
    backward: bool


class Roads:
    """A road graph: `lat`, `lon` of its nodes, and arcs with seconds and metres."""

    quality = Quality.GRAPH

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self.lat: NDArray[np.float64] = arrays["lat"]
        self.lon: NDArray[np.float64] = arrays["lon"]
        shape = (len(self.lat), len(self.lat))
        where = (arrays["from"], arrays["to"])
        self._seconds = scipy.sparse.csr_array((arrays["seconds"], where), shape=shape)
        keys = arrays["from"].astype(np.int64) * len(self.lat) + arrays["to"]
        order = np.argsort(keys)
        self._arc_keys, self._lengths = keys[order], arrays["metres"][order]
        self.version = str(arrays["version"])

    @classmethod
    def load(cls, file: Path) -> Roads:
        """The graph written by `build`."""
        with np.load(file, allow_pickle=False) as arrays:
            return cls(dict(arrays))

    @cached_property
    def _tree(self) -> scipy.spatial.cKDTree:
        return scipy.spatial.cKDTree(self._flat(self.lat, self.lon))

    def _flat(self, lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.float64]:
        """Metres on a plane that is true near the middle of the map."""
        shrink = np.cos(np.radians(self.lat.mean()))
        flat: NDArray[np.float64] = np.radians(np.stack([lat, lon * shrink], axis=1)) * EARTH
        return flat

    def _nearest(self, points: Sequence[Point]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        lat, lon = np.array([p.lat for p in points]), np.array([p.lon for p in points])
        metres, nodes = self._tree.query(self._flat(lat, lon))
        return metres, nodes

    def snap(self, points: Sequence[Point]) -> list[Snapped]:
        """The nearest nodes of the network."""
        metres, nodes = self._nearest(points)
        return [
            Snapped(Point(float(self.lat[node]), float(self.lon[node])), float(far))
            for node, far in zip(nodes, metres, strict=True)
        ]

    def matrix(self, points: Sequence[Point]) -> Matrix:
        """Fastest ways between points, the walk to and from the road included."""
        if not points:
            return Matrix(np.zeros((0, 0), np.int64), np.zeros((0, 0), np.int64))
        off_road, nodes = self._nearest(points)
        sources, row = np.unique(nodes, return_inverse=True)
        seconds, before = scipy.sparse.csgraph.dijkstra(self._seconds, indices=sources, return_predecessors=True)
        metres = self._metres_along(seconds, before, sources)
        walk = off_road * 3.6 / ON_FOOT
        durations = seconds[row][:, nodes] + walk[:, None] + walk[None, :]
        distances = metres[row][:, nodes] + off_road[:, None] + off_road[None, :]
        for table in (durations, distances):
            np.fill_diagonal(table, 0)
        lost = ~np.isfinite(durations)
        durations[lost], distances[lost] = UNREACHABLE, UNREACHABLE
        return Matrix(np.rint(durations).astype(np.int64), np.rint(distances).astype(np.int64))

    def _metres_along(
        self, seconds: NDArray[np.float64], before: NDArray[np.int32], sources: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """Sum the metres of the fastest ways: the last arc of every node, towards the source by doubling the steps."""
        size = len(self.lat)
        everyone = np.arange(size)
        metres = np.full(seconds.shape, np.inf)
        for row in range(len(sources)):
            came_from = before[row]
            reached = came_from >= 0
            step = np.where(reached, came_from, everyone)
            total = np.zeros(size)
            total[reached] = self._arc(came_from[reached], everyone[reached])
            while not np.array_equal(step, farther := step[step]):
                total = total + total[step]
                step = farther
            metres[row] = np.where(np.isfinite(seconds[row]), total, np.inf)
        return metres

    def _arc(self, here: NDArray[np.int32], there: NDArray[np.int64]) -> NDArray[np.float64]:
        """Lengths of arcs that are known to exist: keys are sorted, so they are found by bisection."""
        wanted = here.astype(np.int64) * len(self.lat) + there
        lengths: NDArray[np.float64] = self._lengths[np.searchsorted(self._arc_keys, wanted)]
        return lengths

    def route(self, points: Sequence[Point]) -> list[Point]:
        """The way through these points on the roads."""
        _, nodes = self._nearest(points)
        drawn: list[Point] = []
        for here, there in itertools.pairwise(nodes):
            drawn += self._path(int(here), int(there))
        return drawn or [Point(float(self.lat[n]), float(self.lon[n])) for n in nodes]

    def _path(self, here: int, there: int) -> list[Point]:
        _, before = scipy.sparse.csgraph.dijkstra(self._seconds, indices=here, return_predecessors=True)
        node, path = there, [there]
        while node != here and before[node] >= 0:
            node = int(before[node])
            path.append(node)
        return [Point(float(self.lat[n]), float(self.lon[n])) for n in reversed(path)]


def build(extract: Path, out: Path) -> Roads:
    """Read an `.osm.pbf`, keep what a motorcycle may use, write the graph. Raises NoRoads."""
    arrays = _largest_part(_arrays(list(_ways(extract))))
    arrays["version"] = np.array(hashlib.sha256(extract.read_bytes()).hexdigest()[:16])
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = out.with_suffix(".partial.npz")
    np.savez_compressed(partial, **arrays)  # type: ignore[arg-type]
    partial.replace(out)
    return Roads(arrays)


def _ways(extract: Path) -> Iterator[_Way]:
    reader = osmium.FileProcessor(str(extract), osmium.osm.NODE | osmium.osm.WAY).with_locations()
    ways_only, roads_only = osmium.filter.EntityFilter(osmium.osm.WAY), osmium.filter.KeyFilter("highway")
    for way in reader.with_filter(ways_only).with_filter(roads_only):
        assert isinstance(way, osmium.osm.Way)
        tags = {tag.k: tag.v for tag in way.tags}
        if (speed := speed_of(tags)) is None:
            continue
        nodes = tuple((n.ref, n.lat, n.lon) for n in way.nodes if n.location.valid())
        forward, backward = directions_of(tags)
        if len(nodes) > 1:
            yield _Way(nodes, speed, forward, backward)


def speed_of(tags: Mapping[str, str]) -> float | None:
    """km/h of a motorcycle on a way with these tags; None where it may not go."""
    speed = SPEEDS.get(tags.get("highway", ""))
    if speed is None or tags.get("area") == "yes":
        return None
    allowed = next((tags[k] for k in ("motorcycle", "motor_vehicle", "vehicle", "access") if k in tags), "yes")
    if allowed in CLOSED:
        return None
    limit = tags.get("maxspeed", "").removesuffix("km/h").strip()
    return min(speed, 0.9 * float(limit)) if limit.isdigit() and int(limit) > 0 else speed


def directions_of(tags: Mapping[str, str]) -> tuple[bool, bool]:
    """Whether a motorcycle may go along the way, and against it."""
    oneway = tags.get("oneway:motorcycle", tags.get("oneway", ""))
    if not oneway and tags.get("junction") in {"roundabout", "circular"}:
        oneway = "yes"
    if oneway in {"-1", "reverse"}:
        return False, True
    return True, oneway not in {"yes", "true", "1"}


def _arrays(ways: Sequence[_Way]) -> dict[str, NDArray[Any]]:
    if not ways:
        raise NoRoads
    refs = np.array([node[0] for way in ways for node in way.nodes], dtype=np.int64)
    places = np.array([node[1:] for way in ways for node in way.nodes], dtype=np.float64)
    names, first, index = np.unique(refs, return_index=True, return_inverse=True)
    lat, lon = places[first].T
    sizes = np.array([len(way.nodes) for way in ways])
    inner = np.ones(len(refs), dtype=bool)
    inner[np.cumsum(sizes) - 1] = False
    start = np.flatnonzero(inner)
    a, b = index[start], index[start + 1]
    metres = _lengths(lat, lon, a, b)
    per_leg = np.repeat(np.arange(len(ways)), sizes - 1)
    seconds = metres * 3.6 / np.array([way.speed for way in ways])[per_leg]
    forward = np.array([way.forward for way in ways])[per_leg]
    backward = np.array([way.backward for way in ways])[per_leg]
    arcs = {
        "from": np.concatenate([a[forward], b[backward]]),
        "to": np.concatenate([b[forward], a[backward]]),
        "seconds": np.concatenate([seconds[forward], seconds[backward]]),
        "metres": np.concatenate([metres[forward], metres[backward]]),
    }
    return {"lat": lat, "lon": lon, **_without_doubles(arcs, len(names))}


def _lengths(
    lat: NDArray[np.float64], lon: NDArray[np.float64], a: NDArray[np.int64], b: NDArray[np.int64]
) -> NDArray[np.float64]:
    p, q = np.radians(lat), np.radians(lon)
    h = np.sin((p[a] - p[b]) / 2) ** 2 + np.cos(p[a]) * np.cos(p[b]) * np.sin((q[a] - q[b]) / 2) ** 2
    metres: NDArray[np.float64] = np.maximum(0.1, 2 * EARTH * np.arcsin(np.sqrt(h)))
    return metres


def _without_doubles(arcs: dict[str, NDArray[Any]], size: int) -> dict[str, NDArray[Any]]:
    """Of several arcs between the same two nodes the fastest; a sparse matrix would add them up."""
    order = np.lexsort((arcs["seconds"], arcs["from"].astype(np.int64) * size + arcs["to"]))
    key = (arcs["from"].astype(np.int64) * size + arcs["to"])[order]
    keep = order[np.concatenate([[True], key[1:] != key[:-1]])]
    return {name: values[keep] for name, values in arcs.items()}


def _largest_part(arrays: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    size = len(arrays["lat"])
    graph = scipy.sparse.csr_array((arrays["seconds"], (arrays["from"], arrays["to"])), shape=(size, size))
    _, part = scipy.sparse.csgraph.connected_components(graph, directed=True, connection="strong")
    mine = part == np.bincount(part).argmax()
    new = np.cumsum(mine) - 1
    arcs = mine[arrays["from"]] & mine[arrays["to"]]
    return {
        "lat": arrays["lat"][mine],
        "lon": arrays["lon"][mine],
        "from": new[arrays["from"][arcs]].astype(np.int32),
        "to": new[arrays["to"][arcs]].astype(np.int32),
        "seconds": arrays["seconds"][arcs].astype(np.float64),
        "metres": arrays["metres"][arcs].astype(np.float64),
    }
