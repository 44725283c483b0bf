"""A courier's day as a run: begin it, put stops in order, hand items on, tell the windows, close the day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from siantar.casework.models import Application
from siantar.casework.progress import progress_of
from siantar.delivery.models import Run, Stop
from siantar.directory.models import Office, User
from siantar.routing.travel import Point
from siantar.rules import receipt_number
from siantar.rules.access import Actor
from siantar.rules.event import Holder
from siantar.rules.receipt_number import NumberKind
from siantar.rules.vocabulary import Role, Stage


class NotYourRun(Exception):
    """The run belongs to another office, or is past this step."""


class ChangedMeanwhile(Exception):
    """Somebody changed the run since the page was read."""


class Unexplained(Exception):
    """Items of the run are with the courier still, and nobody said why; `numbers` names them."""

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
    if Role.DISPATCHER not in by.roles or shift.courier.office_id != by.office:
        raise NotYourRun
    office = Office.objects.get(code=by.office)
    told = {
        "starts_at": shift.starts_at, "ends_at": shift.ends_at, "capacity": shift.capacity, "knows": list(shift.knows),
        "start_lat": shift.start.lat, "start_lon": shift.start.lon,
        "end_lat": shift.end.lat, "end_lon": shift.end.lon,
    }  # fmt: skip
    number = receipt_number.issue(office.number, kind=NumberKind.RUN)
    fresh = {"number": number, "office": office, "made_at": at}
    run, new = Run.objects.get_or_create(courier=shift.courier, day=day, defaults=told | fresh)
    if not new and run.status != Run.Status.CLOSED:
        Run.objects.filter(pk=run.pk).update(**told)
        run.refresh_from_db()
    return run


def run_of(courier: str, day: date) -> Run | None:
    """The courier's run of the day."""
    return Run.objects.select_related("office").filter(courier_id=int(courier), day=day).first()


def drop(run: Run, *, by: Actor) -> None:
    """Take back a run that nobody set out on."""
    with transaction.atomic():
        deleted, _ = Run.objects.filter(pk=run.pk, office=by.office, status=Run.Status.PLANNED).delete()
        if not deleted:
            raise NotYourRun


@dataclass(frozen=True, slots=True)
class Placed:
    """A stop as a plan or a hand puts it."""

    application: Application
    begins_at: datetime | None = None
    travel_seconds: int = 0
    locked: bool = False


def arrange(tours: Mapping[Run, Sequence[Placed]], *, by: Actor) -> None:
    """Put these stops into these runs in this order; stops not named leave. Raises NotYourRun, ChangedMeanwhile."""
    with transaction.atomic():
        found = Run.objects.select_for_update().filter(pk__in=[run.pk for run in tours], office=by.office)
        fresh = {run.pk: run for run in found}
        if len(fresh) != len(tours) or Role.DISPATCHER not in by.roles:
            raise NotYourRun
        for run in tours:
            if fresh[run.pk].version != run.version:
                raise ChangedMeanwhile
            if fresh[run.pk].status == Run.Status.CLOSED:
                raise NotYourRun
        Stop.objects.filter(run__in=fresh, open=True).delete()
        for run, placed in tours.items():
            Stop.objects.bulk_create(
                Stop(run=run, application=one.application, position=place, locked=one.locked,
                     begins_at=one.begins_at, travel_seconds=one.travel_seconds)
                for place, one in enumerate(placed, 1)
            )  # fmt: skip
        Run.objects.filter(pk__in=fresh).update(version=F("version") + 1)


def add(run: Run, application: Application) -> None:
    """An item handed over on the road goes to the end of the courier's run, out of whichever run it was in."""
    with transaction.atomic():
        Stop.objects.filter(application=application, open=True).exclude(run=run).delete()
        last = Stop.objects.filter(run=run).order_by("-position").values_list("position", flat=True).first() or 0
        Stop.objects.get_or_create(run=run, application=application, defaults={"position": last + 1})
        Run.objects.filter(pk=run.pk).update(version=F("version") + 1)


@dataclass(frozen=True, slots=True)
class Tally:
    """The day of a run in numbers: what went out equals delivered + back + explained + still out."""

    loaded: int
    delivered: tuple[str, ...]
    back: tuple[str, ...]
    explained: tuple[str, ...]
    still_out: tuple[str, ...]
    not_loaded: tuple[str, ...]

    @property
    def balanced(self) -> bool:
        """Whether nothing is left in the courier's hands."""
        return not self.still_out


def tally(run: Run) -> Tally:
    """What became of the run's items, by the ledger."""
    sorts: dict[str, list[str]] = {name: [] for name in ("delivered", "back", "explained", "still_out", "not_loaded")}
    for stop in run.stops.select_related("application__standing").order_by("position"):
        sorts[_fate(run, stop)].append(stop.application.receipt_number)
    loaded = sum(len(sorts[name]) for name in ("delivered", "back", "explained", "still_out"))
    return Tally(loaded, **{name: tuple(numbers) for name, numbers in sorts.items()})


def _fate(run: Run, stop: Stop) -> str:
    standing = stop.application.standing
    if standing.holder == str(Holder.courier(str(run.courier_id))):
        return "explained" if run.status == Run.Status.CLOSED else "still_out"
    if standing.stage == Stage.DELIVERED:
        return "delivered"
    if standing.stage == Stage.UNDER_INVESTIGATION:
        return "explained"
    if standing.stage == Stage.READY_FOR_DELIVERY and not progress_of(standing).state.attempts:
        return "not_loaded"
    return "back"


def close(run: Run, *, by: Actor, at: datetime, explanation: str = "") -> Tally:
    """Close the day of a run: all is delivered or back, or somebody says why not. Raises Unexplained, NotYourRun."""
    with transaction.atomic():
        locked = Run.objects.select_for_update().filter(pk=run.pk, office=by.office).first()
        if locked is None or Role.DISPATCHER not in by.roles or locked.status == Run.Status.CLOSED:
            raise NotYourRun
        sums = tally(locked)
        if not sums.balanced and not explanation.strip():
            raise Unexplained(sums.still_out)
        Run.objects.filter(pk=run.pk).update(
            status=Run.Status.CLOSED, closed_at=at, explanation=explanation.strip()[:500]
        )
        Stop.objects.filter(run=run).update(open=False)
    return sums


def set_out(run: Run) -> None:
    """The first item is in the bag: the run is on the road."""
    Run.objects.filter(pk=run.pk, status=Run.Status.PLANNED).update(status=Run.Status.OUT)


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
