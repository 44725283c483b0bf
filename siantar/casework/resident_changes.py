"""What a resident changes with the receipt in hand: the way home, who may receive, phone and landmark.

Each is a fact in the file's story; what was there before stays in its sealed part.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from siantar.casework import addresses, disclosure, ledger
from siantar.casework.models import Application
from siantar.casework.outcome import Result
from siantar.privacy.looks import Reader, note
from siantar.rules import neighbourhood
from siantar.rules.access import Actor
from siantar.rules.event import Event
from siantar.rules.identifiers import uuid7
from siantar.rules.phone import e164
from siantar.rules.vocabulary import Code, Kind, Method, Role

PERSON = "resident"
WHY = "resident:change"


class NotNow(Exception):
    """The file is past this, or its service has no such choice; `code` says why."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code = code


class NoSuchPhone(ValueError):
    """What was typed is no telephone number."""


@dataclass(frozen=True, slots=True)
class NewAddress:
    """Where the courier shall come, as the resident types it."""

    line: str
    rt: str = ""
    rw: str = ""
    village: str = ""
    landmark: str = ""
    phone: str = ""


def resident_of(office: str) -> Actor:
    """Whoever showed a receipt of this office."""
    return Actor(PERSON, office, frozenset({Role.RESIDENT}))


def collect_instead(file: Application, *, at: datetime) -> None:
    """The resident comes to the counter. Raises NotNow."""
    with transaction.atomic():
        tell(file, Kind.METHOD_CHANGED, at=at, data={"method": Method.COUNTER})


def deliver_instead(file: Application, address: NewAddress, *, at: datetime) -> None:
    """The courier comes to this address. Raises NotNow, NoSuchPhone."""
    changes = _changes_in(address)
    with transaction.atomic():
        before = _before(file, changes, at)
        tell(file, Kind.METHOD_CHANGED, at=at, data={"method": Method.COURIER}, private=changes | before)
        Application.objects.filter(pk=file.pk).update(village=address.village or None)
        addresses.correct(file, changes)


def name_receiver(file: Application, name: str, *, at: datetime) -> None:
    """This person may receive it too, with a letter of authority; an empty name takes that back. Raises NotNow."""
    changes = {"may_receive": name.strip()}
    with transaction.atomic():
        tell(file, Kind.RECEIVER_NAMED, at=at, private=changes | _before(file, changes, at))
        addresses.correct(file, changes)


def correct_contact(file: Application, *, phone: str, landmark: str, at: datetime) -> None:
    """Another phone or landmark for this file; empty ones stay as they are. Raises NotNow, NoSuchPhone."""
    changes = {"phone": _phone(phone), "landmark": landmark.strip()}
    changes = {name: value for name, value in changes.items() if value}
    if not changes:
        return
    with transaction.atomic():
        tell(file, Kind.CONTACT_CORRECTED, at=at, private=changes | _before(file, changes, at))
        addresses.correct(file, changes)


def tell(
    file: Application,
    kind: Kind,
    *,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    private: Mapping[str, str] | None = None,
) -> None:
    """Record what the resident decided. Raises NotNow."""
    event = Event(uuid7(at), kind, file.receipt_number, at, data=data or {}, private=private or {})
    outcome = ledger.record([event], by=resident_of(file.office_id), at=at)[0]
    if outcome.result is not Result.RECORDED:
        raise NotNow(outcome.code or Code.WRONG_STAGE)


def _phone(typed: str) -> str:
    if not typed.strip():
        return ""
    number = e164(typed)
    if number is None:
        raise NoSuchPhone
    return number


def _changes_in(address: NewAddress) -> dict[str, str]:
    rt, rw = neighbourhood.read(address.rt, address.rw)
    changes = {
        "line": address.line.strip(),
        "rt": rt,
        "rw": rw,
        "village": address.village,
        "landmark": address.landmark.strip(),
    }
    return {**changes, "phone": phone} if (phone := _phone(address.phone)) else changes


def _before(file: Application, changes: Mapping[str, str], at: datetime) -> dict[str, str]:
    """What these fields held until now, for the story."""
    note(Reader(None, at, WHY), subject=file.person_id, file=file.pk, fields=sorted(changes))
    stored = Application.objects.select_related("person").get(pk=file.pk)
    personal = disclosure.open_quietly(stored)
    old = asdict(personal.address) | {"phone": personal.phone}
    return {f"{name}_before": str(old[name]) for name in changes if old.get(name)}
