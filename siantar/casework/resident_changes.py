"""What a resident changes with the receipt in hand: the way home, who may receive, address, phone and landmark.

Each is a fact in the file's story; what was there before stays in its sealed part. What leads the document elsewhere
is only asked for here: `redirects` lets it hold when the old contact was told and had time to stop it.
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
    """Ask that the courier comes to this address. Raises NotNow, NoSuchPhone."""
    _ask(file, _changes_in(address), at=at, method=Method.COURIER)


def name_receiver(file: Application, name: str, *, at: datetime) -> None:
    """Ask that this person may receive it too, with a letter of authority; an empty name takes that back at once.

    Raises NotNow.
    """
    changes = {"may_receive": name.strip()}
    if changes["may_receive"]:
        _ask(file, changes, at=at)
        return
    with transaction.atomic():
        tell(file, Kind.RECEIVER_NAMED, at=at, private=changes | _before(file, changes, at))
        addresses.correct(file, changes)


def correct_contact(file: Application, *, line: str = "", phone: str = "", landmark: str = "", at: datetime) -> None:
    """Put another landmark at once; ask for another house number or phone. Empty ones stay.

    Raises NotNow, NoSuchPhone.
    """
    elsewhere = {name: value for name, value in (("line", line.strip()), ("phone", _phone(phone))) if value}
    with transaction.atomic():
        if landmark.strip():
            changes = {"landmark": landmark.strip()}
            tell(file, Kind.CONTACT_CORRECTED, at=at, private=changes | _before(file, changes, at))
            addresses.correct(file, changes)
        if elsewhere:
            _ask(file, elsewhere, at=at)


def stop_redirect(file: Application, *, at: datetime) -> None:
    """It stays as it was: said by who holds the receipt, or by the old contact. Raises NotNow."""
    tell(file, Kind.REDIRECT_STOPPED, at=at)


def _ask(file: Application, changes: dict[str, str], *, at: datetime, method: str = "") -> None:
    """The wish as a fact; it holds when the old contact was told and the pause has passed (`redirects`)."""
    data = {"fields": sorted(changes), **({"method": method} if method else {})}
    with transaction.atomic():
        tell(file, Kind.REDIRECT_ASKED, at=at, data=data, private=changes | _before(file, changes, at))


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
