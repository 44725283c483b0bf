"""The city's own map: one PMTiles file in the data folder, read piece by piece; for staff only, from nowhere else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from siantar.faces.frame.staff_access import staff
from siantar.rules.access import Reading

NAME = "peta.pmtiles"
URL = "/peta/kota.pmtiles"
MOST = 8 * 1024 * 1024  # bytes a single answer carries
_RANGE = re.compile(r"bytes=(\d+)-(\d*)$")


@dataclass(frozen=True, slots=True)
class CityMap:
    """Where the map is, which version of it, and how large (bytes)."""

    url: str
    version: str
    size: int


def city_map() -> CityMap | None:
    """The map of this installation, or None."""
    file = _file()
    if not file.is_file():
        return None
    stat = file.stat()
    return CityMap(URL, f"{stat.st_mtime_ns:x}", stat.st_size)


def _file() -> Path:
    return Path(settings.SIANTAR_DATA) / NAME


@staff(Reading.CITY_MAP)
@require_safe
def piece(request: HttpRequest) -> HttpResponse:
    """The asked range of the file (RFC 9110, one range), at most MOST bytes; without a range its beginning."""
    file = _file()
    if not file.is_file():
        raise Http404
    size = file.stat().st_size
    span = _RANGE.match(request.headers.get("Range", "bytes=0-"))
    first = int(span[1]) if span else size
    if first >= size:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    last = min(int(span[2]) if span and span[2] else size - 1, size - 1, first + MOST - 1)
    with file.open("rb") as opened:
        opened.seek(first)
        content = opened.read(max(0, last - first + 1))
    return HttpResponse(
        content,
        status=206,
        content_type="application/vnd.pmtiles",
        headers={"Content-Range": f"bytes {first}-{last}/{size}", "Accept-Ranges": "bytes", "Cache-Control": "private"},
    )
