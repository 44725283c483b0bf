"""How exactly the place of an address is known, and what looking for its door costs where that is roughly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from math import hypot


class PlaceBasis(StrEnum):
    """How a position is known, the best first."""

    RESIDENT = "resident"
    PERSON = "person"
    COURIER = "courier"
    RT = "rt"
    STREET = "street"
    RW = "rw"
    VILLAGE = "village"


# Seconds to find a door from the middle of what is known: an RT is some fifty houses, a kelurahan square kilometres.
SEARCH: Mapping[PlaceBasis, int] = {
    PlaceBasis.RT: 4 * 60,
    PlaceBasis.STREET: 8 * 60,
    PlaceBasis.RW: 8 * 60,
    PlaceBasis.VILLAGE: 15 * 60,
}
ROUGH = frozenset(SEARCH)
NO_HOUR = ROUGH - {PlaceBasis.RT}  # known so roughly that no single hour is promised


def search_time(way: Sequence[str]) -> int:
    """Seconds by which the courier may be off at the last door of `way`, because doors on it must be looked for.

    Each may be found at once or late, whatever the others: the root of the sum of their squares.
    """
    return round(hypot(*(SEARCH[PlaceBasis(basis)] for basis in way if basis in ROUGH)))


def promises_an_hour(basis: str) -> bool:
    """Whether a single hour may be told to a resident whose address is known like this."""
    return basis not in NO_HOUR
