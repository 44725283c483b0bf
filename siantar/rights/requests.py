"""What a resident asks about their data: recorded with its clock, and what can be done at once is done at once.

Withdrawal of consent ends the messages now (Art. 40), restriction holds from now until the resident or, with a reason,
the office ends it (Art. 41); the office still answers within 3 x 24 hours, with what the law keeps. Messages that
protect the owner (a redirection) are never silenced.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from siantar.casework.models import Application
from siantar.directory import audit
from siantar.feedback import data_requests
from siantar.feedback.models import DataRequest
from siantar.messaging import preferences
from siantar.privacy import restrictions
from siantar.privacy.models import Restriction
from siantar.rules.access import Act, Actor, Reading, require
from siantar.rules.audit import Audited

Kind, EndReason = DataRequest.Kind, Restriction.EndReason
RESTRICTING = (Kind.RESTRICTION, Kind.OBJECTION)


class EndReasonMissing(ValueError):
    """No reason of the list was named."""


class NotRestricted(Exception):
    """The file is not restricted, or not any more."""


class StillAsked(Exception):
    """What asked for the restriction waits for its answer."""


def ask(file: Application, kind: DataRequest.Kind, words: str, *, by: Actor, at: datetime) -> DataRequest:
    """Record the request and do what needs no judgement. Raises RequestWordsMissing, AlreadyAsked, Forbidden."""
    with transaction.atomic():
        request = data_requests.ask(file, kind, words, by=by, at=at)
        if kind is Kind.WITHDRAWAL:
            preferences.withdraw(file, by=by, at=at)
        if kind in RESTRICTING:
            restrictions.begin(file.pk, at)
    return request


def restricted_files(by: Actor) -> list[tuple[Application, datetime]]:
    """The files of one's office that are restricted, with since when, the oldest on top. Raises Forbidden."""
    require(by, Reading.DATA_REQUESTS, office=by.office)
    since = restrictions.lasting()
    files = Application.objects.filter(office=by.office, pk__in=since).select_related("service")
    return sorted(((file, since[file.pk]) for file in files), key=lambda line: line[1])


def end_restriction(file: Application, reason: str, *, by: Actor, at: datetime) -> None:
    """The office ends a restriction, for a reason of the list; the resident reads both on their page.

    Only once what asked for it is answered, unless the resident asks for the end. Raises EndReasonMissing,
    NotRestricted, StillAsked, Forbidden.
    """
    require(by, Act.END_RESTRICTION, office=file.office_id)
    if reason not in EndReason.values:
        raise EndReasonMissing
    with transaction.atomic():
        if reason != EndReason.ASKED and data_requests.is_waiting(file, RESTRICTING):
            raise StillAsked
        if not restrictions.end_by_office(file.pk, EndReason(reason), by=int(by.person), at=at):
            raise NotRestricted
        audit.note(Audited.RESTRICTION_ENDED, at=at, by=int(by.person), file=str(file.pk), reason=reason)


def lift_restriction(file: Application, *, by: Actor, at: datetime) -> bool:
    """The resident lets their data be used as before; False where it was not restricted. Raises Forbidden."""
    require(by, Act.ASK_ABOUT_DATA, office=file.office_id)
    return restrictions.end(file.pk, at)
