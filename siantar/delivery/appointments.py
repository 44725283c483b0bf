"""The resident chooses when the courier comes: among what the office offers, as an appointment and as a fact."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from siantar.casework import resident_changes
from siantar.casework.models import Application
from siantar.casework.progress import progress_of
from siantar.delivery.models import Appointment, Run, Stop, VisitHours
from siantar.directory.calendars import calendar_of
from siantar.directory.models import Office
from siantar.directory.offices import day_in
from siantar.rules import appointments
from siantar.rules.appointments import Hours, VisitWindow
from siantar.rules.vocabulary import Kind, Method, Stage

_NOT_ON_THE_ROAD = frozenset(Stage) - {
    Stage.OUT_FOR_DELIVERY, Stage.DELIVERY_FAILED, Stage.BACK_AT_OFFICE, Stage.UNDER_INVESTIGATION,
    Stage.READY_FOR_PICKUP, Stage.ISSUED_DIGITALLY, Stage.DELIVERED, Stage.COLLECTED, Stage.REJECTED, Stage.CANCELLED,
}  # fmt: skip


class NotOffered(ValueError):
    """The office does not offer this window (any more)."""


def hours_of(office: Office) -> Hours:
    """What the office offers; the ordinary hours where nobody set any."""
    row = VisitHours.objects.filter(office=office).first()
    if row is None:
        return Hours()
    return Hours(tuple(_spans(row.spans)), row.days_ahead, row.cut_off)


def _spans(texts: Iterable[str]) -> Iterable[tuple[time, time]]:
    for text in texts:
        begins, ends = text.split("-")
        yield time.fromisoformat(begins), time.fromisoformat(ends)


def offered_for(file: Application, at: datetime) -> tuple[VisitWindow, ...]:
    """What may be chosen for this file now; nothing where no courier comes or the item is out already.

    While the document is not ready, only what lies after its promise: a day we cannot keep is not offered.
    """
    standing = file.standing
    if progress_of(standing).state.method is not Method.COURIER or standing.stage not in _NOT_ON_THE_ROAD:
        return ()
    ready_at = at if standing.stage == Stage.READY_FOR_DELIVERY else standing.promised_at
    if ready_at is None:
        return ()
    return appointments.offered(calendar_of(file.office), hours_of(file.office), max(at, ready_at))


def choose(file: Application, begins_at: datetime, *, at: datetime) -> VisitWindow:
    """This window from now on, in place of others; the item leaves a run of another day. Raises NotOffered, NotNow."""
    chosen = next((visit for visit in offered_for(file, at) if visit.begins_at == begins_at), None)
    if chosen is None:
        raise NotOffered
    window = {"from": chosen.begins_at.isoformat(), "to": chosen.ends_at.isoformat()}
    with transaction.atomic():
        resident_changes.tell(file, Kind.VISIT_AGREED, at=at, data=window)
        forget(file, at=at)
        Appointment.objects.create(application=file, begins_at=chosen.begins_at, ends_at=chosen.ends_at)
        _leave_runs(file, but_on=chosen)
    return chosen


def collect_instead(file: Application, *, at: datetime) -> None:
    """The resident comes to the counter: no courier is sent. Raises NotNow."""
    with transaction.atomic():
        resident_changes.collect_instead(file, at=at)
        forget(file, at=at)
        _leave_runs(file)


def forget(file: Application, *, at: datetime) -> None:
    """No window is agreed any more."""
    Appointment.objects.filter(application=file, ends_at__gt=at).delete()


def _leave_runs(file: Application, but_on: VisitWindow | None = None) -> None:
    """The item stands in the office still, so nobody's bag has to be opened for it."""
    stops = Stop.objects.filter(application=file, open=True)
    if but_on is not None:
        stops = stops.exclude(run__day=day_in(file.office, but_on.begins_at))
    Run.objects.filter(pk__in=list(stops.values_list("run", flat=True))).update(version=F("version") + 1)
    stops.delete()


def agreed_for(file: Application, at: datetime) -> VisitWindow | None:
    """The window agreed, while it is not over."""
    appointment = Appointment.objects.filter(application=file, ends_at__gt=at).order_by("begins_at").first()
    if appointment is None:
        return None
    zone = ZoneInfo(file.office.zone)
    return VisitWindow(appointment.begins_at.astimezone(zone), appointment.ends_at.astimezone(zone))


def expected_for(file: Application, at: datetime) -> VisitWindow | None:
    """When the courier comes: as agreed, else as told last."""
    window = progress_of(file.standing).expected
    return agreed_for(file, at) or (VisitWindow(*window) if window else None)
