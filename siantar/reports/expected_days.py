"""When each open file will be done, as days and never as hours, from what files like it took; `backtest` judges it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import OuterRef, Subquery

from siantar.casework import forecasts
from siantar.casework.models import Standing, TrackRow
from siantar.forecasting import backtest
from siantar.forecasting.backtest import BacktestResult, Experience, Life, PastForecast
from siantar.forecasting.forecast import ForecastWindow
from siantar.reports import lives
from siantar.rules.vocabulary import Stage
from siantar.rules.working_axis import Ticks
from siantar.rules.working_time import NeverOpen

BATCH = 1000
HELD_OUT, EVERY = 60, 3  # days looked at by a backtest, and every which of them


def refresh(at: datetime) -> int:
    """Foretell every open file anew; how many forecasts changed. May be broken off at any time."""
    answers = _answers()  # before the lives are read, so that an event in between finds its answer already another
    ticks = lives.axes(at)
    every = list(lives.lives(at, ticks))
    experiences = _experiences([life for _, _, life in every], ticks, at)
    foretold = {
        id: _days(window, ticks[life.office], at)
        for id, stage, life in every
        if life.done is None and Stage(stage) not in lives.SILENT and (window := _window(life, experiences, ticks, at))
    }
    return _keep(foretold, answers)


def _experiences(every: Sequence[Life], ticks: Mapping[str, Ticks], at: datetime) -> dict[str, Experience]:
    """What each city knows now. Offices of a city share their days, so that one axis serves them all."""
    by_city: dict[str, list[Life]] = defaultdict(list)
    for life in every:
        by_city[lives.city_of(life.office)].append(life)
    return {city: Experience(city_lives, ticks[city_lives[0].office].at(at)) for city, city_lives in by_city.items()}


def _window(
    life: Life, experiences: Mapping[str, Experience], ticks: Mapping[str, Ticks], at: datetime
) -> ForecastWindow | None:
    stage, since = life.enters[-1]
    outlook = experiences[lives.city_of(life.office)].outlook(life.office, life.kind, stage)
    return outlook.window(ticks[life.office].at(at) - since)


def _days(window: ForecastWindow, axis: Ticks, at: datetime) -> str:
    """From the first to the last day, as the public answer tells it; empty beyond what can be foretold."""
    try:
        first, last = (axis.instant(axis.at(at) + hours) for hours in (window.low, window.high))
    except NeverOpen:
        return ""
    begins = max(first, at.astimezone(first.tzinfo)).replace(hour=0, minute=0, second=0, microsecond=0)
    ends = last.replace(hour=23, minute=59, second=59, microsecond=0)
    days = {"from": begins.isoformat(), "to": ends.isoformat(), "by": "day"}
    return json.dumps(days, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class _Answer:
    """What is told of a file now; an event in between makes another answer, for which no older forecast is kept."""

    number: str
    etag: str
    forecast: str


def _answers() -> dict[UUID, _Answer]:
    """The public answers of all files that may be foretold, in one statement."""
    mine = TrackRow.objects.filter(pk=OuterRef("application__receipt_number"))
    standings = Standing.objects.exclude(stage__in=lives.SILENT).annotate(
        etag=Subquery(mine.values("etag")), forecast=Subquery(mine.values("forecast"))
    )
    rows = standings.values_list("pk", "application__receipt_number", "etag", "forecast")
    return {id: _Answer(number, etag, forecast) for id, number, etag, forecast in rows}


def _keep(foretold: Mapping[UUID, str], answers: Mapping[UUID, _Answer]) -> int:
    fresh = [
        (text, answer.number, answer.etag)
        for id, text in foretold.items()
        if (answer := answers.get(id)) is not None and text != answer.forecast
    ]
    for start in range(0, len(fresh), BATCH):
        forecasts.foretell(fresh[start : start + BATCH])
    return len(fresh)


def judge(at: datetime, *, days: int = HELD_OUT) -> BacktestResult | None:
    """Windows as they would have been told over the last days, against what came; None where there is no history."""
    ticks = lives.axes(at)
    by_city: dict[str, list[Life]] = defaultdict(list)
    for _id, _stage, life in lives.lives(at, ticks):
        by_city[lives.city_of(life.office)].append(life)
    silent = frozenset(map(str, lives.SILENT))
    past: list[PastForecast] = []
    for city_lives in by_city.values():
        for back in range(days, 0, -EVERY):
            past += backtest.forecasts_on(
                city_lives, ticks[city_lives[0].office].at(at - timedelta(days=back)), silent=silent
            )
    return backtest.judged(past)
