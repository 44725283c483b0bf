"""Forecasts held against what happened: made from what was known on each day, judged by what came afterwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from siantar.forecasting.forecast import Outlook, Spell

Quantiles = tuple[float, ...]
FEW = 20  # finished files below which there is no naive window either
LOOKING_BACK = 1900.0  # working hours (a year) of history that a forecast looks at


@dataclass(frozen=True, slots=True)
class Life:
    """A file's way: which stage it entered when (working hours, in order), and when it was done (None: open still).

    `kind` is what files are compared by (the service), `office` whose own experience counts most, `promise` in hours.
    """

    kind: str
    office: str
    promise: float
    enters: tuple[tuple[str, float], ...]
    done: float | None = None

    @property
    def began(self) -> float:
        """When it was handed in."""
        return self.enters[0][1]

    def is_open(self, now: float) -> bool:
        """Whether it was on its way at this hour."""
        return self.began <= now and (self.done is None or self.done > now)

    def stage(self, now: float) -> tuple[str, float]:
        """The stage at this hour, and since when."""
        return next((name, at) for name, at in reversed(self.enters) if at <= now)


class Experience:
    """What the offices had experienced by an hour: outlooks by office, kind and stage, made when asked for."""

    def __init__(self, lives: Iterable[Life], now: float) -> None:
        self._now = now
        self._spells: dict[tuple[str, str], list[tuple[str, Spell]]] = defaultdict(list)
        self._promises: dict[tuple[str, str], float] = {}
        for life in lives:
            if now - LOOKING_BACK < life.began <= now:
                self._promises[life.office, life.kind] = life.promise
                for stage, spell in spells(life, now):
                    self._spells[life.kind, stage].append((life.office, spell))
        self._outlooks: dict[tuple[str, str, str], Outlook] = {}

    def outlook(self, office: str, kind: str, stage: str) -> Outlook:
        """What this office knows of files like this in this stage."""
        key = (office, kind, stage)
        if key not in self._outlooks:
            mine = (_seen_from(office, owner, spell) for owner, spell in self._spells[kind, stage])
            self._outlooks[key] = Outlook(mine, self._now, self._promises.get((office, kind), 0.0))
        return self._outlooks[key]


def _seen_from(office: str, owner: str, spell: Spell) -> Spell:
    own = owner == office
    return spell if own else Spell(spell.began, spell.stay, spell.left, spell.until, spell.done, own)


def spells(life: Life, now: float) -> Iterator[tuple[str, Spell]]:
    """The stays of a file as far as they were known at an hour."""
    done = life.done if life.done is not None and life.done <= now else None
    for place, (stage, entered) in enumerate(life.enters):
        if entered > now or (done is not None and entered >= done):
            return
        following = life.enters[place + 1][1] if place + 1 < len(life.enters) else life.done
        left = following is not None and following <= now
        end = following if left and following is not None else now
        until = (now if done is None else done) - entered
        yield stage, Spell(entered, end - entered, left, until, done is not None)


@dataclass(frozen=True, slots=True)
class PastForecast:
    """A forecast of one file on one day, in working hours from then; `naive` holds 99 quantiles."""

    low: float
    high: float
    truth: float
    naive: Quantiles


def forecasts_on(lives: Sequence[Life], now: float, *, silent: frozenset[str]) -> Iterator[PastForecast]:
    """Forecast every file open at `now` whose end is known today; nothing is foretold in the `silent` stages."""
    experience = Experience(lives, now)
    totals = _totals(lives, now)
    for life in lives:
        if life.done is None or not life.is_open(now) or now - life.began > LOOKING_BACK:
            continue
        stage, since = life.stage(now)
        total = totals.get(life.kind)
        window = None if stage in silent else experience.outlook(life.office, life.kind, stage).window(now - since)
        if window is not None and total is not None and len(total) >= FEW:
            yield PastForecast(window.low, window.high, life.done - now, _hundredths(total - (now - life.began)))


def _totals(lives: Iterable[Life], now: float) -> Mapping[str, np.ndarray]:
    whole: dict[str, list[float]] = defaultdict(list)
    for life in lives:
        if life.done is not None and life.done <= now:
            whole[life.kind].append(life.done - life.began)
    return {kind: np.array(times) for kind, times in whole.items()}


def _hundredths(times: np.ndarray) -> Quantiles:
    """99 quantiles, none before now."""
    return tuple(np.maximum(0.0, np.quantile(times, np.linspace(0.01, 0.99, 99))))


@dataclass(frozen=True, slots=True)
class BacktestResult:
    """How often windows held and how wide they were (working hours), beside naive ones at equal coverage.

    The naive window is that of the service over all history, counted from handing in.
    """

    forecasts: int
    coverage: float
    width: float
    naive_coverage: float
    naive_width: float
    naive_nominal_coverage: float
    naive_nominal_width: float


def judged(forecasts: Sequence[PastForecast]) -> BacktestResult | None:
    """Judge these forecasts; None where there are none."""
    if not forecasts:
        return None
    coverage = float(np.mean([forecast.low <= forecast.truth <= forecast.high for forecast in forecasts]))
    naive = [_naive(forecasts, tail) for tail in range(1, 50)]
    equal = min(naive, key=lambda pair: abs(pair[0] - coverage))
    width = float(np.mean([forecast.high - forecast.low for forecast in forecasts]))
    return BacktestResult(len(forecasts), coverage, width, *equal, *naive[9])


def _naive(forecasts: Sequence[PastForecast], tail: int) -> tuple[float, float]:
    """Compute coverage and width of naive windows without so many hundredths at each end."""
    low = np.array([forecast.naive[tail - 1] for forecast in forecasts])
    high = np.array([forecast.naive[99 - tail] for forecast in forecasts])
    truth = np.array([forecast.truth for forecast in forecasts])
    return float(np.mean((low <= truth) & (truth <= high))), float(np.mean(high - low))
