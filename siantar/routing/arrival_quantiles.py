"""When to tell a resident that the courier comes: quantiles of what this office's own days were off by, not averages.

Until an office has its own record, the error is thought to grow with the root of the stops ahead, 4.5 minutes each
(shared measurement: one hour held 96 % at 10 stops ahead and 61 % at 60). All times in seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, sqrt

NOMINAL = 0.90
PER_STOP = 4.5 * 60
ENOUGH = 30  # residuals of like distance, below which the thumb rule holds
QUARTER = 15 * 60
MORNING, HALF_DAY, HOUR = 2 * 3600, 4 * 3600, 3600
HOUR_FROM, NEAR = 15, 3  # stops ahead at which one hour may be promised, and at which the courier is near


@dataclass(frozen=True, slots=True)
class Off:
    """One promise looked back on: how many stops were ahead, and how many seconds later than planned it was."""

    ahead: int
    seconds: float


def window(expected: int, ahead: int, record: Sequence[Off], *, rough: bool, search: int = 0) -> tuple[int, int]:
    """From and to (quarter hours) that hold nine times of ten; never narrower than what may be promised so far ahead.

    `rough` travel times (no map) or places promise no single hour; `search`: seconds to look for doors, either way.
    """
    early, late = spread(ahead, record)
    least = least_width(ahead, rough=rough)
    missing = max(0.0, least - (late - early))
    begins, ends = expected + early - missing / 2 - search, expected + late + missing / 2 + search
    return floor(begins / QUARTER) * QUARTER, ceil(ends / QUARTER) * QUARTER


def least_width(ahead: int, *, rough: bool) -> int:
    """What may be promised at this distance."""
    if ahead <= NEAR:
        return HOUR if rough else HOUR // 2
    if ahead <= HOUR_FROM and not rough:
        return HOUR
    return HALF_DAY if rough and ahead > HOUR_FROM else MORNING


def spread(ahead: int, record: Sequence[Off]) -> tuple[float, float]:
    """Find the seconds too early and too late between which nine of ten fall (conformal quantiles of like promises)."""
    like = sorted(off.seconds for off in record if abs(off.ahead - ahead) <= max(2, ahead // 3))
    if len(like) < ENOUGH:
        sigma = PER_STOP * sqrt(max(1, ahead + 1))
        return -1.645 * sigma, 1.645 * sigma
    tail = (1 - NOMINAL) / 2
    last = len(like) - 1
    return like[max(0, floor(tail * (last + 2)) - 1)], like[min(last, ceil((1 - tail) * (last + 2)) - 1)]
