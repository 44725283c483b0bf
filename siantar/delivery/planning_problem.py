"""From an office's day to a problem for `planning`, and from its plan back to runs.

Seconds count from midnight of the day in the office's zone. Stops are named by receipt number, couriers by user id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Sum

from siantar.casework import disclosure
from siantar.casework.models import Application
from siantar.casework.progress import progress_of
from siantar.delivery import city_files, coverage, delivery_history, places, travel_times
from siantar.delivery.models import Appointment, Place, Run, Stop
from siantar.delivery.places import Located, Spot
from siantar.delivery.runs import Placed
from siantar.directory import offices
from siantar.directory.calendars import calendar_of
from siantar.directory.models import Office
from siantar.privacy.looks import Reader
from siantar.routing.plan import Plan
from siantar.routing.problem import ALWAYS, Break, Courier, Matrix, PlanStop, Price, Problem, Window
from siantar.routing.travel import FAR, SLOWER_THAN_FREE, Point, Quality, Ways, slowed
from siantar.rules.event import Holder, HolderKind
from siantar.rules.position import PinDoubt
from siantar.rules.rough_place import PlaceBasis
from siantar.rules.working_time import windows_on

BROKEN_PROMISE, AGREED, SECOND_ATTEMPT, ORDINARY = 100, 60, 30, 0
PRICE = Price(travel_second=0, work_second=1, metre=0.1)

_located: dict[tuple[object, ...], Located] = {}
_MOST_KEPT = 20_000
OFF_THE_MAP = 1_000.0  # metres: what a person placed, couriers visited or is a rough guess may lie off a mapped road


class Apart(StrEnum):
    """Why an address is for a person to place."""

    NO_PLACE = "no_place"
    OFF_THE_ROAD = "off_the_road"


@dataclass(frozen=True, slots=True)
class Scene:
    """A day to be planned: runs, files that may go out with their spots, and the problem made of them.

    `apart` are those a person must place, and why; where the map is of another city, times are of the air.
    """

    day: date
    zone: ZoneInfo
    runs: tuple[Run, ...]
    files: Mapping[str, Application]
    spots: Mapping[str, Spot]
    apart: Mapping[str, Apart | PinDoubt]
    quality: Quality
    problem: Problem
    map_is_of_here: bool = True

    def instant(self, seconds: int) -> datetime:
        """A second of the day as an instant."""
        return midnight(self.day, self.zone) + timedelta(seconds=seconds)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The day's first instant in the office's zone."""
    return datetime.combine(day, time(), zone)


def seconds_of(at: datetime, day: date, zone: ZoneInfo) -> int:
    """An instant as second of the day."""
    return int((at - midnight(day, zone)).total_seconds())


def spots_of(office: str, files: Sequence[Application], reader: Reader) -> list[Spot | None]:
    """Where the files' addresses are."""
    return [located.spot for located in located_of(office, files, reader)]


def located_of(office: str, files: Sequence[Application], reader: Reader) -> list[Located]:
    """The same, with what is doubtful. Addresses are opened (with a trace) once, not at every drag of a card."""
    learned = Place.objects.filter(office=office).aggregate(Max("learned_at"), Sum("times"), Count("pk"))
    state = (*learned.values(), offices.area_of(office), city_files.streets_version())
    keys = [(file.pk, bytes(file.address_sealed or b""), reader.by, state) for file in files]
    stored = {key: _located[key] for key in keys if key in _located}
    new = [(key, file) for key, file in zip(keys, files, strict=True) if key not in stored]
    if not new:
        return [stored[key] for key in keys]
    opened = disclosure.open_files([file for _key, file in new], reader)
    placed = places.locate(office, [(file, own.address) for (_, file), own in zip(new, opened, strict=True)])
    fresh: dict[tuple[object, ...], Located] = {key: located for (key, _), located in zip(new, placed, strict=True)}
    if len(_located) > _MOST_KEPT:
        _located.clear()
    _located.update(fresh)
    return [(stored | fresh)[key] for key in keys]


def scene(office: Office, day: date, runs: Sequence[Run], files: Sequence[Application], reader: Reader) -> Scene:
    """The problem of a day: these runs, these files."""
    zone = ZoneInfo(office.zone)
    ways = coverage.ways_for(office)
    of_here = ways.quality is travel_times.source().quality
    located = dict(zip((file.receipt_number for file in files), located_of(office.code, files, reader), strict=True))
    apart = _apart(located, ways)
    spots = {number: place.spot for number, place in located.items() if place.spot is not None}
    planned = [
        file
        for file in files
        if file.receipt_number in spots and apart.get(file.receipt_number) is not Apart.OFF_THE_ROAD
    ]
    points = [Point(run.start_lat, run.start_lon) for run in runs] + [Point(run.end_lat, run.end_lon) for run in runs]
    points += [spots[file.receipt_number].point for file in planned]
    habit = delivery_history.habit_of(office.code, reader.at)
    table, quality = _table(ways, points, habit, reader.at)
    setting = _Setting(office, day, zone, tuple(runs), habit)
    couriers = tuple(_courier(run, i, setting) for i, run in enumerate(runs))
    problem = Problem(_stops(planned, setting), couriers, {"car": table})
    by_name = {file.receipt_number: file for file in files}
    return Scene(day, zone, tuple(runs), by_name, spots, apart, quality, problem, of_here)


def _apart(located: Mapping[str, Located], ways: Ways) -> dict[str, Apart | PinDoubt]:
    """Whom a person must place, and why: no place, a pin that is not believed, or one far off every road."""
    spots = {number: place.spot for number, place in located.items() if place.spot is not None}
    metres = dict(zip(spots, travel_times.off_road(ways, [spot.point for spot in spots.values()]), strict=True))
    apart: dict[str, Apart | PinDoubt] = {}
    for number, place in located.items():
        if place.spot is not None and metres[number] > (
            FAR if place.spot.basis is PlaceBasis.RESIDENT else OFF_THE_MAP
        ):
            apart[number] = Apart.OFF_THE_ROAD
        elif place.doubt is not None:
            apart[number] = place.doubt
        elif place.spot is None:
            apart[number] = Apart.NO_PLACE
    return apart


def _table(ways: Ways, points: Sequence[Point], habit: delivery_history.Habit, at: datetime) -> tuple[Matrix, Quality]:
    """Travel times as this office drives them."""
    table, quality = travel_times.matrix(ways, points, at)
    if quality is Quality.GRAPH:
        table = slowed(table, habit.slowness or SLOWER_THAN_FREE)
    elif quality is Quality.AIR and habit.slowness:
        table = slowed(table, habit.slowness)
    return table, quality


@dataclass(frozen=True, slots=True)
class _Setting:
    """What couriers and stops of one day are made from."""

    office: Office
    day: date
    zone: ZoneInfo
    runs: tuple[Run, ...]
    habit: delivery_history.Habit


def _courier(run: Run, place: int, day: _Setting) -> Courier:
    shift = Window(seconds_of(run.starts_at, day.day, day.zone), seconds_of(run.ends_at, day.day, day.zone))
    return Courier(
        str(run.courier_id), place, len(day.runs) + place, shift, (run.capacity,),
        breaks=_breaks(day.office, day.day, shift),
        price=PRICE, knows=frozenset(run.knows),
    )  # fmt: skip


def _breaks(office: Office, day: date, shift: Window) -> tuple[Break, ...]:
    """The office's break (Friday's is longer), where the shift reaches over it."""
    open_windows = windows_on(calendar_of(office), day)
    if len(open_windows) < 2:
        return ()
    starts, ends = (value.hour * 3600 + value.minute * 60 for value in (open_windows[0][1], open_windows[1][0]))
    if shift.latest <= starts or shift.earliest >= ends:
        return ()
    starts = max(starts, shift.earliest)  # who begins within it rests for what is left of it
    return (Break("istirahat", ends - starts, (Window(starts, ends),)),)


def _stops(files: Sequence[Application], setting: _Setting) -> tuple[PlanStop, ...]:
    runs, habit = setting.runs, setting.habit
    agreed = agreed_on(files, setting.day, setting.zone)
    ends = midnight(setting.day, setting.zone) + timedelta(days=1)
    pinned = {
        stop.application_id: str(stop.run.courier_id)
        for stop in Stop.objects.filter(run__in=list(runs), locked=True, open=True).select_related("run")
    }
    kept_from = {number: str(run.courier_id) for run in runs for number in run.not_for}
    return tuple(
        PlanStop(
            file.receipt_number, 2 * len(runs) + place, habit.at_door(old_ktp=file.service.old_ktp),
            windows=_windows(agreed.get(file.pk, ()), setting) or (ALWAYS,),
            delivery=(1,), pickup=(int(file.service.old_ktp),),
            priority=_priority(file, agreed, ends), courier=_holder(file, runs) or pinned.get(file.pk, ""),
            not_by=frozenset({kept_from[file.receipt_number]} if file.receipt_number in kept_from else ()),
            zone=file.village_id or "",
        )
        for place, file in enumerate(files)
    )  # fmt: skip


def _holder(file: Application, runs: Sequence[Run]) -> str:
    """Who has the item in the bag already: it changes hands only when two people agree and scan."""
    holder = Holder.parse(file.standing.holder)
    drives = any(str(run.courier_id) == holder.name for run in runs)
    return holder.name if holder.kind is HolderKind.COURIER and drives else ""


def agreed_on(files: Sequence[Application], day: date, zone: ZoneInfo) -> dict[UUID, list[tuple[datetime, datetime]]]:
    """The windows agreed with residents for this day, from the earliest on, by the files' ids."""
    begins = midnight(day, zone)
    windows: dict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
    wishes = Appointment.objects.filter(
        application__in=[file.pk for file in files], ends_at__gt=begins, begins_at__lt=begins + timedelta(days=1)
    )
    for wish in wishes.order_by("begins_at"):
        windows[wish.application_id].append((wish.begins_at, wish.ends_at))
    return windows


def _windows(spans: Sequence[tuple[datetime, datetime]], setting: _Setting) -> tuple[Window, ...]:
    return tuple(Window(*(seconds_of(at, setting.day, setting.zone) for at in span)) for span in spans)


def _priority(file: Application, agreed: Mapping[UUID, object], ends: datetime) -> int:
    standing = file.standing
    if standing.promised_at is not None and standing.promised_at < ends:
        return BROKEN_PROMISE
    if file.pk in agreed:
        return AGREED
    return SECOND_ATTEMPT if progress_of(standing).state.attempts else ORDINARY


def placed(scene: Scene, plan: Plan, locked: frozenset[str] = frozenset()) -> dict[Run, list[Placed]]:
    """The plan as stops of the runs."""
    by_courier = {str(run.courier_id): run for run in scene.runs}
    tours: dict[Run, list[Placed]] = {run: [] for run in scene.runs}
    for tour in plan.tours:
        before = 0
        for visit in tour.visits:
            if visit.is_break:
                continue
            file = scene.files[visit.stop]
            at, travel = scene.instant(visit.begins), visit.travelled - before
            spot = scene.spots.get(visit.stop)
            basis = str(spot.basis) if spot else ""
            tours[by_courier[tour.courier]].append(Placed(file, at, travel, visit.stop in locked, basis=basis))
            before = visit.travelled
    return tours
