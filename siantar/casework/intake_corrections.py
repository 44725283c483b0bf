"""Put right what the counter took down, as an event with old and new value; nothing is overwritten unseen.

Population data itself is corrected by the civil registry alone (UU 23/2006): this is what stands in our file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from siantar.casework import addresses, bulk_sql, disclosure, intake, ledger, persons
from siantar.casework.models import Application, EventRow, Person
from siantar.casework.outcome import Outcome, Result
from siantar.casework.progress import progress_of
from siantar.catalogue.models import Service
from siantar.privacy.looks import Reader, note
from siantar.rules import identity, neighbourhood
from siantar.rules.access import Actor
from siantar.rules.event import Event
from siantar.rules.vocabulary import Code, Kind, Method

ADDRESS = ("line", "rt", "rw", "village", "landmark", "may_receive")
FIELDS = ("name", "nik", "phone", *ADDRESS, "method", "service")


@dataclass(frozen=True, slots=True)
class IntakeCorrection:
    """The fields to put right (`FIELDS`, as typed; `service` and `method` as codes), and why."""

    id: UUID
    changes: Mapping[str, str]
    reason: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """What became of it: `fields` changed; `warnings` as at hand-in."""

    outcome: Outcome
    promised_at: datetime | None
    fields: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class NotCorrected(Exception):
    """Nothing was changed; `code` says why."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code = code


def correct(file: Application, correction: IntakeCorrection, *, by: Actor, at: datetime) -> Corrected:
    """Put right what differs from what is kept. The same id again changes nothing. Raises NotCorrected."""
    with transaction.atomic():
        stored = _locked(file)
        before = _before(stored, by, at)
        changes = {name: value for name, value in _read(correction.changes).items() if value != before[name]}
        if EventRow.objects.filter(pk=correction.id).exists():  # told before: what was corrected since stays corrected
            changes = {}
        whose = _whose(stored, changes, at)
        event = _told_with(_event(stored, correction, changes, before, at), stored, whose)
        if "service" in changes:  # first, because what is derived from the event shows the service's name
            Application.objects.filter(pk=file.pk).update(service=_service(stored, changes["service"]))
        outcome = ledger.record([event], by=by, at=at)[0]
        if outcome.result is Result.DUPLICATE:
            return Corrected(outcome, stored.standing.promised_at)
        if outcome.result is not Result.RECORDED:
            raise NotCorrected(outcome.code or Code.WRONG_STAGE)
        _store(stored, changes, whose)
        stored.standing.refresh_from_db()
    return Corrected(outcome, stored.standing.promised_at, tuple(changes), whose.doubts)


def _locked(file: Application) -> Application:
    """The file as it is, locked as the ledger locks it: another order would let two acts wait for each other."""
    bulk_sql.lock([file.receipt_number])
    return Application.objects.select_related("person", "service__office", "standing").get(pk=file.pk)


def _before(file: Application, by: Actor, at: datetime) -> dict[str, str]:
    """What is kept now, for the story; a reading that leaves its trace."""
    note(
        Reader(by, at, "intake_correction"),
        subject=file.person_id,
        file=file.pk,
        fields=("name", "nik", "phone", "address"),
    )
    personal = disclosure.open_quietly(file)
    address = {name: getattr(personal.address, name) for name in ADDRESS}
    phone = " ".join(part for part in (personal.phone, personal.phone_note) if part)
    return {
        "name": personal.name, "nik": personal.nik, "phone": phone, **address,
        "method": progress_of(file.standing).state.method, "service": file.service.code,
    }  # fmt: skip


def _read(changes: Mapping[str, str]) -> dict[str, str]:
    """The changes as they are kept. Raises NotCorrected for a field there is not, and a name of nothing."""
    if set(changes) - set(FIELDS):
        raise NotCorrected(Code.MALFORMED)
    read = {name: " ".join(value.split()) for name, value in changes.items()}
    readers = {
        "name": lambda typed: identity.clean_name(typed)[:60],
        "nik": identity.digits_of,
        "phone": persons.phone_to_store,
    }
    read |= {name: reader(read[name]) for name, reader in readers.items() if name in read}
    if {"rt", "rw"} & set(read):
        rt, rw = neighbourhood.read(read.get("rt", ""), read.get("rw", ""))
        read |= {name: number for name, number in (("rt", rt), ("rw", rw)) if name in read or number}
    if read.get("name") == "" or read.get("method", Method.COUNTER) not in set(Method):
        raise NotCorrected(Code.MALFORMED)
    return read


def _event(
    file: Application, correction: IntakeCorrection, changes: Mapping[str, str], before: Mapping[str, str], at: datetime
) -> Event:
    """The fact: which fields in the open, their values sealed with those before."""
    data: dict[str, Any] = {"fields": sorted(changes)}
    if "method" in changes:
        data["method"] = changes["method"]
    if "service" in changes:
        data |= {"service_before": file.service.code} | _as_handed_in(file, changes)
    sealed = {name: value for name, value in changes.items() if name not in {"method", "service"}}
    private = sealed | {f"{name}_before": before[name] for name in sealed if before[name]}
    number, reason = file.receipt_number, correction.reason.strip()
    return Event(correction.id, Kind.INTAKE_CORRECTED, number, at, reason=reason, data=data, private=private)


def _as_handed_in(file: Application, changes: Mapping[str, str]) -> dict[str, Any]:
    """Path, papers and promise as if the file had been handed in for this service at the time it was."""
    stands = progress_of(file.standing)
    method = Method(changes.get("method", stands.state.method))
    return intake.facts_of(_service(file, changes["service"]), stands.papers, method, file.handed_in_at)


def _service(file: Application, code: str) -> Service:
    service = Service.objects.filter(office=file.office_id, code=code).first()
    if service is None:
        raise NotCorrected(Code.MALFORMED)
    return service


@dataclass(frozen=True, slots=True)
class _Whose:
    """The applicant of a file after its correction; `writes` their name and NIK down, `doubts` as at hand-in."""

    person: Person
    nik: str = ""
    writes: bool = False
    doubts: tuple[str, ...] = ()


def _told_with(event: Event, file: Application, whose: _Whose) -> Event:
    """The fact with whose file it becomes, where that changes: what is derived can be derived again."""
    if whose.person.pk == file.person_id:
        return event
    moved = {"applicant": str(whose.person.pk), "applicant_before": str(file.person_id)}
    return replace(event, private={**event.private, **moved})


def _store(file: Application, changes: Mapping[str, str], whose: _Whose) -> None:
    """Bring the file and its applicant up to date."""
    if whose.writes:
        if not whose.nik:
            whose.person.nik_sealed = whose.person.nik_index = None
        persons.write(whose.person, name=changes.get("name", file.applicant_name), nik=whose.nik)
    # A phone told with this receipt holds for this file alone, so it stands with the address.
    if address := {name: changes[name] for name in (*ADDRESS, "phone") if name in changes}:
        addresses.correct(file, address)
    if "name" in changes:
        file.applicant_name = changes["name"]
    Application.objects.filter(pk=file.pk).update(
        person=whose.person,
        name_sealed=file.name_sealed,
        name_signs=file.name_signs,
        village=(changes["village"] or None) if "village" in changes else file.village_id,
    )


def _whose(file: Application, changes: Mapping[str, str], at: datetime) -> _Whose:
    """Whose file it is now: by another NIK it is another person's, whom this office may know already.

    A person with other files keeps name and NIK there; this file goes to a record of its own.
    """
    if not {"name", "nik"} & set(changes):
        return _Whose(file.person)
    name = changes.get("name", file.applicant_name)
    nik = changes.get("nik", disclosure.open_quietly(file).nik)
    match = persons.known_by(file.office_id, nik)
    doubts = tuple(map(str, identity.warnings_about(nik)))
    if match is not None and match.pk != file.person_id:
        other = ["nik_other_name"] if identity.is_another_name(match.name, name) else []
        return _Whose(match, doubts=(*doubts, *other))
    alone = not persons.other_files(file)
    person = file.person if alone or match is not None else persons.new_person(file.office_id, at)
    return _Whose(person, nik, writes=True, doubts=doubts)
