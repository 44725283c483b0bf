"""What the office's own days teach: how slow its roads are, how long a door takes, how far promises were off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from siantar.casework.models import EventRow
from siantar.delivery.models import Stop
from siantar.routing.arrival_quantiles import Off
from siantar.rules.vocabulary import Kind

AT_DOOR, AT_DOOR_OLD_KTP = 180, 240  # seconds, until the office's own record says otherwise
SHORTEST, LONGEST = 60, 900
ENOUGH = 30
LOOKING_BACK = timedelta(days=30)
AT_THE_DOOR = (Kind.DELIVERED, Kind.DELIVERY_FAILED)


@dataclass(frozen=True, slots=True)
class Habit:
    """Seconds at a door by kind of stop, and what travel times are to be multiplied with (None: not known yet)."""

    door: int = AT_DOOR
    door_old_ktp: int = AT_DOOR_OLD_KTP
    slowness: float | None = None

    def at_door(self, *, old_ktp: bool) -> int:
        """Seconds a stop of this kind takes."""
        return self.door_old_ktp if old_ktp else self.door


@dataclass(frozen=True, slots=True)
class _Leg:
    """From one door to the next: seconds between the two, and what of them was planned as travel."""

    gap: float
    travel: float
    old_ktp: bool


def habit_of(office: str, at: datetime) -> Habit:
    """Learned from the last thirty days; the thumb rules where there is too little."""
    legs = _legs(office, at)
    if len(legs) < ENOUGH:
        return Habit()
    slowness = _slope(legs)
    rest = [(leg.old_ktp, leg.gap - slowness * leg.travel) for leg in legs]

    def door(old_ktp: bool, otherwise: int) -> int:
        mine = [seconds for kind, seconds in rest if kind is old_ktp]
        return round(min(LONGEST, max(SHORTEST, median(mine)))) if len(mine) >= ENOUGH else otherwise

    return Habit(door(False, AT_DOOR), door(True, AT_DOOR_OLD_KTP), slowness)


def _legs(office: str, at: datetime) -> list[_Leg]:
    """Steps from door to door of the last days, in the order they were really driven."""
    recent = Stop.objects.filter(run__office=office, run__day__gte=(at - LOOKING_BACK).date(), travel_seconds__gt=0)
    stops = list(recent.select_related("run", "application__service"))
    ends = EventRow.objects.filter(
        application__in=[stop.application_id for stop in stops], kind__in=AT_THE_DOOR,
        occurred_at__gte=at - LOOKING_BACK, conflict="",
    )  # fmt: skip
    when = {(event.application_id, event.occurred_at.date()): event.occurred_at for event in ends}
    by_run = defaultdict(list)
    for stop in stops:
        if stop.begins_at and (reached_at := when.get((stop.application_id, stop.begins_at.date()))):
            by_run[stop.run_id].append((reached_at, stop))
    legs = []
    for visits in by_run.values():
        visits.sort(key=lambda visit: visit[0])
        for (before, left), (then, reached) in pairwise(visits):
            gap = (then - before).total_seconds()
            if reached.position == left.position + 1 and 0 < gap < 3600:
                legs.append(_Leg(gap, reached.travel_seconds, reached.application.service.old_ktp))
    return legs


def _slope(legs: Sequence[_Leg]) -> float:
    """How many seconds a planned second of travel takes: the median of the slopes between pairs (Theil-Sen)."""
    ordered = sorted(legs, key=lambda leg: leg.travel)
    half = len(ordered) // 2
    pairs = zip(ordered[:half], ordered[-half:], strict=False)
    slopes = [(b.gap - a.gap) / (b.travel - a.travel) for a, b in pairs if b.travel - a.travel > 30]
    return min(2.5, max(0.7, median(slopes))) if slopes else 1.0


def promises_looked_back_on(office: str, at: datetime) -> list[Off]:
    """How far the told windows' middle was off, by stops ahead, over the last thirty days."""
    since = at - LOOKING_BACK
    windows = EventRow.objects.filter(kind=Kind.WINDOW_TOLD, office=office, recorded_at__gte=since)
    ends = EventRow.objects.filter(kind__in=AT_THE_DOOR, office=office, recorded_at__gte=since, conflict="")
    reached = {(event.application_id, event.occurred_at.date()): event.occurred_at for event in ends}
    record = []
    for event in windows.order_by("recorded_at"):
        planned = event.data.get("planned")
        if planned is None:
            continue
        expected = datetime.fromisoformat(planned)
        if then := reached.get((event.application_id, expected.date())):
            record.append(Off(int(event.data.get("ahead", 0)), (then - expected).total_seconds()))
    return record
