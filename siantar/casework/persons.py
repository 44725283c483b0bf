"""Applicants as one office knows them: found by a plausible NIK, separated where two became one, merged.

Separating and merging are facts in the story of each file that changes hands, with who, when and why.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from siantar.casework import bulk_sql, ledger
from siantar.casework.models import Application, EventRow, Person
from siantar.casework.outcome import Result
from siantar.privacy import vault
from siantar.rules import identity
from siantar.rules.access import Actor
from siantar.rules.event import Event
from siantar.rules.identifiers import uuid7
from siantar.rules.phone import read_phone
from siantar.rules.vocabulary import Code, Kind


@dataclass(frozen=True, slots=True)
class Word:
    """Who says that a file is another person's, when and why."""

    id: UUID
    reason: str
    by: Actor
    at: datetime


class NotTheirs(Exception):
    """The files of this person stay as they are; `code` says why."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code = code


def known_by(office: str, nik: str) -> Person | None:
    """The person this office knows by a cleaned NIK; a placeholder ("belum ada", zeros) finds nobody."""
    if not identity.identifies(nik):
        return None
    return Person.objects.filter(office=office, nik_index__in=vault.indexes("person.nik", nik)).first()


def nik_indexes(person: Person) -> list[bytes]:
    """What a person's NIK is found by, in every form in which it may stand in what is kept; none without a NIK."""
    if not person.nik_index or not person.nik_sealed:
        return []
    try:
        return vault.indexes("person.nik", vault.unseal("person.nik", person.pk, person.nik_sealed))
    except vault.Unreadable:
        return [bytes(person.nik_index)]


def new_person(office: str, at: datetime) -> Person:
    """A person this office has not met; `write` stores it."""
    return Person(id=uuid7(at), office_id=office, created_at=at)


def write(person: Person, *, name: str, nik: str = "", phone: str = "") -> None:
    """Store what is known of a person now; an empty NIK or phone, or an unreadable name, leaves what is kept."""
    if name != identity.UNREADABLE:
        person.name = name
    if nik:
        person.nik_sealed = vault.seal("person.nik", person.pk, nik)
        person.nik_index = vault.index("person.nik", nik) if identity.identifies(nik) else None
    if phone:
        person.phone_sealed = vault.seal("person.phone", person.pk, phone_to_store(phone))
    person.save(force_insert=person._state.adding)


def phone_to_store(typed: str) -> str:
    """The number in E.164 where nothing else was written; with a remark, a second number or none at all as typed."""
    phone = read_phone(typed)
    plain = len(phone.numbers) == 1 and not phone.remark and not phone.odd
    return phone.numbers[0] if plain else " ".join(typed.split())


def other_files(file: Application) -> list[Application]:
    """The other files of the same applicant record, newest first."""
    files = Application.objects.filter(person=file.person_id).exclude(pk=file.pk)
    return list(files.select_related("service", "standing").order_by("-handed_in_at"))


def told_by_facts(files: Iterable[Application]) -> dict[UUID, UUID]:
    """Whose each of these files is by the last fact that says so; files of which none does are left out.

    Opens ids alone, and shows nobody anything. Facts that were taken back, or whose personal part was erased, say
    nothing any more.
    """
    events = EventRow.objects.filter(application__in=[file.pk for file in files], conflict="")
    taken_back = {
        data["event"] for data in events.filter(kind=Kind.CORRECTED).values_list("data", flat=True) if data.get("event")
    }
    changes = events.filter(kind=Kind.INTAKE_CORRECTED, privatepart__isnull=False).select_related("privatepart")
    whose: dict[UUID, UUID] = {}
    for event in changes.order_by("occurred_at", "seq"):
        private = json.loads(vault.unseal(ledger.PRIVATE_PLACE, event.pk, event.privatepart.sealed))
        if "applicant" not in private:
            continue
        whose.setdefault(event.application_id, UUID(private["applicant_before"]))
        if str(event.pk) not in taken_back:
            whose[event.application_id] = UUID(private["applicant"])
    return whose


def differing(files: Sequence[Application]) -> dict[UUID, UUID]:
    """The files that are not under the applicant their facts name, with who that is (and is still there)."""
    whose = told_by_facts(files)
    wrong = {file.pk: whose[file.pk] for file in files if whose.get(file.pk, file.person_id) != file.person_id}
    present = set(Person.objects.filter(pk__in=wrong.values()).values_list("pk", flat=True))
    return {file: person for file, person in wrong.items() if person in present}


def separate(file: Application, word: Word) -> None:
    """This file is another person's than those it was put with; it starts a record of its own. Raises NotTheirs."""
    with transaction.atomic():
        bulk_sql.lock([file.receipt_number])
        file.refresh_from_db(fields=["person"])  # somebody may have sorted it out while we waited for the lock
        if not other_files(file):
            raise NotTheirs(Code.UNKNOWN_RECEIPT)
        person = new_person(file.office_id, word.at)
        write(person, name=file.applicant_name)
        _give(file, person, word)


def merge(file: Application, other: Application, word: Word) -> None:
    """Both are one person's: all files come under the record with a NIK, else under that of `other`. Raises NotTheirs.

    Two records with different NIK are two persons: one of them is corrected first.
    """
    with transaction.atomic():
        _lock_files_of(file, other)
        people = {person.pk: person for person in Person.objects.select_for_update().filter(
            pk__in=[file.person_id, other.person_id], office=word.by.office)}  # fmt: skip
        if len(people) < 2:
            raise NotTheirs(Code.UNKNOWN_RECEIPT)
        giver, keeper = people[file.person_id], people[other.person_id]
        if giver.nik_index and keeper.nik_index:
            raise NotTheirs(Code.CONTRADICTED)
        if giver.nik_index:
            giver, keeper = keeper, giver
        for moved in Application.objects.filter(person=giver).order_by("pk"):
            _give(moved, keeper, replace(word, id=uuid5(word.id, moved.receipt_number)))


def _lock_files_of(file: Application, other: Application) -> None:
    """Lock all files of both applicants, before the persons, as everybody does.

    Raises NotTheirs where somebody sorted one of the two out while we waited: whose they are must be looked at anew.
    """
    concerned = Application.objects.filter(person__in=[file.person_id, other.person_id])
    bulk_sql.lock([*concerned.values_list("receipt_number", flat=True), file.receipt_number, other.receipt_number])
    before = file.person_id, other.person_id
    for each in (file, other):
        each.refresh_from_db(fields=["person"])
    if (file.person_id, other.person_id) != before:
        raise NotTheirs(Code.ALREADY_CORRECTED)


def _give(file: Application, person: Person, word: Word) -> None:
    """Put the file under this person, and tell it in the file's story. Raises NotTheirs."""
    fact = Event(
        word.id, Kind.INTAKE_CORRECTED, file.receipt_number, word.at, reason=word.reason,
        data={"fields": ["applicant"]},
        private={"applicant": str(person.pk), "applicant_before": str(file.person_id)},
    )  # fmt: skip
    outcome = ledger.record([fact], by=word.by, at=word.at)[0]
    if outcome.result is not Result.RECORDED:
        raise NotTheirs(outcome.code or Code.WRONG_STAGE)
    Application.objects.filter(pk=file.pk).update(person=person)
