"""Small numbers are not published, not even by subtraction from a total that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LEAST = 5


@dataclass(frozen=True, slots=True)
class Published:
    """What may be shown of a table whose total is known: the large rows, and the rest `merged` into one row."""

    shown: tuple[tuple[str, int], ...]
    merged: int = 0


def small(count: int) -> bool:
    """Whether this count would point at single people; nobody at all points at nobody."""
    return 0 < count < LEAST


def published(counts: Mapping[str, int]) -> Published | None:
    """The rows, largest first, small ones merged with as many of the next as hide them; None when all are too few.

    The merged row holds two rows at least and `LEAST` together, and never says whose numbers are in it.
    """
    if 0 < sum(counts.values()) < LEAST:
        return None
    rows = sorted(((name, count) for name, count in counts.items() if count), key=lambda row: (-row[1], row[0]))
    merged = hidden = 0
    while rows and (small(rows[-1][1]) or (hidden and (hidden < 2 or merged < LEAST))):
        merged += rows.pop()[1]
        hidden += 1
    return Published(tuple(rows), merged)


def share_at_least(part: int, whole: int) -> tuple[int, bool]:
    """The share in whole per cent, rounded down, and whether it is exact.

    Where part or rest is small the share is a bound that holds for every small number, and so tells none of them.
    """
    if whole < LEAST:
        raise ValueError("too few to publish a share")
    if small(whole - part):
        return (whole - LEAST + 1) * 100 // whole, False
    if small(part):
        return 0, False
    return part * 100 // whole, True
