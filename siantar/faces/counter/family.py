"""Another file for the same person or family: what is known from the file before comes along, in one removable line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from siantar.casework import disclosure
from siantar.casework import queries as files
from siantar.casework.disclosure import Personal
from siantar.casework.models import Application
from siantar.faces.counter.fields import fields_of
from siantar.faces.frame.staff_access import StaffRequest
from siantar.messaging import preferences
from siantar.privacy.looks import Reader
from siantar.rules.vocabulary import Bringer, Method

MOST = 12


@dataclass(frozen=True, slots=True)
class Carried:
    """What the next form begins with: its fields, whose they are, and the same in words."""

    initial: dict[str, Any]
    of: str
    what: str


def files_in(request: StaffRequest, typed: str) -> list[Application]:
    """The files of this visit so far, from their numbers joined by dots; those the person may not see drop out."""
    numbers = list(dict.fromkeys(typed.split(".")))[:MOST]
    return [file for number in numbers if number and (file := files.access_file(request.actor, number))]


def carried_from(request: StaffRequest, family: Sequence[Application]) -> Carried:
    """What the last file of this visit tells about the next one; opening it leaves a trace."""
    file, first = family[-1], family[0]
    reader = Reader(request.actor, request.at, "next_file")
    personal = disclosure.open_file(file, reader)
    initial = {**fields_of(file, personal), **_bearer(file, reader), **_wish(file, reader, personal)}
    return Carried(initial, _("Ikut %(name)s") % {"name": first.applicant_name}, _in_words(initial, personal))


def _bearer(file: Application, reader: Reader) -> dict[str, Any]:
    bearer = disclosure.bearer_of(file, reader)
    if bearer is None:
        return {}
    if bearer.relation == Bringer.APPLICANT:
        return {"brought_by": str(bearer.relation)}
    return {
        "brought_by": str(bearer.relation),
        "bringer_name": bearer.name,
        "bringer_letter": bearer.letter,
        "bringer_seen": bearer.identity_seen,
    }


def _wish(file: Application, reader: Reader, personal: Personal) -> dict[str, Any]:
    """The channel agreed to a moment ago for the same address."""
    choice = next(iter(preferences.choices_of(file)), None)
    if choice is None:
        return {}
    address = preferences.open_address(choice, reader)
    own = "" if address == personal.phone else address
    return {"told_by": choice.channel, "told_at": own, "told_in": choice.language, "agrees": True}


def _in_words(initial: dict[str, Any], personal: Personal) -> str:
    by_courier = _("diantar ke %(line)s") % {"line": personal.address.line}
    parts = [
        _("telepon %(phone)s") % {"phone": personal.phone} if personal.phone else "",
        _("kabar seperti tadi") if initial.get("told_by") else "",
        by_courier if initial["method"] == Method.COURIER else _("diambil di loket"),
    ]
    return ", ".join(part for part in parts if part)
