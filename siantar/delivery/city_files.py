"""The map files of this installation, in its data folder: road graph, background, street index."""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from siantar.routing.streets import StreetIndex

ROADS, BACKGROUND, STREETS = "roads.npz", "peta.pmtiles", "jalan.json"
NO_STREETS = StreetIndex([])
log = logging.getLogger("siantar.routing")


def path_of(name: str) -> Path:
    """Where a file of the map is, or would be."""
    return Path(settings.SIANTAR_DATA) / name


def streets() -> StreetIndex:
    """The street index; an empty one where none was built, or it cannot be read."""
    file = path_of(STREETS)
    return _streets(file, file.stat().st_mtime_ns) if file.is_file() else NO_STREETS


def streets_version() -> int:
    """Changes whenever the street index does."""
    file = path_of(STREETS)
    return file.stat().st_mtime_ns if file.is_file() else 0


@lru_cache(maxsize=1)
def _streets(file: Path, _changed: int) -> StreetIndex:
    try:
        return StreetIndex.load(file)
    except (OSError, ValueError, TypeError) as problem:
        log.error("%s cannot be read (%s); build the map again", file, problem)
        return NO_STREETS
