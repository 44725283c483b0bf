"""The dispatcher's board of a day: who drives, what may go out, and what the order as it stands comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from siantar.casework.models import Application
from siantar.delivery import planning_problem, runs
from siantar.delivery.models import Appointment, Run, Stop
from siantar.delivery.planning_problem import Scene
from siantar.directory.models import Office
from siantar.privacy.looks import Reader
from siantar.routing import changing, checking
from siantar.routing.plan import Plan
from siantar.routing.problem import Problem
from siantar.rules.access import Actor
from siantar.rules.event import Holder, HolderKind
from siantar.rules.vocabulary import Stage

FIXED = 2  # stops ahead that a change during the day never touches
WORTH_IT = 0.03  # of the remaining work; less than that is not worth a courier's attention
Order = Mapping[str, Sequence[str]]


class NotOnTheBoard(ValueError):
    """An order that names a file or courier that is not there (any more)."""


@dataclass(frozen=True, slots=True)
class Board:
    """A day as it stands. `scene` holds what is still to be done; `done` counts by run what is over."""

    office: Office
    scene: Scene
    stops: tuple[Stop, ...]
    done: Mapping[str, Mapping[str, int]]

    @property
    def order(self) -> dict[str, tuple[str, ...]]:
        """Who goes where in which order, of what is still to be done and has a place."""
        planned = {stop.id for stop in self.scene.problem.stops}
        tours: dict[str, list[str]] = {str(run.courier_id): [] for run in self.scene.runs}
        for stop in self.stops:
            if stop.application.receipt_number in planned:
                tours[str(stop.run.courier_id)].append(stop.application.receipt_number)
        return {courier: tuple(numbers) for courier, numbers in tours.items()}

    @property
    def locked(self) -> frozenset[str]:
        """Stops a person fixed to their courier."""
        return frozenset(stop.application.receipt_number for stop in self.stops if stop.locked)


def board(office: Office, day: date, reader: Reader) -> Board:
    """The board of an office's day."""
    every = [run for run in runs.runs_on(office.code, day) if run.status != Run.Status.CLOSED]
    stops = tuple(runs.stops_of(every))
    holders = [f"courier:{run.courier_id}" for run in every]
    outside = Q(standing__stage=Stage.READY_FOR_DELIVERY) | Q(
        standing__stage=Stage.OUT_FOR_DELIVERY, standing__holder__in=holders
    )
    files = list(
        Application.objects.select_related("standing", "service", "person", "village", "office")
        .filter(outside, standing__office=office.code)
        .exclude(pk__in=_agreed_for_another_day(office, day))
        .exclude(pk__in=Stop.objects.filter(open=True, run__office=office).exclude(run__in=every).values("application"))
        .order_by("standing__promised_at", "pk")
    )
    tours = [_from_here(run, stops, office, reader) for run in every]
    scene = planning_problem.scene(office, day, tours, files, reader)
    return Board(office, scene, stops, {run.number: _done(run, stops) for run in every})


def _agreed_for_another_day(office: Office, day: date) -> QuerySet[Appointment, UUID]:
    """Files whose resident waits on a later day: they stay in the office until then."""
    ends = planning_problem.midnight(day, ZoneInfo(office.zone)) + timedelta(days=1)
    begins = ends - timedelta(days=1)
    agreed = Appointment.objects.filter(application__office=office)
    today = agreed.filter(begins_at__lt=ends, ends_at__gt=begins)
    later = agreed.filter(begins_at__gte=ends).exclude(application__in=today.values("application"))
    return later.values_list("application", flat=True)


def _from_here(run: Run, stops: Sequence[Stop], office: Office, reader: Reader) -> Run:
    """The run as it goes on: from now, and from the last door when it is under way. Never stored."""
    run.starts_at = max(run.starts_at, reader.at)
    if run.status != Run.Status.OUT:
        return run
    over = [stop for stop in stops if stop.run_id == run.pk and _is_over(stop)]
    if over:
        last = max(over, key=lambda stop: stop.application.standing.since)
        (spot,) = planning_problem.spots_of(office.code, [last.application], reader)
        if spot is not None:
            run.start_lat, run.start_lon = spot.point.lat, spot.point.lon
    return run


def _is_over(stop: Stop) -> bool:
    stage = stop.application.standing.stage
    return stage in {Stage.DELIVERED, Stage.DELIVERY_FAILED, Stage.BACK_AT_OFFICE}


def _done(run: Run, stops: Sequence[Stop]) -> dict[str, int]:
    stages = [stop.application.standing.stage for stop in stops if stop.run_id == run.pk]
    failed = {Stage.DELIVERY_FAILED, Stage.BACK_AT_OFFICE}
    aboard = sum(
        stop.application.standing.holder == str(Holder.courier(str(run.courier_id)))
        for stop in stops
        if stop.run_id == run.pk
    )
    return {
        "delivered": stages.count(Stage.DELIVERED),
        "failed": sum(stage in failed for stage in stages),
        "aboard": aboard,
        "all": len(stages),
    }


def placeless_in(board: Board, order: Order) -> str:
    """The name of a resident in this order whose address a person must place first; empty when none."""
    placeless = set(board.scene.apart) - {stop.id for stop in board.scene.problem.stops}
    listed = (number for tour in order.values() for number in tour if number in placeless)
    return next((board.scene.files[number].applicant_name for number in listed), "")


def timed(board: Board, order: Order) -> Plan:
    """What an order comes to. Raises NotOnTheBoard."""
    try:
        return checking.timed(board.scene.problem, order)
    except (checking.NotThePlan, KeyError) as problem:
        raise NotOnTheBoard(str(problem)) from problem


def keep(board: Board, order: Order, locked: frozenset[str], *, by: Actor) -> None:
    """Store an order. Raises NotOnTheBoard, runs.NotYourRun, runs.ChangedMeanwhile."""
    plan = timed(board, _with_carried(board, order))
    tours = planning_problem.placed(board.scene, plan, locked)
    planned = {stop.id for stop in board.scene.problem.stops}
    for run, placed in tours.items():
        over = [s for s in board.stops if s.run_id == run.pk and s.application.receipt_number not in planned]
        placed[:0] = [runs.Placed(s.application, s.begins_at, s.travel_seconds, s.locked, basis=s.basis) for s in over]
    runs.arrange(tours, by=by)


def is_emptier(board: Board, order: Order) -> bool:
    """Whether an order visits nobody where the one that stands visits somebody: no plan replaces a good one so."""
    return any(board.order.values()) and not any(order.values())


def _with_carried(board: Board, order: Order) -> Order:
    """The order with every carried item in its courier's tour, at the end where a plan left it out."""
    complete = {courier: list(numbers) for courier, numbers in order.items()}
    planned = {stop.id for stop in board.scene.problem.stops}
    for number, file in board.scene.files.items():
        holder = Holder.parse(file.standing.holder)
        if number in planned and holder.kind is HolderKind.COURIER and holder.name in board.order:
            for courier, numbers in complete.items():
                if courier != holder.name and number in numbers:
                    numbers.remove(number)
            if number not in (tour := complete.setdefault(holder.name, [])):
                tour.append(number)
    return complete


def rest_of(board: Board, courier: str) -> tuple[Problem, tuple[str, ...]]:
    """The problem of one courier's remaining stops behind the fixed ones, and the fixed ones.

    New stops that only this courier may visit are taken up; the order starts where the second fixed stop ends.
    """
    tour = board.order[courier]
    fixed = tour[:FIXED]
    whole = board.scene.problem
    me = next(driver for driver in whole.couriers if driver.id == courier)
    stops = {stop.id: stop for stop in whole.stops}
    if fixed:
        ahead = checking.timed(whole.only(me, tuple(stops[id] for id in fixed)), {courier: fixed}).tours[0]
        last = next(visit for visit in reversed(ahead.visits) if not visit.is_break)
        rested = {visit.stop for visit in ahead.visits if visit.is_break}
        breaks = tuple(pause for pause in me.breaks if pause.id not in rested)
        me = replace(me, start=last.place, shift=replace(me.shift, earliest=last.leaves), breaks=breaks)
    return whole.only(me, tuple(stops[id] for id in tour[FIXED:])), fixed


def is_worth_it(before: Plan, after: Plan) -> bool:
    """Whether a change is worth telling a courier: it saves three percent or mends a window."""
    change = changing.difference(before, after)
    work = sum(tour.work for tour in before.tours)
    return change.broken < 0 or (change.broken == 0 and -change.work >= WORTH_IT * max(1, work))
