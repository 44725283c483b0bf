"""When a file will be done: from what files like it took, those still on their way included.

A spell is one file's stay in one stage. For a file that has waited `w` hours in a stage, all spells are looked at that
were still in it after `w` (a landmark), and the time they needed from there on is estimated by Kaplan and Meier (1958)
with weights: recent spells count more, spells of other offices of the city less, and a prior from the promise least.
Bending the levels by how the last month's forecasts turned out was tried: 5 % wider and covering less, because it comes
a month late for every change. All times in working hours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

HALF_LIFE = 600.0  # working hours (four months) after which a spell counts half
CITY = 20.0  # spells of other offices weigh no more than so many of one's own together
PRIOR = 3.0  # and the prior no more than so many
PRIOR_SPREAD = (0.35, 0.6, 0.8, 1.0, 1.3)  # of the promise
ENOUGH = 20.0  # spells like it (effective number) below which nothing is promised but the promise
LOW, HIGH = 0.1, 0.9


@dataclass(frozen=True, slots=True)
class Spell:
    """A stay in a stage: entered at `began`, left after `stay` (if `left`), the file done after `until` (if `done`).

    `began` on the axis of working hours; for what is not over yet `stay` and `until` say how long it has taken so far.
    """

    began: float
    stay: float
    left: bool
    until: float
    done: bool
    own: bool = True


@dataclass(frozen=True, slots=True)
class ForecastWindow:
    """From and to, in working hours from now, and what it was made of (effective number of spells)."""

    low: float
    high: float
    spells: float


class Outlook:
    """What is known of one service and stage at `now`."""

    def __init__(self, spells: Iterable[Spell], now: float, promise: float) -> None:
        stays = sorted(spells, key=lambda spell: spell.until)
        self._stay = np.array([spell.stay for spell in stays])
        self._left = np.array([spell.left for spell in stays], dtype=bool)
        self._until = np.array([spell.until for spell in stays])
        self._done = np.array([spell.done for spell in stays], dtype=bool)
        age = np.array([max(0.0, now - spell.began) for spell in stays])
        self._weight = np.power(0.5, age / HALF_LIFE) if stays else np.zeros(0)
        own = np.array([spell.own for spell in stays], dtype=bool)
        others = float(self._weight[~own].sum()) if stays else 0.0
        if others > CITY:
            self._weight = np.where(own, self._weight, self._weight * CITY / others)
        self._prior = promise * np.array(PRIOR_SPREAD)
        self._windows: dict[int, ForecastWindow | None] = {}

    def window(self, waited: float) -> ForecastWindow | None:
        """The window for a file that has waited so long in the stage; None where too little is known.

        Waits are told apart by half hours, so that a hundred thousand files ask for some thousands of curves.
        """
        half_hours = int(2 * max(0.0, waited))
        if half_hours not in self._windows:
            self._windows[half_hours] = self._window(half_hours / 2)
        return self._windows[half_hours]

    def _window(self, waited: float) -> ForecastWindow | None:
        curve = self._curve(waited)
        if curve is None:
            return None
        times, survival, spells = curve
        low, high = (_quantile(times, survival, level) for level in (LOW, HIGH))
        return None if low is None or high is None else ForecastWindow(low, max(low, high), spells)

    def _curve(self, waited: float) -> tuple[Numbers, Numbers, float] | None:
        """Times and the share of files not done by then; at the latest landmark that still has enough behind it."""
        landmark = waited
        for _ in range(12):
            still = np.where(self._left, self._stay > landmark, self._stay >= landmark) & (self._until > landmark)
            weight = self._weight[still]
            spells = _effective(weight[self._done[still]])
            if spells >= ENOUGH:
                return (*self._survival(still, landmark), spells)
            if landmark < 0.5:
                return None
            landmark *= 0.7
        return None

    def _survival(self, still: NDArray[np.bool_], landmark: float) -> tuple[Numbers, Numbers]:
        prior = self._prior[self._prior > landmark] - landmark
        times = np.concatenate([self._until[still] - landmark, prior])
        done = np.concatenate([self._done[still], np.ones(len(prior), dtype=bool)])
        weight = np.concatenate([self._weight[still], np.full(len(prior), PRIOR / len(self._prior))])
        order = np.argsort(times, kind="stable")
        times, done, weight = times[order], done[order], weight[order]
        at_risk = np.cumsum(weight[::-1])[::-1]
        survival: Numbers = np.cumprod(1.0 - np.where(done, weight, 0.0) / np.maximum(at_risk, 1e-12))
        return times, survival


def _effective(weight: Numbers) -> float:
    """The number of equal spells that would say as much (Kish)."""
    squares = float((weight**2).sum())
    return float(weight.sum()) ** 2 / squares if squares else 0.0


def _quantile(times: Numbers, survival: Numbers, level: float) -> float | None:
    """The first time by which this share is done; None when it lies beyond all that was seen."""
    below = np.flatnonzero(survival <= 1.0 - level)
    return float(times[below[0]]) if len(below) else None
