"""Hand in: a resident gives a file to the counter and gets a receipt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from siantar.casework import addresses, ledger, persons, possession, queries
from siantar.casework.addresses import DeliveryAddress
from siantar.casework.models import Application, Person
from siantar.catalogue import versions
from siantar.catalogue.models import Service
from siantar.directory import offices
from siantar.directory.calendars import calendar_of
from siantar.directory.models import Office
from siantar.privacy import vault
from siantar.rules import identity, neighbourhood, position, promise, receipt_number
from siantar.rules.access import Actor, roles_of
from siantar.rules.event import Event, Paper, PaperKind
from siantar.rules.identifiers import uuid7
from siantar.rules.phone import read_phone
from siantar.rules.vocabulary import Bringer, Code, Kind, Method


@dataclass(frozen=True, slots=True)
class Address:
    """Where the courier goes."""

    line: str
    rt: str = ""
    rw: str = ""
    village: str = ""
    landmark: str = ""
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class BroughtBy:
    """Who stood at the counter: in which relation to the applicant; `letter` is the authority's number or date."""

    relation: Bringer
    name: str = ""
    phone: str = ""
    letter: str = ""
    identity_seen: bool = False

    def private(self) -> dict[str, str]:
        """The personal part, as it is sealed with the event."""
        typed = {"bringer_name": self.name, "bringer_phone": self.phone, "bringer_letter": self.letter}
        return {key: " ".join(value.split()) for key, value in typed.items() if value.strip()}


@dataclass(frozen=True, slots=True)
class HandIn:
    """All that the counter asks."""

    id: UUID
    service: Service
    name: str
    nik: str = ""
    phone: str = ""
    papers: Sequence[Paper] = ()
    method: Method = Method.COUNTER
    address: Address | None = None
    may_receive: str = ""
    brought: BroughtBy | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the resident takes home; `pin` and `proof` are told only the first time (`new`)."""

    application: Application
    stage: str
    promised_at: datetime | None
    warnings: tuple[str, ...]
    new: bool
    pin: str = ""
    proof: str = ""
    open_applications: tuple[str, ...] = ()


class NotYourCounter(Exception):
    """The person may not take in files at this office."""

    code = Code.WRONG_ROLE


DRAWS = 5  # of a receipt number, until one is free


def hand_in(intake: HandIn, *, by: Actor, at: datetime) -> Receipt:
    """Take in a file. The same `intake.id` again gives the same receipt and changes nothing. Raises NotYourCounter."""
    if not by.roles & roles_of(Kind.HANDED_IN) or by.office != intake.service.office_id:
        raise NotYourCounter
    for _draw in range(DRAWS):
        stored = _stored(intake.id)
        if stored is not None:
            return _again(stored, intake, by)
        try:
            with transaction.atomic():
                return _take_in(intake, by=by, at=at)
        except IntegrityError as problem:  # handed in by a second click meanwhile, or the drawn number was taken
            last = problem
    raise last


def _stored(id: UUID) -> Application | None:
    return Application.objects.select_related("standing", "service", "office").filter(pk=id).first()


def _again(application: Application, intake: HandIn, by: Actor) -> Receipt:
    if application.office_id != by.office:
        raise NotYourCounter
    standing = application.standing
    return Receipt(application, standing.stage, standing.promised_at, warnings_about(intake), new=False)


def warnings_about(intake: HandIn) -> tuple[str, ...]:
    """What looks odd and should be looked at again; never a refusal."""
    doubt = _doubt_about(intake)
    return (*doubts_about(nik=intake.nik, phone=intake.phone), *([f"position_{doubt}"] if doubt else []))


def doubts_about(*, nik: str, phone: str) -> tuple[str, ...]:
    """What looks odd about a NIK and a phone as typed."""
    odd: list[str] = list(identity.warnings_about(identity.digits_of(nik)))
    reading = read_phone(phone)
    if phone.strip() and (reading.odd or reading.first is None):
        odd.append("phone_unusual")
    return tuple(odd)


def _doubt_about(intake: HandIn) -> position.PinDoubt | None:
    """Why the pin of the address is not believed; it is kept as it came, and a dispatcher places the address."""
    address = intake.address
    if address is None or intake.method is not Method.COURIER or (address.lat, address.lon) == (None, None):
        return None
    return position.doubt_about(address.lat, address.lon, offices.area_of(intake.service.office_id))


def _take_in(intake: HandIn, *, by: Actor, at: datetime) -> Receipt:
    intake = replace(intake, name=identity.clean_name(intake.name)[:60] or intake.name)
    person = _person(intake, at)
    another = identity.is_another_name(person.name, intake.name)
    open_files = queries.open_files(person, intake.service) if person.nik_index else []
    pin, proof = possession.new_pin(), possession.new_proof()
    office = intake.service.office
    application = Application(
        id=intake.id,
        receipt_number=receipt_number.issue(office.number),
        office=office,
        service=intake.service,
        person=person,
        village_id=(intake.address.village or None) if intake.address else None,
        address_sealed=_sealed_address(intake, another=another),
        pin_sealed=vault.seal(possession.PIN_PLACE, intake.id, pin),
        proof_sealed=vault.seal(possession.PROOF_PLACE, intake.id, proof),
        handed_in_at=at,
    )
    application.applicant_name = intake.name
    application.save(force_insert=True)
    data = _facts_of(intake, at)
    private = intake.brought.private() if intake.brought else {}
    event = Event(uuid7(at), Kind.HANDED_IN, application.receipt_number, at, data=data, private=private)
    progress = ledger.open_file(application, event, by=by, at=at)
    warnings = (
        *warnings_about(intake),
        *(["nik_other_name"] if another else []),
        *(["open_application"] if open_files else []),
    )
    return Receipt(
        application, progress.state.stage, progress.promised_at, warnings, new=True, pin=pin, proof=proof,
        open_applications=tuple(file.receipt_number for file in open_files),
    )  # fmt: skip


def _facts_of(intake: HandIn, at: datetime) -> dict[str, Any]:
    """The data of `handed_in`."""
    facts = facts_of(intake.service, intake.papers, intake.method, at)
    if intake.brought is not None:
        facts["handed_in_by"] = {"relation": intake.brought.relation, "identity_seen": intake.brought.identity_seen}
    return facts


def facts_of(service: Service, papers: Sequence[Paper], method: Method, at: datetime) -> dict[str, Any]:
    """What a file of this service begins with, by the version of its day; frozen, so that edits change no story."""
    by_requirement = {paper.requirement: paper for paper in papers}
    checklist = []
    terms = versions.terms_at(service, at)
    for requirement in terms.papers:
        paper = by_requirement.get(requirement.code) or Paper(requirement.code, PaperKind.MISSING)
        if requirement.needed or paper.kind is not PaperKind.MISSING:
            checklist.append(Paper(requirement.code, paper.kind, paper.reason, requirement.name))
    promised = promise.promise_from(calendar_of(service.office), at, terms.promise_hours)
    complete = all(paper.kind is not PaperKind.MISSING for paper in checklist)
    return {
        "service": service.code,
        "path": {"steps": list(terms.steps), "digital": terms.digital, "old_ktp": terms.old_ktp},
        "method": Method.COUNTER if terms.digital else method,
        "papers": [paper.as_data() for paper in checklist],
        "promise_hours": terms.promise_hours,
        "promised_at": promised.isoformat() if complete else None,
    }


def promises(services: Iterable[Service], office: Office, at: datetime) -> dict[str, datetime]:
    """Until when each service would be promised to somebody who hands in a complete file at `at`, by its code."""
    calendar = calendar_of(office)
    return {service.code: promise.promise_from(calendar, at, float(service.promise_hours)) for service in services}


def _person(intake: HandIn, at: datetime) -> Person:
    """The applicant: the one this office knows by NIK, brought up to date, or a new one.

    Of a NIK with quite another name nothing is overwritten: a family may share a card's number by a slip, and a
    person decides (`persons.separate`).
    """
    nik, office = identity.digits_of(intake.nik), intake.service.office_id
    stored = persons.known_by(office, nik)
    if stored is not None and identity.is_another_name(stored.name, intake.name):
        return stored
    person = stored or persons.new_person(office, at)
    persons.write(person, name=intake.name, nik=nik, phone=intake.phone)
    return person


def _sealed_address(intake: HandIn, *, another: bool) -> bytes | None:
    """Where it goes; the phone too where the NIK is somebody else's, whose own phone stays as it is."""
    phone = persons.phone_to_store(intake.phone) if another and intake.phone else ""
    if intake.address is None or intake.method is not Method.COURIER:
        return addresses.seal(intake.id, DeliveryAddress(phone=phone)) if phone else None
    rt, rw = neighbourhood.read(intake.address.rt, intake.address.rw)
    address = DeliveryAddress(
        **asdict(intake.address) | {"rt": rt, "rw": rw}, may_receive=intake.may_receive, phone=phone
    )
    return addresses.seal(intake.id, address)
