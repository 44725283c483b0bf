"""A courier's day as a run: begin it, put stops in order, take along what is carried. `closing` ends it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from siantar.casework.models import Application
from siantar.delivery import hands
from siantar.delivery.models import Run, Stop
from siantar.directory.models import Office, User
from siantar.routing.travel import Point
from siantar.rules import receipt_number
from siantar.rules.access import Act, Actor, may
from siantar.rules.receipt_number import NumberKind

HEARD_EVERY = timedelta(minutes=1)
SILENT_AFTER = timedelta(minutes=30)


class NotYourRun(Exception):
    """The run belongs to another office, or is past this step."""


class ChangedMeanwhile(Exception):
    """Somebody changed the run since the page was read."""


class StillCarrying(NotYourRun):
    """The courier has items in hand that would be in no run; `numbers` names them."""

    def __init__(self, numbers: Sequence[str]) -> None:
        super().__init__(numbers)
        self.numbers = numbers


@dataclass(frozen=True, slots=True)
class Shift:
    """When and from where a courier drives today; `knows` are codes of kelurahan."""

    courier: User
    starts_at: datetime
    ends_at: datetime
    start: Point
    end: Point
    capacity: int = 40
    knows: tuple[str, ...] = ()


def begin(shift: Shift, *, by: Actor, at: datetime, day: date) -> Run:
    """The run of a courier for a day; called again it takes up the new shift. Raises NotYourRun."""
    if not may(by, Act.PLAN_RUNS, office=shift.courier.office_id or ""):
        raise NotYourRun
    office = Office.objects.get(code=by.office)
    shifted = {
        "starts_at": shift.starts_at, "ends_at": shift.ends_at, "capacity": shift.capacity, "knows": list(shift.knows),
        "start_lat": shift.start.lat, "start_lon": shift.start.lon,
        "end_lat": shift.end.lat, "end_lon": shift.end.lon,
    }  # fmt: skip
    number = receipt_number.issue(office.number, kind=NumberKind.RUN)
    fresh = {"number": number, "office": office, "made_at": at}
    with transaction.atomic():
        run, _new = Run.objects.select_for_update().get_or_create(
            courier=shift.courier, day=day, defaults=shifted | fresh
        )
        if run.status != Run.Status.CLOSED:
            Run.objects.filter(pk=run.pk).update(**shifted)
            _put_at_the_end(run, hands.without_a_run(run.courier_id))
            run.refresh_from_db()
    return run


def run_of(courier: str, day: date) -> Run | None:
    """The courier's run of the day."""
    return Run.objects.select_related("office").filter(courier_id=int(courier), day=day).first()


def heard(run: Run, at: datetime) -> None:
    """The courier's phone called; written at most once a minute."""
    if run.heard_at is None or at - run.heard_at >= HEARD_EVERY:
        Run.objects.filter(pk=run.pk).update(heard_at=at)


def silent_at(office: str, at: datetime) -> list[tuple[Run, datetime]]:
    """Runs under way whose courier's phone has not called for long, with when it last did."""
    under_way = Run.objects.filter(office=office, status=Run.Status.OUT, starts_at__lte=at, ends_at__gte=at)
    silent = under_way.filter(heard_at__lt=at - SILENT_AFTER).select_related("courier").order_by("heard_at", "pk")
    return [(run, run.heard_at) for run in silent if run.heard_at]


def open_stops_of_others(office: str, courier: str, day: date) -> list[tuple[str, str]]:
    """Receipt numbers in the runs of the other couriers of this day, with the courier's name."""
    stops = Stop.objects.filter(run__office=office, run__day=day, open=True).exclude(run__courier_id=int(courier))
    rows = stops.select_related("run__courier", "application").order_by("pk")
    return [(stop.application.receipt_number, stop.run.courier.get_full_name()) for stop in rows]


def drop(run: Run, *, by: Actor) -> None:
    """Take back a run that nobody set out on. Raises NotYourRun; StillCarrying when the courier's bag is not empty."""
    with transaction.atomic():
        planned = Run.objects.select_for_update().filter(pk=run.pk, office=by.office, status=Run.Status.PLANNED)
        if not planned or not may(by, Act.PLAN_RUNS, office=run.office_id):
            raise NotYourRun
        if left := hands.without_a_run(run.courier_id, but=planned):
            raise StillCarrying([file.receipt_number for file in left])
        planned.delete()


@dataclass(frozen=True, slots=True)
class Placed:
    """A stop as a plan or a hand puts it; `basis`: how its place is known (`rules.rough_place`)."""

    application: Application
    begins_at: datetime | None = None
    travel_seconds: int = 0
    locked: bool = False
    carried: bool = False
    basis: str = ""


def arrange(tours: Mapping[Run, Sequence[Placed]], *, by: Actor) -> None:
    """Put these stops into these runs in this order; stops not named leave, but never what a courier carries.

    Raises NotYourRun, ChangedMeanwhile.
    """
    try:
        with transaction.atomic():
            _lock(tours, by)  # before asking who carries what: a load recorded later is put in later (`take_along`)
            stops = _with_carried(tours)
            Stop.objects.filter(run__in=list(tours), open=True).delete()
            mine = [placed.application.pk for placements in stops.values() for placed in placements if placed.carried]
            Stop.objects.filter(application__in=mine, open=True).delete()
            for run, placements in stops.items():
                _write(run, placements)
            Run.objects.filter(pk__in=[run.pk for run in tours]).update(version=F("version") + 1)
    except IntegrityError as clash:  # an item went into another run meanwhile
        raise ChangedMeanwhile from clash


def _lock(tours: Iterable[Run], by: Actor) -> None:
    """The runs as they are, locked. Raises NotYourRun, ChangedMeanwhile."""
    numbers = [run.pk for run in tours]
    locked = Run.objects.select_for_update().filter(pk__in=numbers, office=by.office).order_by("pk")
    fresh = {run.pk: run for run in locked}
    if len(fresh) != len(numbers) or not may(by, Act.PLAN_RUNS, office=by.office):
        raise NotYourRun
    for run in tours:
        if fresh[run.pk].version != run.version:
            raise ChangedMeanwhile
        if fresh[run.pk].status == Run.Status.CLOSED:
            raise NotYourRun


def _with_carried(tours: Mapping[Run, Sequence[Placed]]) -> dict[Run, list[Placed]]:
    """The tours with every carried item in the run of whoever has it, whatever shift, capacity or window say."""
    carriers = hands.carriers_of(placed.application.pk for placements in tours.values() for placed in placements)
    stops: dict[Run, list[Placed]] = {}
    for run, placements in tours.items():
        own = {file.pk: file for file in hands.without_a_run(run.courier_id, but=tours)}
        free = [placed for placed in placements if placed.application.pk not in carriers]
        in_hand = [replace(placed, carried=True) for placed in placements if placed.application.pk in own]
        named = {placed.application.pk for placed in in_hand}
        left_out = [Placed(file, carried=True) for id, file in own.items() if id not in named]
        order = {placed.application.pk: place for place, placed in enumerate(placements)}
        stops[run] = sorted([*free, *in_hand], key=lambda placed: order[placed.application.pk]) + left_out
    return stops


def _write(run: Run, placements: Sequence[Placed]) -> None:
    Stop.objects.bulk_create(
        Stop(run=run, application=placed.application, position=place, locked=placed.locked,
             begins_at=placed.begins_at, travel_seconds=placed.travel_seconds, basis=placed.basis)
        for place, placed in enumerate(placements, 1)
    )  # fmt: skip


def take_along(run: Run, files: Sequence[Application]) -> None:
    """These items are in the courier's bag: stops of this run and of no other one, and it has set out."""
    with transaction.atomic():
        locked = Run.objects.select_for_update().filter(pk=run.pk).exclude(status=Run.Status.CLOSED)
        if not locked:  # closed meanwhile: closing asked about what was in hand, the rest goes into the next run
            return
        _put_at_the_end(run, files)
        locked.filter(status=Run.Status.PLANNED).update(status=Run.Status.OUT)


def _put_at_the_end(run: Run, files: Sequence[Application]) -> None:
    elsewhere = Stop.objects.filter(application__in=files, open=True).exclude(run=run)
    elsewhere.delete()
    listed = dict(Stop.objects.filter(run=run).values_list("application", "position"))
    fresh = [file for file in files if file.pk not in listed]
    last = max(listed.values(), default=0)
    Stop.objects.bulk_create(
        Stop(run=run, application=file, position=place) for place, file in enumerate(fresh, last + 1)
    )
    if fresh:
        Run.objects.filter(pk=run.pk).update(version=F("version") + 1)


def runs_on(office: str, day: date) -> list[Run]:
    """All runs of an office's day, with their couriers."""
    return list(Run.objects.filter(office=office, day=day).select_related("courier", "office").order_by("pk"))


def stops_of(runs: Iterable[Run]) -> list[Stop]:
    """The stops of these runs in order, with their files."""
    return list(
        Stop.objects.filter(run__in=list(runs))
        .select_related(
            "application__standing", "application__service", "application__person", "application__village",
            "application__office", "run",
        )
        .order_by("run", "position")
    )  # fmt: skip
