"""What follows from what couriers record: the run sets out, places are learned, windows are told and narrowed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from siantar.casework import disclosure, ledger
from siantar.casework.models import Application
from siantar.casework.outcome import Outcome, Result
from siantar.casework.progress import progress_of
from siantar.delivery import delivery_history, places, runs, travel_times
from siantar.delivery.models import Run, Stop
from siantar.delivery.planning_problem import day_of, midnight, seconds_of
from siantar.privacy.looks import Reader
from siantar.routing import arrival_quantiles
from siantar.routing.travel import Point, Quality
from siantar.rules.access import Actor
from siantar.rules.event import Event, Holder
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import Kind, Role, Stage

TAKEN = frozenset({Result.RECORDED, Result.CONFLICT})
_ON_THE_WAY = (Stage.READY_FOR_DELIVERY, Stage.OUT_FOR_DELIVERY)


def follow(events: Sequence[Event], outcomes: Iterable[Outcome], *, by: Actor, at: datetime) -> None:
    """Take up what couriers did; repeated events change nothing."""
    happened = [event for event, outcome in zip(events, outcomes, strict=True) if outcome.result is Result.RECORDED]
    at_doors = [event for event in happened if event.kind in {Kind.DELIVERED, Kind.DELIVERY_FAILED}]
    loads = [event for event in happened if event.kind in {Kind.LOADED, Kind.UNLOADED}]  # see casework.hand_to_hand
    if not at_doors and not loads:
        return
    if loads and (driving := _driving_today(by.office, at)):
        _take_along([event.receipt_number for event in loads], driving)
    if at_doors:
        _learn([event for event in at_doors if event.kind is Kind.DELIVERED], at)
    for run in _runs_driven(at_doors, by):
        tell_windows(run, at=at, only_near=True)


def _driving_today(office: str, at: datetime) -> dict[str, Run]:
    """The runs of an office's day that are not closed, by whose bag they are."""
    found = Run.objects.filter(office=office, day__gte=(at - timedelta(days=1)).date()).exclude(
        status=Run.Status.CLOSED
    )
    today = [run for run in found.select_related("office") if run.day == day_of(run.office, at)]
    return {str(Holder.courier(str(run.courier_id))): run for run in today}


def _take_along(numbers: Sequence[str], driving: Mapping[str, Run]) -> None:
    """A loaded item is in the run of whoever has it, planned or not."""
    carried = Application.objects.select_related("standing").filter(
        receipt_number__in=numbers, standing__holder__in=list(driving)
    )
    known = set(
        Stop.objects.filter(run__in=driving.values(), application__in=carried).values_list("run", "application")
    )
    for file in carried:
        run = driving[file.standing.holder]
        if (run.pk, file.pk) not in known:
            runs.add(run, file)
    for run in {driving[file.standing.holder].pk: driving[file.standing.holder] for file in carried}.values():
        runs.set_out(run)


def _learn(events: Sequence[Event], at: datetime) -> None:
    exact = [event for event in events if _exact(event)]
    if not exact:
        return
    found = Application.objects.select_related("office", "standing", "person", "village")
    files = {
        file.receipt_number: file for file in found.filter(receipt_number__in=[one.receipt_number for one in exact])
    }
    reader = Reader(None, at, "learn_place")
    opened = disclosure.open_files([files[event.receipt_number] for event in exact], reader)
    for event, personal in zip(exact, opened, strict=True):
        file, where = files[event.receipt_number], event.private["position"]
        address = places.address_of(file, personal.address)
        places.learn(file.office_id, address, Point(float(where["lat"]), float(where["lon"])), at)


def _exact(event: Event) -> bool:
    where = event.private.get("position") or {}
    return bool(where) and float(where.get("accuracy_m") or places.ACCURATE + 1) <= places.ACCURATE


def _runs_driven(events: Sequence[Event], by: Actor) -> list[Run]:
    numbers = [event.receipt_number for event in events]
    mine = Run.objects.filter(
        courier_id=int(by.person) if by.person.isdigit() else None, status=Run.Status.OUT,
        stops__application__receipt_number__in=numbers,
    )  # fmt: skip
    return list(mine.select_related("office").distinct())


def announce(run: Run, *, at: datetime) -> int:
    """Tell all residents of a run when the courier comes; how many were told."""
    told = tell_windows(run, at=at)
    Run.objects.filter(pk=run.pk).update(told_at=at)
    return told


def tell_windows(run: Run, *, at: datetime, only_near: bool = False) -> int:
    """Tell residents of a run when the courier comes: all of them, or those the courier is near; how many were told."""
    office, zone = run.office, ZoneInfo(run.office.zone)
    record = delivery_history.promises_looked_back_on(office.code, at)
    rough = travel_times.source().quality is Quality.AIR
    waiting = [
        stop
        for stop in run.stops.select_related("application__standing").order_by("position")
        if stop.begins_at and stop.application.standing.stage in _ON_THE_WAY
    ]
    late = _lateness(waiting, at)
    events = []
    for ahead, stop in enumerate(waiting):
        if only_near and ahead > arrival_quantiles.NEAR:
            break
        assert stop.begins_at is not None
        expected = max(stop.begins_at + late, at)
        seconds = seconds_of(expected, run.day, zone)
        begins, ends = arrival_quantiles.window(seconds, ahead, record, rough=rough)
        told = {
            "from": (midnight(run.day, zone) + timedelta(seconds=max(0, begins))).isoformat(),
            "to": (midnight(run.day, zone) + timedelta(seconds=ends)).isoformat(),
            "planned": expected.isoformat(),
            "ahead": ahead,
        }
        if _is_news(stop.application, told):
            events.append(Event(uuid7(at), Kind.WINDOW_TOLD, stop.application.receipt_number, at, data=told))
    by = Actor(ledger.ITSELF, office.code, frozenset({Role.DISPATCHER}))
    outcomes = ledger.record(events, by=by, at=at) if events else []
    return sum(outcome.result in TAKEN for outcome in outcomes)


def _lateness(waiting: Sequence[Stop], at: datetime) -> timedelta:
    """How much behind the plan the run is: the next stop should have begun by now."""
    first = waiting[0].begins_at if waiting else None
    return max(timedelta(), at - first) if first else timedelta()


def _is_news(file: Application, told: dict[str, object]) -> bool:
    """Whether the window differs from the told one by enough to say so again: narrower by half, or out of it."""
    before = progress_of(file.standing).expected
    if not before:
        return True
    old_from, old_to = before
    new_from, new_to = datetime.fromisoformat(str(told["from"])), datetime.fromisoformat(str(told["to"]))
    return new_to - new_from <= (old_to - old_from) / 2 or new_from >= old_to or new_to <= old_from
