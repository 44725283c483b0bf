"""What follows on the way to the door: runs take along what is loaded, places are learned, windows narrowed.

Each asks where an item is now: a load may have been told late, claimed by two couriers, or taken back since.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from siantar.casework import disclosure, stories
from siantar.casework.consumer import Consumer
from siantar.casework.models import Application, EventRow
from siantar.delivery import arrival_windows, places, runs
from siantar.delivery.models import Lesson, Run, Stop
from siantar.directory import offices
from siantar.directory.offices import day_in
from siantar.privacy import restrictions
from siantar.privacy.looks import Reader
from siantar.routing.travel import Point
from siantar.rules import position
from siantar.rules.event import Event, Holder, HolderKind
from siantar.rules.plain_number import plain_number
from siantar.rules.vocabulary import Kind

CHANGES_A_BAG = frozenset(
    {Kind.LOADED, Kind.HANDED_ON, Kind.UNLOADED, Kind.FOUND, Kind.CORRECTED}
)  # see rules.hand_to_hand
STILL_NEWS = timedelta(hours=6)  # a phone that was offline longer says nothing about where the courier is now


def take_along(events: Sequence[EventRow], at: datetime) -> None:
    """What a courier carries is in the run of whoever has it, planned or not, and that run has set out."""
    happened_at = {event.application_id: event.occurred_at for event in events}
    carried = _carried(happened_at)
    driving = _driving({courier for courier, _file in carried})
    stops = Stop.objects.filter(application__in=[file for _courier, file in carried], open=True)
    listed = dict(stops.values_list("application", "run"))
    by_run: dict[str, tuple[Run, list[Application]]] = {}
    for courier, file in carried:
        days = (happened_at[file.pk], at)
        run = _run_for(driving[courier], listed.get(file.pk, ""), days)
        if run is not None:
            by_run.setdefault(run.pk, (run, []))[1].append(file)
    for _number, (run, files) in sorted(by_run.items(), key=lambda item: item[0]):
        runs.take_along(run, files)


def _carried(files: Iterable[Any]) -> list[tuple[int, Application]]:
    """Those of these files that are in a bag now, with the courier whose bag it is."""
    carried = Application.objects.select_related("standing").filter(
        pk__in=list(files), standing__holder__startswith=f"{HolderKind.COURIER}:"
    )
    return [(int(Holder.parse(file.standing.holder).name), file) for file in carried.order_by("pk")]


def _driving(couriers: Iterable[int]) -> Mapping[int, list[Run]]:
    """The runs of these couriers that are not closed."""
    driving: dict[int, list[Run]] = defaultdict(list)
    going = Run.objects.filter(courier__in=list(couriers)).exclude(status=Run.Status.CLOSED)
    for run in going.select_related("office").order_by("day"):
        driving[run.courier_id].append(run)
    return driving


def _run_for(going: Sequence[Run], listed: str, days: Sequence[datetime]) -> Run | None:
    """The run that lists the item already; else of the day it was loaded, else of today; else the last one not closed.

    The last is for shifts that go on after midnight. A run of a day to come is none of these.
    """
    for run in going:
        if run.pk == listed:
            return run
    for at in days:
        for run in going:
            if run.day == day_in(run.office, at):
                return run
    earlier = [run for run in going if run.day < day_in(run.office, days[-1])]
    return earlier[-1] if earlier else None


def learn_places(events: Sequence[EventRow], at: datetime) -> None:
    """Where a courier handed over exactly enough, the address is; learned once from each event."""
    _unlearn(events)
    facts = [fact for fact in stories.facts_in(events) if fact.kind == Kind.DELIVERED and fact.private_digest]
    learned = set(Lesson.objects.filter(event__in=[fact.pk for fact in facts]).values_list("event", flat=True))
    for fact in facts:
        if fact.pk in learned or restrictions.restricted([fact.application_id]):
            continue
        if point := _exact_position(fact, at):
            _learn(fact, point, at)


def _unlearn(events: Sequence[EventRow]) -> None:
    """A delivery that was taken back taught nothing; where others taught the same place its weight is small."""
    for event in events:
        if event.kind == Kind.CORRECTED and (id := event.data.get("event")):
            lesson = Lesson.objects.select_related("place").filter(event=id).first()
            if lesson is not None:
                lesson.delete()
                places.forget(lesson.place)


def _exact_position(fact: EventRow, at: datetime) -> Point | None:
    where = disclosure.private_of(fact, Reader(None, at, "learn_place")).position
    exact = where is not None and float(where.accuracy or places.ACCURATE + 1) <= places.ACCURATE
    return Point(where.lat, where.lon) if where is not None and exact else None


def _learn(fact: EventRow, point: Point, at: datetime) -> None:
    file = Application.objects.select_related("office", "person", "village").get(pk=fact.application_id)
    if position.doubt_about(point.lat, point.lon, offices.area_of(file.office_id)):
        return
    personal = disclosure.open_file(file, Reader(None, at, "learn_place"))
    place = places.learn(file.office_id, places.address_of(file, personal.address), point, at)
    Lesson.objects.create(event=fact, place=place)


def narrow_windows(events: Sequence[EventRow], at: datetime) -> None:
    """After a door those who wait at the next ones hear a narrower window, if they were not told it already."""
    windows: dict[str, list[Event]] = defaultdict(list)
    for run, fact in _doors(events, at).values():
        windows[run.office_id] += arrival_windows.windows_of(run, at=at, cause=fact.pk)
    # One call an office: all its files are locked at once and in one order, as every door locks them.
    for office, narrowed in sorted(windows.items()):
        arrival_windows.record(office, narrowed, at=at)


def _doors(events: Sequence[EventRow], at: datetime) -> Mapping[str, tuple[Run, EventRow]]:
    """The runs on the road whose couriers were at a door just now, with the last door of each."""
    doors: dict[str, tuple[Run, EventRow]] = {}
    for fact in sorted(stories.facts_in(events), key=lambda fact: fact.occurred_at):
        if fact.kind in {Kind.DELIVERED, Kind.DELIVERY_FAILED} and fact.occurred_at + STILL_NEWS > at:
            driven = Run.objects.filter(
                courier_id=plain_number(fact.person), status=Run.Status.OUT,
                stops__application=fact.application_id,
            )  # fmt: skip
            doors |= {run.pk: (run, fact) for run in driven.select_related("office")}
    return doors


RUNS = Consumer("runs", take_along, CHANGES_A_BAG)
PLACES = Consumer("places", learn_places, frozenset({Kind.DELIVERED, Kind.CORRECTED}))
WINDOWS = Consumer("windows", narrow_windows, frozenset({Kind.DELIVERED, Kind.DELIVERY_FAILED, Kind.CORRECTED}))
