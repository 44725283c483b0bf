"""Small numbers are not published, not even by subtraction from a total that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LEAST = 5


@dataclass(frozen=True, slots=True)
class Published:
    """What may be shown of a table whose total is known: the large rows, and the rest `merged` into one row."""

    rows: tuple[tuple[str, int], ...]
    merged: int = 0


def small(count: int) -> bool:
    """Whether this count would point at single people; nobody at all points at nobody."""
    return 0 < count < LEAST


def published(counts: Mapping[str, int]) -> Published | None:
    """The rows, largest first, small ones merged with as many of the next as hide them; None when all are too few.

    What is merged depends on the counts alone, never on the names, and holds two different counts at least: whoever
    knows this rule can exchange any two merged rows and would have read the same.
    """
    if 0 < sum(counts.values()) < LEAST:
        return None
    rows = sorted(((name, count) for name, count in counts.items() if count), key=lambda row: (-row[1], row[0]))
    hidden: list[int] = []
    while rows and (small(rows[-1][1]) or (hidden and _tells(hidden, rows[-1][1]))):
        hidden.append(rows.pop()[1])
    return Published(tuple(rows), sum(hidden))


def _tells(hidden: list[int], following: int) -> bool:
    """Whether the merged rows would give one of themselves away next to the `following` one."""
    return sum(hidden) < LEAST or len(set(hidden)) == 1 or following == hidden[-1]


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
