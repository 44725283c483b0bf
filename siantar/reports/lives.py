"""Files as the forecast sees them: which stage they entered when, on the axis of their office's working hours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from siantar.casework.models import EventRow, Standing
from siantar.directory.calendars import calendar_of
from siantar.directory.models import Office
from siantar.forecasting.backtest import Life
from siantar.reports.served_files import OUR_PART_OVER
from siantar.rules.vocabulary import Kind, Stage
from siantar.rules.working_axis import Ticks

Entries = Sequence[tuple[str, str, str]]  # stage, instant, office: as `casework.progress` keeps them
PROMISE = "application__service__promise_hours"
REMEMBERS = timedelta(days=400)
AHEAD = timedelta(days=300)
GIVEN_UP = frozenset({Stage.REJECTED, Stage.CANCELLED})
# The resident's turn, or over, or lost: whatever is said of these days would be invented.
SILENT = frozenset(
    {Stage.INCOMPLETE, Stage.UNDER_INVESTIGATION, Stage.DELIVERY_FAILED, *OUR_PART_OVER, *GIVEN_UP}
)  # fmt: skip


def axes(at: datetime) -> dict[str, Ticks]:
    """The working hours of every office with a counter, from a year back to most of a year ahead."""
    offices = Office.objects.filter(nature=Office.Nature.OFFICE)
    first, last = (at - REMEMBERS).date(), (at + AHEAD).date()
    return {office.code: Ticks(calendar_of(office), first, last) for office in offices}


def city_of(office: str) -> str:
    """Offices of one city learn from each other: the first two parts of the region's code."""
    return ".".join(office.split(".")[:2])


def lives(at: datetime, ticks: Mapping[str, Ticks]) -> Iterator[tuple[UUID, str, Life]]:
    """Id, stage now and life of every file handed in within the time that is remembered and not given up."""
    holds = _holds(at)
    rows = Standing.objects.filter(application__handed_in_at__gte=at - REMEMBERS).exclude(stage__in=GIVEN_UP)
    columns = ("application_id", "stage", "office", "progress", "application__service__code", PROMISE)
    for id, stage, office, progress, service, promise in rows.values_list(*columns).iterator(2000):
        axis = ticks.get(office)
        if axis is not None:
            whose = _Whose(office, f"{city_of(office)} {service}", float(promise))
            yield id, stage, _life(whose, progress["timeline"], holds.get(id, ()), axis)


@dataclass(frozen=True, slots=True)
class _Whose:
    office: str
    kind: str
    promise: float


def _life(whose: _Whose, timeline: Entries, holds: Sequence[tuple[str, datetime]], axis: Ticks) -> Life:
    enters = [(stage, datetime.fromisoformat(at)) for stage, at, _ in timeline]
    done = min((at for stage, at in enters if stage in OUR_PART_OVER), default=None)
    way = sorted([*enters, *holds], key=lambda entry: entry[1])
    our_part = [(stage, axis.at(at)) for stage, at in way if done is None or at < done]
    first = (way[0][0], axis.at(way[0][1]))
    return Life(whose.kind, whose.office, whose.promise, tuple(our_part) or (first,), axis.at(done) if done else None)


def _holds(at: datetime) -> Mapping[UUID, list[tuple[str, datetime]]]:
    """Waiting at the agency for a known reason is a stage of its own, and so is what comes after it."""
    events = EventRow.objects.filter(
        kind__in=(Kind.HELD, Kind.RESUMED), occurred_at__gte=at - REMEMBERS, conflict=""
    ).order_by("application", "occurred_at")
    rows = events.values_list("application", "kind", "reason", "occurred_at")
    holds: dict[UUID, list[tuple[str, datetime]]] = defaultdict(list)
    for id, group in groupby(rows, key=lambda row: row[0]):
        holds[id] = [(f"held {reason}" if kind == Kind.HELD else "resumed", when) for _, kind, reason, when in group]
    return holds
