"""Which travel times this installation has: a road server, its own graph, or the air; matrices are kept."""

from __future__ import annotations

import hashlib
import io
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from django.conf import settings

from siantar.delivery import city_files
from siantar.delivery.models import WaysKept
from siantar.outward import http as outward
from siantar.outward.destinations import NotAllowed
from siantar.routing.problem import UNREACHABLE, Matrix
from siantar.routing.roads import Roads
from siantar.routing.travel import ON_THE_MAP, AirWays, Point, Quality, Snapped, Ways

log = logging.getLogger("siantar.routing")
PATIENCE = 10  # seconds for the road server's answer
LARGEST = 64 * 1024 * 1024  # a matrix of 1,000 points in JSON
_BOUNDS = outward.Bounds(PATIENCE, LARGEST)
_AS_JSON = {"Content-Type": "application/json"}


class NoAnswer(Exception):
    """The road server did not answer, or not as documented."""


def source() -> Ways:
    """The best source there is."""
    if settings.SIANTAR_ROAD_SERVER:
        kind, _, address = settings.SIANTAR_ROAD_SERVER.partition(":")
        return RoadServer(kind, address.rstrip("/"))
    file = city_files.path_of(city_files.ROADS)
    return _roads(file, file.stat().st_mtime_ns) if file.exists() else AirWays()


@lru_cache(maxsize=1)
def _roads(file: Path, _changed: int) -> Ways:
    try:
        return Roads.load(file)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as problem:
        log.error("%s cannot be read (%s); build the map again with `siantar map build`", file, problem)
        return AirWays()


def matrix(ways: Ways, points: Sequence[Point], at: datetime) -> tuple[Matrix, Quality]:
    """The matrix between these points, kept for the next time; the air where the road server is silent."""
    exact = [(round(p.lat, 5), round(p.lon, 5)) for p in points]
    key = hashlib.sha256(json.dumps([ways.version, exact]).encode()).hexdigest()
    stored = WaysKept.objects.filter(pk=key).first()
    if stored is not None:
        with np.load(io.BytesIO(bytes(stored.content)), allow_pickle=False) as arrays:
            return Matrix(arrays["durations"], arrays["distances"]), ways.quality
    try:
        table = ways.matrix(points)
    except NoAnswer:
        return AirWays().matrix(points), Quality.AIR
    content = io.BytesIO()
    np.savez_compressed(content, durations=table.durations, distances=table.distances)
    WaysKept.objects.get_or_create(pk=key, defaults={"content": content.getvalue(), "kept_at": at})
    return table, ways.quality


def off_road(ways: Ways, points: Sequence[Point]) -> list[float]:
    """Metres from each point to the next road; zeros where nobody can say."""
    if not points:
        return []
    try:
        return [snapped.metres for snapped in ways.snap(points)]
    except NoAnswer:
        return [0.0] * len(points)


def between(points: Sequence[Point]) -> tuple[Matrix, Ways]:
    """Travel times between any points by the best source, and which; the air where it is silent or of elsewhere."""
    ways = source()
    try:
        if all(snapped.metres <= ON_THE_MAP for snapped in ways.snap(points)):
            return ways.matrix(points), ways
    except NoAnswer:
        log.warning("the road server %s does not answer", ways.version)
    air = AirWays()
    return air.matrix(points), air


@dataclass(frozen=True, slots=True)
class RoadServer:
    """An OSRM or Valhalla server that the operator runs (`osrm:http://...` or `valhalla:http://...`)."""

    kind: str
    address: str

    @property
    def quality(self) -> Quality:
        """Real roads."""
        return Quality.ROAD

    @property
    def version(self) -> str:
        """The server; its map may change beneath, so its matrices are kept for this address only."""
        return f"{self.kind} {self.address}"

    def snap(self, points: Sequence[Point]) -> list[Snapped]:
        """OSRM's nearest road; Valhalla's answers are taken as they are."""
        if self.kind != "osrm":
            return [Snapped(point, 0.0) for point in points]
        return [_nearest(self, round(point.lat, 6), round(point.lon, 6)) for point in points]

    def nearest(self, lat: float, lon: float) -> Snapped:
        """OSRM's nearest road to a point. Raises NoAnswer."""
        try:
            waypoint = self._ask(f"/nearest/v1/driving/{lon:.6f},{lat:.6f}")["waypoints"][0]
            there_lon, there_lat = waypoint["location"]
            return Snapped(Point(there_lat, there_lon), float(waypoint["distance"]))
        except (KeyError, IndexError, TypeError, ValueError) as problem:
            raise NoAnswer("no nearest road") from problem

    def matrix(self, points: Sequence[Point]) -> Matrix:
        """Seconds and metres from the server. Raises NoAnswer."""
        durations, distances = self._osrm(points) if self.kind == "osrm" else self._valhalla(points)
        return Matrix(_whole(durations), _whole(distances))

    def _osrm(self, points: Sequence[Point]) -> tuple[Any, Any]:
        where = ";".join(f"{p.lon:.6f},{p.lat:.6f}" for p in points)
        answer = self._ask(f"/table/v1/driving/{where}?annotations=duration,distance")
        return answer["durations"], answer["distances"]

    def _valhalla(self, points: Sequence[Point]) -> tuple[Any, Any]:
        where = [{"lat": p.lat, "lon": p.lon} for p in points]
        query = {"sources": where, "targets": where, "costing": "motor_scooter", "units": "kilometers"}
        rows = self._ask("/sources_to_targets", query)["sources_to_targets"]
        kilometres = [[None if cell["distance"] is None else 1000 * cell["distance"] for cell in row] for row in rows]
        return [[cell["time"] for cell in row] for row in rows], kilometres

    def route(self, points: Sequence[Point]) -> list[Point]:
        """The way on the road, from OSRM; straight from others."""
        if self.kind != "osrm":
            return list(points)
        where = ";".join(f"{p.lon:.6f},{p.lat:.6f}" for p in points)
        answer = self._ask(f"/route/v1/driving/{where}?overview=full&geometries=geojson")
        return [Point(lat, lon) for lon, lat in answer["routes"][0]["geometry"]["coordinates"]]

    def _ask(self, path: str, body: Any = None) -> Any:
        data = json.dumps(body).encode() if body is not None else None
        method = "GET" if data is None else "POST"
        try:
            answer = outward.request(method, self.address + path, _AS_JSON, data or b"", _BOUNDS)
            if answer.status != 200:
                raise NoAnswer(f"answered {answer.status}")
            return json.loads(answer.body)
        except (outward.Unanswered, NotAllowed, ValueError) as problem:
            raise NoAnswer(str(problem)) from problem


@lru_cache(maxsize=5_000)
def _nearest(server: RoadServer, lat: float, lon: float) -> Snapped:
    """Asked once for each address: a board is drawn at every drag of a card."""
    return server.nearest(lat, lon)


def _whole(rows: Any) -> Any:
    try:
        table = np.array([[np.nan if cell is None else cell for cell in row] for row in rows], dtype=np.float64)
    except (TypeError, ValueError) as problem:
        raise NoAnswer("the matrix is not one") from problem
    return np.where(np.isnan(table), UNREACHABLE, np.rint(np.nan_to_num(table))).astype(np.int64)
