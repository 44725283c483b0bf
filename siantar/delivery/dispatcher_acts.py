"""What a dispatcher does by hand: place an address, agree on a time, keep a file from a courier, open a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from siantar.casework import disclosure
from siantar.casework.models import Application
from siantar.delivery import places
from siantar.delivery.board import Board
from siantar.delivery.models import Appointment, Run
from siantar.delivery.planning_problem import midnight
from siantar.privacy.looks import Reader
from siantar.routing.travel import Point
from siantar.rules import reading
from siantar.rules.access import Act, Actor, require
from siantar.rules.event import Holder, HolderKind
from siantar.rules.receipt_number import NumberKind


def access_run(actor: Actor, typed: str) -> Run | None:
    """The run with this number, if it is of the person's office."""
    try:
        number = reading.read_kind(typed, NumberKind.RUN).number.text
    except ValueError:
        return None
    return Run.objects.select_related("office", "courier").filter(office=actor.office, pk=number).first()


def put_place(file: Application, point: Point, reader: Reader) -> None:
    """A person marked where the file's address is. Raises Forbidden."""
    require(reader.by, Act.PLACE_ADDRESS, office=file.office_id)
    personal = disclosure.open_file(file, reader)
    places.put(file.office_id, places.address_of(file, personal.address), point, reader.at)


def agree(file: Application, day: date, span: tuple[datetime, datetime] | None, *, by: Actor) -> None:
    """The window of this day agreed with the resident; None takes it back. Raises Forbidden."""
    require(by, Act.AGREE_VISIT, office=file.office_id)
    begins = midnight(day, ZoneInfo(file.office.zone))
    with transaction.atomic():
        Appointment.objects.filter(
            application=file, begins_at__gte=begins, begins_at__lt=begins + timedelta(days=1)
        ).delete()
        if span is not None:
            Appointment.objects.create(application=file, begins_at=span[0], ends_at=span[1])


def keep_from(run: Run, number: str, *, allow: bool, by: Actor) -> None:
    """The courier of this run must not get the file, or may again. Raises Forbidden."""
    require(by, Act.PLAN_RUNS, office=run.office_id)
    run.not_for = sorted(set(run.not_for) - {number} if allow else {*run.not_for, number})
    Run.objects.filter(pk=run.pk).update(not_for=run.not_for, version=F("version") + 1)


def moved_out_of_bags(board: Board, order: Mapping[str, Sequence[str]]) -> str:
    """The name of a resident whose item an order takes out of the bag it is in; empty when none."""
    for number, file in board.scene.files.items():
        holder = Holder.parse(file.standing.holder)
        wanted = next((courier for courier, numbers in order.items() if number in numbers), "")
        if holder.kind is HolderKind.COURIER and wanted != holder.name:
            return file.applicant_name
    return ""
