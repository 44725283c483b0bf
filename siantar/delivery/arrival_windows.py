"""When the courier comes, as residents are told: announced for a whole run, narrowed when the courier is near."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import transaction

from siantar.casework import ledger
from siantar.casework.models import Application
from siantar.casework.outcome import Result
from siantar.casework.progress import progress_of
from siantar.delivery import coverage, delivery_history
from siantar.delivery.models import Run, Stop
from siantar.delivery.planning_problem import midnight, seconds_of
from siantar.routing import arrival_quantiles
from siantar.routing.travel import Quality
from siantar.rules import rough_place
from siantar.rules.access import Act, Actor, require
from siantar.rules.event import Event
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import Kind, Role, Stage

ANNOUNCED = frozenset({Result.RECORDED, Result.CONFLICT})
_ON_THE_WAY = (Stage.READY_FOR_DELIVERY, Stage.OUT_FOR_DELIVERY)


def itself_at(office: str) -> Actor:
    """The installation as it tells residents of an office when the courier comes."""
    return Actor(ledger.ITSELF, office, frozenset({Role.DISPATCHER}))


def announce(run: Run, *, by: Actor, at: datetime) -> int:
    """Tell all residents of a run when the courier comes, or none; how many were told. Raises Forbidden."""
    require(by, Act.ANNOUNCE_RUN, office=run.office_id)
    with transaction.atomic():
        Run.objects.filter(pk=run.pk).update(told_at=at)
        return record(run.office_id, windows_of(run, at=at), at=at)


def record(office: str, windows: Sequence[Event], *, at: datetime) -> int:
    """Record windows of an office's runs; how many residents were told."""
    by = itself_at(office)
    outcomes = []
    for start in range(0, len(windows), ledger.MOST):
        outcomes += ledger.record(windows[start : start + ledger.MOST], by=by, at=at)
    return sum(outcome.result in ANNOUNCED for outcome in outcomes)


def windows_of(run: Run, *, at: datetime, cause: UUID | None = None) -> list[Event]:
    """The windows of a run that differ by enough from what was told: all, or those near the door `cause` happened at.

    The ids of the latter follow from the cause, so that the same event narrows the same windows once.
    """
    record = delivery_history.promises_looked_back_on(run.office_id, at)
    rough = coverage.ways_for(run.office).quality is Quality.AIR
    waiting = _waiting(run)
    late = _lateness(waiting, at)
    near = waiting if cause is None else waiting[: arrival_quantiles.NEAR + 1]
    events = []
    for ahead, stop in enumerate(near):
        assert stop.begins_at is not None
        expected = max(stop.begins_at + late, at)
        seconds = seconds_of(expected, run.day, ZoneInfo(run.office.zone))
        vague = rough or not rough_place.promises_an_hour(stop.basis)
        search = rough_place.search_time([before.basis for before in near[: ahead + 1]])
        span = arrival_quantiles.window(seconds, ahead, record, rough=vague, search=search)
        data = {**_instants(run, span), "planned": expected.isoformat(), "ahead": ahead}
        number = stop.application.receipt_number
        if _is_news(stop.application, data):
            id = uuid5(cause, number) if cause else uuid7(at)
            events.append(Event(id, Kind.WINDOW_TOLD, number, at, data=data))
    return events


def _waiting(run: Run) -> list[Stop]:
    """The stops with a time that are still to come, in order."""
    stops = run.stops.select_related("application__standing").order_by("position")
    return [stop for stop in stops if stop.begins_at and stop.application.standing.stage in _ON_THE_WAY]


def _instants(run: Run, span: tuple[int, int]) -> dict[str, str]:
    starts, (begins, ends) = midnight(run.day, ZoneInfo(run.office.zone)), span
    return {
        "from": (starts + timedelta(seconds=max(0, begins))).isoformat(),
        "to": (starts + timedelta(seconds=ends)).isoformat(),
    }


def _lateness(waiting: Sequence[Stop], at: datetime) -> timedelta:
    """How much behind the plan the run is: the next stop should have begun by now."""
    first = waiting[0].begins_at if waiting else None
    return max(timedelta(), at - first) if first else timedelta()


def _is_news(file: Application, data: dict[str, object]) -> bool:
    """Whether the window differs from the last one by enough to say so again: narrower by half, or out of it."""
    before = progress_of(file.standing).expected
    if not before:
        return True
    old_from, old_to = before
    new_from, new_to = datetime.fromisoformat(str(data["from"])), datetime.fromisoformat(str(data["to"]))
    return new_to - new_from <= (old_to - old_from) / 2 or new_from >= old_to or new_to <= old_from
