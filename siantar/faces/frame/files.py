"""One file by its number, and many as the lines of a list: the same behind every door."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from siantar.casework import queries
from siantar.casework.models import Application
from siantar.catalogue import words
from siantar.faces.frame.language import spoken
from siantar.faces.frame.staff_access import StaffRequest
from siantar.privacy.looks import Reader, note_many
from siantar.rules import reading, receipt_number
from siantar.rules.promise import clock_of
from siantar.rules.vocabulary import ENDS, Stage


@dataclass(frozen=True, slots=True)
class Line:
    """A file as a list shows it; `clock` says whose turn it is."""

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


def lines(applications: Iterable[Application], request: StaffRequest) -> list[Line]:
    """The files with their stage in words; a list of names is a reading and leaves its trace."""
    files = list(applications)
    reader = Reader(request.actor, request.at, "list")
    note_many(reader, [(file.person_id, file.pk) for file in files], fields=reader.fields)
    return [line(file, request.at) for file in files]


def line(application: Application, at: datetime) -> Line:
    """One file with its stage in words; overdue when its promise ended before `at`."""
    standing = application.standing
    stage = Stage(standing.stage)
    return Line(
        application,
        receipt_number.grouped(application.receipt_number),
        words.label(stage, spoken()),
        clock_of(stage),
        overdue=stage not in ENDS and (standing.promised_at or at) < at,
    )
