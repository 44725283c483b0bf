"""Kelurahan as areas of a picture: numbered, so that a list beside the map can name them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from siantar.directory import border_file, offices, village_borders
from siantar.directory.border_file import Outline
from siantar.paper.charts import ChartArea, ChartBar


def shapes(codes: Iterable[str], listed: Sequence[str], shares: Mapping[str, float]) -> list[ChartArea]:
    """The kelurahan of these offices that have a border; those that are `listed` carry their place there, from 1."""
    names = {village.code: village.name for code in codes for village in offices.villages_of(code)}
    signs = {code: str(place) for place, code in enumerate(listed, 1)}
    return [
        area_of(signs.get(code, ""), names[code], border.outline, shares.get(code))
        for code, border in village_borders.borders_of(names).items()
    ]


def area_of(sign: str, name: str, outline: Outline, share: float | None = None) -> ChartArea:
    """One kelurahan as an area."""
    rings = [ring for polygon in outline["coordinates"] for ring in polygon]
    return ChartArea(sign, name, rings, border_file.middle_of(outline), share)


def signed(bars: Sequence[ChartBar]) -> list[ChartBar]:
    """The bars with the numbers the map has."""
    return [replace(bar, label=f"{place}. {bar.label}") for place, bar in enumerate(bars, 1)]
