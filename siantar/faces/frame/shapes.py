"""What more than one door's script is sent, as types; `make types` writes them in TypeScript."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from siantar.faces.frame.city_map import CityMap


class ScanAnswer(TypedDict):
    """What became of a scan on a page of staff; `count` is what has been scanned so far, `complete` when that is all.

    `row` is the line of the scanned file in the page's list, as markup; `go` is the page the scan leads to; each is
    empty where there is none.
    """

    outcome: Literal["ok", "refused"]
    title: str
    text: str
    count: int
    complete: bool
    row: str
    go: str


class MapFile(TypedDict):
    """The office's own map: where it is, which version of it, how large (bytes)."""

    url: str
    version: str
    size: int


def map_file(city: CityMap | None) -> MapFile | None:
    """The map as scripts read it."""
    return MapFile(url=city.url, version=city.version, size=city.size) if city else None
