"""Runs of today and items that wait for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from siantar.casework.models import Application
from siantar.delivery import runs
from siantar.delivery.models import Run, Stop
from siantar.delivery.runs import Placed, Shift
from siantar.directory.models import User
from siantar.routing.travel import Point
from siantar.rules.vocabulary import Kind
from tests.people import Town, given_finished

HERE = Point(-6.25, 106.66)


def given_ready(town: Town) -> Application:
    """A document ready to go out."""
    file = given_finished(town)
    town.tell("loket", Kind.MADE_READY, file.receipt_number)
    return file


def today(town: Town) -> date:
    return town.clock.astimezone(ZoneInfo(town.office.zone)).date()


def given_run(town: Town, files: Sequence[Application] = (), who: str = "kurir1", *, hours: int = 8) -> Run:
    """A courier's run of today with these stops, half an hour apart; called again it takes up the shift and the plan."""
    at, courier = town.clock, User.objects.get(username=who)
    shift = Shift(courier, at, at + timedelta(hours=hours), HERE, HERE, capacity=2)
    run = runs.begin(shift, by=town.people["pengatur"], at=at, day=today(town))
    placed = [Placed(file, at + timedelta(minutes=30 * place)) for place, file in enumerate(files, 1)]
    runs.arrange({run: placed}, by=town.people["pengatur"])
    return Run.objects.get(pk=run.pk)


def listed(run: Run) -> list[str]:
    """The receipt numbers of a run's stops, in order."""
    stops = Stop.objects.filter(run=run).order_by("position")
    return list(stops.values_list("application__receipt_number", flat=True))
