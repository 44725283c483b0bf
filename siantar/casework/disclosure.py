"""Open personal data of a file: each opening leaves a trace (`privacy.looks`)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from siantar.casework import addresses, persons
from siantar.casework.addresses import DeliveryAddress
from siantar.casework.ledger import PRIVATE_PLACE
from siantar.casework.models import Application, EventRow, Person
from siantar.privacy import looks, vault
from siantar.privacy.looks import Reader
from siantar.rules import identity, neighbourhood
from siantar.rules.access import Actor, PersonalField, Reading, require
from siantar.rules.phone import read_phone
from siantar.rules.vocabulary import Kind

# Parts of an event's private data that are a personal field by themselves; a role without that field does not see them.
_WITHIN = {
    "name": PersonalField.NAME,
    "nik": PersonalField.NIK,
    "kk": PersonalField.NIK,
    "phone": PersonalField.PHONE,
    **dict.fromkeys(("line", "rt", "rw", "village", "landmark"), PersonalField.ADDRESS),
}
_BRINGER = ("bringer_name", "bringer_phone", "bringer_letter")
_CHANGED = (*_WITHIN, "may_receive")


@dataclass(frozen=True, slots=True)
class Personal:
    """The personal data of one file in clear; what the reader may not see is empty.

    `phone` can be called (E.164); `phone_note` is what else was written in its field: further numbers, words,
    digits nobody can call.
    """

    name: str
    nik: str
    phone: str
    address: DeliveryAddress
    phone_note: str = ""

    @property
    def neighbourhood(self) -> str:
        """RT and RW as they are printed: "RT 001/RW 004"; empty where the address has none."""
        return neighbourhood.printed(self.address.rt, self.address.rw)


def open_file(application: Application, reader: Reader) -> Personal:
    """What `reader` may see of a file, for the one reason given."""
    return open_files([application], reader)[0]


def open_files(applications: Sequence[Application], reader: Reader) -> list[Personal]:
    """The same for several files; the trace is one statement."""
    pairs = [(application.person_id, application.pk) for application in applications]
    looks.note_many(reader, pairs, fields=reader.fields - {PersonalField.PRIVATE})
    return [_only(reader.fields, open_quietly(application)) for application in applications]


def _only(fields: frozenset[PersonalField], personal: Personal) -> Personal:
    """The fields the gate allows, the others empty."""
    return Personal(
        personal.name if PersonalField.NAME in fields else identity.masked_name(personal.name),
        personal.nik if PersonalField.NIK in fields else "",
        personal.phone if PersonalField.PHONE in fields else "",
        personal.address if PersonalField.ADDRESS in fields else DeliveryAddress(),
        personal.phone_note if PersonalField.PHONE in fields else "",
    )


def open_quietly(application: Application) -> Personal:
    """The same where the caller leaves the trace."""
    person = application.person
    address = addresses.of_file(application)
    phone = read_phone(address.phone or _clear("person.phone", person.pk, person.phone_sealed))
    nik = _clear("person.nik", person.pk, person.nik_sealed)
    beside = " ".join(part for part in (*phone.numbers[1:], phone.remark) if part)
    return Personal(application.applicant_name, nik, phone.first or "", replace(address, phone=""), beside)


def _clear(place: str, pk: object, sealed: bytes | memoryview | None) -> str:
    return vault.unseal(place, pk, sealed) if sealed else ""


@dataclass(frozen=True, slots=True)
class ToldPosition:
    """Where a phone said it was, in degrees; `accuracy` in metres where it said how sure it is."""

    lat: float
    lon: float
    accuracy: float | None = None


@dataclass(frozen=True, slots=True)
class EventPrivate:
    """The personal part of an event in clear, empty where there is none; `changed` has old and new value by field."""

    receiver: str = ""
    note: str = ""
    position: ToldPosition | None = None
    bringer_name: str = ""
    bringer_phone: str = ""
    bringer_letter: str = ""
    changed: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def private_of(event: EventRow, reader: Reader) -> EventPrivate:
    """The personal part of an event as far as the gate lets this reader see it; empty when it was erased."""
    return private_of_all([event], reader)[0]


def private_of_all(events: Sequence[EventRow], reader: Reader) -> list[EventPrivate]:
    """The same for several events; the trace is one statement."""
    if PersonalField.PRIVATE not in reader.fields:
        return [EventPrivate() for _ in events]
    files = [(None, event.application_id) for event in events if hasattr(event, "privatepart")]
    looks.note_many(reader, files, fields=("private",))
    return [_opened(event, reader) for event in events]


def _opened(event: EventRow, reader: Reader) -> EventPrivate:
    part = getattr(event, "privatepart", None)
    if part is None:
        return EventPrivate()
    opened: dict[str, Any] = json.loads(vault.unseal(PRIVATE_PLACE, event.pk, part.sealed))
    allowed = reader.fields
    return _private({key: value for key, value in opened.items() if _within(key) in allowed})


def _within(key: str) -> PersonalField:
    return _WITHIN.get(key.removesuffix("_before").removeprefix("bringer_"), PersonalField.PRIVATE)


def _private(content: Mapping[str, Any]) -> EventPrivate:
    where = content.get("position")
    return EventPrivate(
        receiver=content.get("receiver_name", ""),
        note=content.get("note", ""),
        position=ToldPosition(float(where["lat"]), float(where["lon"]), where.get("accuracy_m")) if where else None,
        **{name: content.get(name, "") for name in _BRINGER},
        changed={name: (content.get(f"{name}_before", ""), content[name]) for name in _CHANGED if name in content},
    )


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who handed the file in: `relation` to the applicant is a `Bringer`, the rest is empty where it was not said."""

    relation: str
    name: str = ""
    letter: str = ""
    identity_seen: bool = False


def bearer_of(application: Application, reader: Reader) -> Bearer | None:
    """Who handed the file in; None where nobody wrote it down."""
    events = EventRow.objects.filter(application=application, kind=Kind.HANDED_IN).select_related("privatepart")
    event = events.first()
    brought = event.data.get("handed_in_by") if event else None
    if event is None or not brought:
        return None
    private = private_of(event, reader) if event.private_digest else EventPrivate()
    seen = bool(brought.get("identity_seen"))
    return Bearer(brought["relation"], private.bringer_name, private.bringer_letter, seen)


def find_person(actor: Actor, nik: str, at: datetime) -> tuple[Person, str] | None:
    """The person the actor's office knows by NIK, with the phone in clear. Raises Forbidden.

    Every search leaves a trace, also one that finds nobody.
    """
    require(actor, Reading.COUNTER, office=actor.office)
    if not identity.identifies(nik):
        return None
    reader = Reader(actor, at, "intake")
    person = persons.known_by(actor.office, nik)
    if person is None:
        looks.note(reader, subject=None, file=None, fields=("nik",))
        return None
    looks.note(reader, subject=person.pk, file=None, fields=("name", "nik", "phone"))
    return person, _clear("person.phone", person.pk, person.phone_sealed)
