"""Borders of kelurahan as an office brings them: a GeoJSON file (RFC 7946) out of the city's own map."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite
from typing import Any

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from siantar.rules.identity import words_of
from siantar.rules.position import COUNTRY

FINE = 0.00005  # degrees, some five metres: what a line may be moved by when it is made simpler
GRID = 0.00001  # degrees, about a metre
MOST_AREAS = 2_000  # areas in one file; a kecamatan has some ten
_KINDS = re.compile(r"^(kelurahan|kel|desa|ds|nagari|gampong|kampung)\b\s*")
Outline = dict[str, Any]  # a MultiPolygon of GeoJSON


class BorderFault(StrEnum):
    """Why a file cannot be taken."""

    NOT_GEOJSON = "not_geojson"
    NO_AREAS = "no_areas"
    TOO_MANY = "too_many"
    IN_METRES = "in_metres"
    SWAPPED = "swapped"
    ELSEWHERE = "elsewhere"
    NOBODYS = "nobodys"


class BadBorders(ValueError):
    """A file that cannot be taken; `fault` says why."""

    def __init__(self, fault: BorderFault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class BorderMatch:
    """What a file says of these kelurahan: outlines by code, the column that named them, areas of nobody here."""

    outlines: Mapping[str, Outline]
    column: str
    others: Sequence[str]


def read(text: str, villages: Mapping[str, str]) -> BorderMatch:
    """Find the outlines of these kelurahan (names by code) in a GeoJSON text. Raises BadBorders."""
    areas = list(_areas(_features(text)))
    if not areas:
        raise BadBorders(BorderFault.NO_AREAS)
    if len(areas) > MOST_AREAS:
        raise BadBorders(BorderFault.TOO_MANY)
    _check_degrees([area for area, _about in areas])
    column, mine = _column([about for _area, about in areas], villages)
    if not mine:
        raise BadBorders(BorderFault.NOBODYS)
    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    for place, code in mine.items():
        parts[code].append(areas[place][0])
    others = [str(about.get(column, "")) for place, (_area, about) in enumerate(areas) if place not in mine]
    return BorderMatch(_simpler({code: shapely.union_all(pieces) for code, pieces in parts.items()}), column, others)


def simpler(outlines: Mapping[str, Outline]) -> dict[str, Outline]:
    """The same outlines with fewer points."""
    return _simpler({name: shape(outline) for name, outline in outlines.items()})


def middle_of(outline: Outline) -> tuple[float, float]:
    """A point surely within an outline: latitude, longitude."""
    point = shape(outline).representative_point()
    return point.y, point.x


def text_of(outlines: Mapping[str, Outline]) -> str:
    """Outlines by code as GeoJSON, as `read` reads it."""
    features = [
        {"type": "Feature", "properties": {"code": code}, "geometry": outline} for code, outline in outlines.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def _features(text: str) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Geometry and properties of everything in a text. Raises BadBorders."""
    try:
        whole = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as problem:
        raise BadBorders(BorderFault.NOT_GEOJSON) from problem
    features = whole.get("features") if isinstance(whole, dict) else None
    if not isinstance(features, list):
        raise BadBorders(BorderFault.NOT_GEOJSON)
    for feature in features:
        if isinstance(feature, dict):
            about = feature.get("properties")
            yield feature.get("geometry"), about if isinstance(about, dict) else {}


def _areas(features: Iterator[tuple[Any, dict[str, Any]]]) -> Iterator[tuple[BaseGeometry, dict[str, Any]]]:
    """The areas among the features, mended where their lines cross themselves; lines and points are passed over."""
    for geometry, about in features:
        if not isinstance(geometry, dict) or str(geometry.get("type")) not in {"Polygon", "MultiPolygon"}:
            continue
        try:
            area = shapely.force_2d(shape(geometry))
        except (ValueError, TypeError, IndexError, KeyError, AttributeError, shapely.errors.ShapelyError) as problem:
            raise BadBorders(BorderFault.NOT_GEOJSON) from problem
        if not all(map(isfinite, area.bounds)):
            continue
        whole = _surface(area if area.is_valid else shapely.make_valid(area))
        if not whole.is_empty:
            yield whole, about


def _surface(area: BaseGeometry) -> BaseGeometry:
    """Only what has a surface, as one MultiPolygon."""
    pieces = shapely.get_parts(shapely.get_parts(area)).tolist()
    return shapely.MultiPolygon([piece for piece in pieces if piece.geom_type == "Polygon"])


def _check_degrees(areas: Sequence[BaseGeometry]) -> None:
    """Refuse what is no degrees or not of this country. Raises BadBorders."""
    west, south, east, north = shapely.total_bounds(areas).tolist()
    (lowest, highest), (first, last) = COUNTRY
    if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 180:
        raise BadBorders(BorderFault.IN_METRES)
    if lowest <= west and east <= highest and first <= south and north <= last:
        raise BadBorders(BorderFault.SWAPPED)
    if not (lowest <= south and north <= highest and first <= west and east <= last):
        raise BadBorders(BorderFault.ELSEWHERE)


def _column(rows: Sequence[Mapping[str, Any]], villages: Mapping[str, str]) -> tuple[str, dict[int, str]]:
    """The property that names the most of these kelurahan, and which place in the file is whose."""
    by_code = {_digits(code): code for code in villages}
    by_name = {_key(name): code for code, name in villages.items()}

    def mine(column: str) -> dict[int, str]:
        cells = {place: str(row[column]) for place, row in enumerate(rows) if isinstance(row.get(column), str | int)}
        matches = {place: by_code.get(_digits(cell)) or by_name.get(_key(cell)) for place, cell in cells.items()}
        return {place: code for place, code in matches.items() if code}

    columns = sorted({column for row in rows for column in row})
    found_in = {column: mine(column) for column in columns}
    best = max(columns, key=lambda column: (len(set(found_in[column].values())), -len(found_in[column])), default="")
    return best, found_in.get(best, {})


def _digits(text: str) -> str:
    """A code as digits alone, however it is dotted; "" for what is no code."""
    digits = re.sub(r"[.\s-]", "", text)
    return digits if digits.isdigit() else ""


def _key(name: str) -> str:
    """A name as it is compared: folded, without blanks and the word for what it is."""
    return "".join(_KINDS.sub("", " ".join(words_of(name))).split())


def _simpler(areas: Mapping[str, BaseGeometry]) -> dict[str, Outline]:
    """The same borders with fewer points, common to neighbours as before, to the metre."""
    simple = shapely.set_precision(shapely.coverage_simplify(list(areas.values()), FINE), GRID).tolist()
    outlines = {code: _surface(area) for code, area in zip(areas, simple, strict=True)}
    return {code: json.loads(shapely.to_geojson(area)) for code, area in outlines.items() if not area.is_empty}
