"""All regions of Indonesia, without network: 38 provinces to 83,762 kelurahan and desa, by their Kemendagri codes.

Read from the file that `vite.config.ts` builds out of the npm package idn-area-data (ODbL 1.0).
"""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from pathlib import Path

from siantar.rules.identity import words_of

FILE = Path(__file__).parent / "built" / "regions.csv.gz"
DISTRICT, VILLAGE = len("36.74.02"), len("36.74.02.1001")
_CODE = re.compile(r"\d\d\.\d\d\.\d\d")


@dataclass(frozen=True, slots=True)
class District:
    """A kecamatan: its code, its name, and the names it lies in."""

    code: str
    name: str
    city: str
    province: str

    @property
    def whole(self) -> str:
        """Its name with city and province, as two of one name are told apart."""
        return f"{self.name}, {self.city}, {self.province}"


def district(code: str) -> District | None:
    """The kecamatan with this code."""
    return _districts().get(code)


def districts_like(typed: str, most: int) -> list[District]:
    """At most so many kecamatan: the one with this code, or all in whose names each word typed begins one."""
    if _CODE.fullmatch(typed.strip()):
        exact = district(typed.strip())
        return [exact] if exact else []
    words = [f" {word}" for word in words_of(typed)]
    if not words:
        return []
    matches = [place for key, place in _keys() if all(word in key for word in words)]
    return sorted(matches, key=lambda place: (*_distance(place.name, typed), place.whole))[:most]


def villages_in(codes: Iterable[str]) -> dict[str, dict[str, str]]:
    """Names of the kelurahan and desa of these kecamatan, by their codes, in one reading."""
    inside: dict[str, dict[str, str]] = {code: {} for code in codes}
    for code, name in _lines() if inside else ():
        if len(code) == VILLAGE and code[:DISTRICT] in inside:
            inside[code[:DISTRICT]][code] = name
    return inside


def _distance(name: str, typed: str) -> tuple[bool, bool]:
    """The very name first, then those that begin so."""
    words, typed_words = words_of(name), words_of(typed)
    return words != typed_words, words[: len(typed_words)] != typed_words


@lru_cache(maxsize=1)
def _districts() -> dict[str, District]:
    names = dict(takewhile(lambda line: len(line[0]) < VILLAGE, _lines()))
    return {
        code: District(code, name, names[code[:5]], names[code[:2]])
        for code, name in names.items()
        if len(code) == DISTRICT
    }


@lru_cache(maxsize=1)
def _keys() -> list[tuple[str, District]]:
    return [("".join(f" {word}" for word in words_of(place.whole)), place) for place in _districts().values()]


def _lines() -> Iterator[tuple[str, str]]:
    """Code and name of every region, the larger ones first."""
    with gzip.open(FILE) as packed, io.TextIOWrapper(packed, "utf-8", newline="") as text:
        for row in csv.reader(text):
            yield row[0], row[-1].replace('"', "'")  # Ra'as stands there as Ra"as
