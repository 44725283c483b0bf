"""What a resident asks about their data: recorded with its clock, and what can be done at once is done at once.

Withdrawal of consent ends the messages now (Art. 40), restriction holds from now (Art. 41); the office still answers
within 3 x 24 hours, with what the law keeps. Messages that protect the owner (a redirection) are never silenced.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from siantar.casework.models import Application
from siantar.feedback import data_requests
from siantar.feedback.models import DataRequest
from siantar.messaging import preferences
from siantar.privacy import restrictions
from siantar.rules.access import Act, Actor, require

Kind = DataRequest.Kind


def ask(file: Application, kind: DataRequest.Kind, words: str, *, by: Actor, at: datetime) -> DataRequest:
    """Record the request and do what needs no judgement. Raises RequestWordsMissing, AlreadyAsked, Forbidden."""
    with transaction.atomic():
        request = data_requests.ask(file, kind, words, by=by, at=at)
        if kind is Kind.WITHDRAWAL:
            preferences.withdraw(file, by=by, at=at)
        if kind in {Kind.RESTRICTION, Kind.OBJECTION}:
            restrictions.begin(file.pk, at)
    return request


def lift_restriction(file: Application, *, by: Actor, at: datetime) -> bool:
    """The resident lets their data be used as before; False where it was not restricted. Raises Forbidden."""
    require(by, Act.ASK_ABOUT_DATA, office=file.office_id)
    return restrictions.end(file.pk, at)
