"""A street index from an OpenStreetMap extract: where an address without a point may be looked for."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import osmium
from rapidfuzz import fuzz, process

from siantar.routing.travel import Point, metres_between

ALIKE = 88  # of 100 (WRatio): 48 of 50 spoiled addresses were placed, all of them right
AS_LONG = 70  # of 100 (plain ratio): "Mawar" is not "Mawar Indah Permai"
ONE_STREET = 1_000.0  # metres; parts of one name farther apart are other streets
IN_THE_VILLAGE = 5_000.0  # metres from the kelurahan's middle
_PREFIX = re.compile(r"^(?:jalan|jln|jl|gang|gg)(?:\.\s*|\s+)", re.IGNORECASE)
_REST = re.compile(r"[,;(]|\b(?:no|nomor|blok|rt|rw|kav|kel|kec)\b", re.IGNORECASE)
_SIGNS = re.compile(r"[^a-z0-9]+")
_HOUSE = re.compile(r"\s+\d+[a-z]?$")
_NUMERAL = re.compile(r"\b(?:\d+|[ivx]+)\b")


@dataclass(frozen=True, slots=True)
class Street:
    """A street's name as it is compared, and a point in its middle."""

    key: str
    middle: Point


def key_of(name: str) -> str:
    """A name as it is compared: without "Jalan", small letters, blanks for signs."""
    return _SIGNS.sub(" ", _PREFIX.sub("", name.strip()).lower()).strip()


class StreetIndex:
    """The streets of an extract by name."""

    def __init__(self, streets: Sequence[Street]) -> None:
        self.streets = tuple(streets)

    @classmethod
    def load(cls, file: Path) -> StreetIndex:
        """The index written by `save`."""
        return cls([Street(key, Point(lat, lon)) for key, lat, lon in json.loads(file.read_text())])

    def save(self, file: Path) -> None:
        """Write it as JSON: name, latitude, longitude."""
        rows = [[street.key, round(street.middle.lat, 6), round(street.middle.lon, 6)] for street in self.streets]
        file.write_text(json.dumps(rows))

    @cached_property
    def _by_key(self) -> dict[str, list[Point]]:
        by_key: dict[str, list[Point]] = defaultdict(list)
        for street in self.streets:
            by_key[street.key].append(street.middle)
        return dict(by_key)

    def middle_of(self, line: str, near: Point | None) -> Point | None:
        """The middle of the street an address line names, in the kelurahan whose middle is `near`; None where no street
        is alike enough, or several are and nothing says which."""
        middles = self._by_key.get(self._best_key(line) or "", [])
        if near is not None:
            metres = metres_between([near], middles)[0] if middles else ()
            middles = [middle for middle, far in sorted(zip(middles, metres, strict=True), key=lambda pair: pair[1])
                       if far <= IN_THE_VILLAGE][:1]  # fmt: skip
        return middles[0] if len(middles) == 1 else None

    def _best_key(self, line: str) -> str | None:
        whole = key_of(_REST.split(line, maxsplit=1)[0])
        street = _HOUSE.sub("", whole)
        for key in (whole, street):
            if key in self._by_key:
                return key
        if len(street) < 4:
            return None
        numerals = set(_NUMERAL.findall(street))
        matches = process.extract(street, self._by_key.keys(), scorer=fuzz.WRatio, score_cutoff=ALIKE, limit=5)
        alike = (
            key
            for key, _score, _index in matches
            if set(_NUMERAL.findall(key)) == numerals and fuzz.ratio(street, key) >= AS_LONG
        )
        return next(alike, None)


def build(extract: Path) -> StreetIndex:
    """Read the named streets of an `.osm.pbf`."""
    nodes: dict[str, list[Point]] = defaultdict(list)
    for name, points in _named(extract):
        if key := key_of(name):
            nodes[key] += points
    return StreetIndex([Street(key, middle) for key, points in sorted(nodes.items()) for middle in _middles(points)])


def _named(extract: Path) -> Iterator[tuple[str, list[Point]]]:
    reader = osmium.FileProcessor(str(extract), osmium.osm.NODE | osmium.osm.WAY).with_locations()
    ways_only, roads_only = osmium.filter.EntityFilter(osmium.osm.WAY), osmium.filter.KeyFilter("highway")
    for way in reader.with_filter(ways_only).with_filter(roads_only):
        assert isinstance(way, osmium.osm.Way)
        if name := way.tags.get("name"):
            yield name, [Point(node.lat, node.lon) for node in way.nodes if node.location.valid()]


def _middles(points: Sequence[Point]) -> Iterator[Point]:
    """A point of the street nearest to its middle, for each stretch of a name that lies apart."""
    left = list(points)
    while left:
        stretch, left = _stretch(left)
        middle = Point(sum(p.lat for p in stretch) / len(stretch), sum(p.lon for p in stretch) / len(stretch))
        yield stretch[int(metres_between([middle], stretch)[0].argmin())]


def _stretch(points: Sequence[Point]) -> tuple[list[Point], list[Point]]:
    """The points that hang together with the first, step by step, and the others."""
    stretch, edge, left = [points[0]], [points[0]], list(points[1:])
    while edge and left:
        near = metres_between(edge, left).min(axis=0) <= ONE_STREET
        edge = [point for point, mine in zip(left, near, strict=True) if mine]
        left = [point for point, mine in zip(left, near, strict=True) if not mine]
        stretch += edge
    return stretch, left
