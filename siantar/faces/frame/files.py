"""One file by its number, and many as the lines of a list: the same behind every door."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import Http404

from siantar.casework import queries, tracking
from siantar.casework.models import Application
from siantar.casework.progress import progress_of
from siantar.catalogue import words
from siantar.faces.frame.badges import badge_of
from siantar.faces.frame.language import spoken
from siantar.faces.frame.staff_access import StaffRequest
from siantar.privacy.looks import Reader, note_many
from siantar.rules import promise, reading, receipt_number
from siantar.rules.vocabulary import Stage


@dataclass(frozen=True, slots=True)
class Line:
    """A file as a list shows it; `clock` says whose turn it is, or that it was stopped."""

    file: Application
    number: str
    label: str
    clock: str
    overdue: bool


def access_or_404(request: StaffRequest, typed: str) -> Application:
    """The file this person may see, or Http404."""
    try:
        application = queries.access_file(request.actor, reading.read_receipt(typed).number.text)
    except ValueError as error:
        raise Http404 from error
    if application is None:
        raise Http404
    return application


def by_typed(typed: str) -> Application | None:
    """The file whose number stands in what was typed or scanned; None where there is none. Nobody's reach is asked."""
    try:
        return queries.by_number(reading.read_receipt(typed).number.text)
    except ValueError:
        return None


def of_own_office(request: StaffRequest, typed: str) -> Application | None:
    """The same, where it is a file of this person's office."""
    file = by_typed(typed)
    return file if file is not None and file.office_id == request.actor.office else None


def lines(applications: Iterable[Application], request: StaffRequest) -> list[Line]:
    """The files with their stage in words; a list of names is a reading and leaves its trace."""
    files = list(applications)
    reader = Reader(request.actor, request.at, "list")
    note_many(reader, [(file.person_id, file.pk) for file in files], fields=reader.fields)
    return [line(file, request.at) for file in files]


def line(application: Application, at: datetime) -> Line:
    """One file with its stage in words, after the way it went; overdue when the day that was promised is over."""
    standing = application.standing
    stage, progress = Stage(standing.stage), progress_of(standing)
    return Line(
        application,
        receipt_number.grouped(application.receipt_number),
        words.label(stage, spoken(), way=tracking.ways(progress)[-1]),
        badge_of(stage),
        overdue=is_overdue(application, at),
    )


def is_overdue(application: Application, at: datetime) -> bool:
    """Whether the file's promise runs, and was missed."""
    standing, zone = application.standing, ZoneInfo(application.office.zone)
    if standing.promised_at is None or not promise.can_be_missed(Stage(standing.stage)):
        return False
    return promise.is_overdue(standing.promised_at, at, zone)
