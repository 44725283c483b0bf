"""When each open file will be done, as days and never as hours, from what files like it took; `backtest` judges it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from siantar.casework import foretelling
from siantar.casework.models import Standing, TrackRow
from siantar.insight import lives
from siantar.planning import backtest
from siantar.planning.backtest import Known, Life, Told, Verdict
from siantar.planning.forecast import Window
from siantar.rules.ticks import Ticks
from siantar.rules.vocabulary import Stage
from siantar.rules.working_time import NeverOpen

BATCH = 1000
HELD_OUT, EVERY = 60, 3  # days looked at by a backtest, and every which of them


def refresh(at: datetime) -> int:
    """Foretell every open file anew; how many forecasts changed. May be broken off at any time."""
    ticks = lives.axes(at)
    every = list(lives.lives(at, ticks))
    known = _known([life for _, _, life in every], ticks, at)
    foretold = {
        id: _days(window, ticks[life.office], at)
        for id, stage, life in every
        if life.done is None and Stage(stage) not in lives.SILENT and (window := _window(life, known, ticks, at))
    }
    return _keep(foretold)


def _known(every: Sequence[Life], ticks: Mapping[str, Ticks], at: datetime) -> dict[str, Known]:
    """What each city knows now. Offices of a city share their days, so that one axis serves them all."""
    by_city: dict[str, list[Life]] = defaultdict(list)
    for life in every:
        by_city[lives.city_of(life.office)].append(life)
    return {city: Known(ones, ticks[ones[0].office].at(at)) for city, ones in by_city.items()}


def _window(life: Life, known: Mapping[str, Known], ticks: Mapping[str, Ticks], at: datetime) -> Window | None:
    stage, since = life.enters[-1]
    outlook = known[lives.city_of(life.office)].outlook(life.office, life.kind, stage)
    return outlook.window(ticks[life.office].at(at) - since)


def _days(window: Window, axis: Ticks, at: datetime) -> str:
    """From the first to the last day, as the public answer tells it; empty beyond what can be foretold."""
    try:
        first, last = (axis.instant(axis.at(at) + hours) for hours in (window.low, window.high))
    except NeverOpen:
        return ""
    begins = max(first, at.astimezone(first.tzinfo)).replace(hour=0, minute=0, second=0, microsecond=0)
    ends = last.replace(hour=23, minute=59, second=59, microsecond=0)
    told = {"from": begins.isoformat(), "to": ends.isoformat(), "by": "day"}
    return json.dumps(told, separators=(",", ":"))


def _keep(foretold: Mapping[UUID, str]) -> int:
    changed = 0
    for rows in _batches(foretold):
        fresh = [(foretold[id], number, etag) for id, number, etag, old in rows if foretold[id] != old]
        foretelling.foretell(fresh)
        changed += len(fresh)
    return changed


def _batches(foretold: Mapping[UUID, str]) -> Iterator[list[tuple[UUID, str, str, str]]]:
    """Id, receipt number, ETag and old forecast of these files."""
    ids = list(foretold)
    for start in range(0, len(ids), BATCH):
        part = Standing.objects.filter(pk__in=ids[start : start + BATCH])
        numbers = dict(part.values_list("application__receipt_number", "pk"))
        rows = TrackRow.objects.filter(pk__in=list(numbers)).values_list("receipt_number", "etag", "forecast")
        yield [(numbers[number], number, etag, old) for number, etag, old in rows]


def judge(at: datetime, *, days: int = HELD_OUT) -> Verdict | None:
    """Windows as they would have been told over the last days, against what came; None where there is no history."""
    ticks = lives.axes(at)
    by_city: dict[str, list[Life]] = defaultdict(list)
    for _id, _stage, life in lives.lives(at, ticks):
        by_city[lives.city_of(life.office)].append(life)
    silent = frozenset(map(str, lives.SILENT))
    told: list[Told] = []
    for ones in by_city.values():
        for back in range(days, 0, -EVERY):
            told += backtest.told_on(ones, ticks[ones[0].office].at(at - timedelta(days=back)), silent=silent)
    return backtest.judged(told)
