"""A letter is written for a file, and written anew after it was sent back; what was typed is sealed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from siantar.casework import bulk_sql, ledger
from siantar.casework.models import Application
from siantar.casework.outcome import Result
from siantar.catalogue.models import Service
from siantar.directory.models import Office
from siantar.directory.offices import day_in
from siantar.letters import numbers
from siantar.letters.models import LetterDraft, LetterType, LetterVersion, OfficeLetter
from siantar.privacy import vault
from siantar.rules.access import Actor
from siantar.rules.event import Event
from siantar.rules.identifiers import uuid7
from siantar.rules.letter.content import LetterContent, read_content
from siantar.rules.letter.values import Values, ValueTrouble, judge
from siantar.rules.vocabulary import Code, Kind

PLACE = "letter.fields"


class LetterRefused(Exception):
    """The letter stays as it is; `code` says why."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code = code


class BadValues(ValueError):
    """What was typed cannot stand in the letter; `troubles` by field."""

    def __init__(self, troubles: dict[str, ValueTrouble]) -> None:
        super().__init__(troubles)
        self.troubles = troubles


def type_of(file: Application) -> LetterType | None:
    """The kind of letter the service of a file ends in; None where it ends in none."""
    return type_for(file.service)


def type_for(service: Service) -> LetterType | None:
    """The kind of letter the files of a service end in; None where they end in none."""
    return LetterType.objects.filter(office=service.office_id, service=service.code).order_by("position").first()


def version_for(file: Application) -> LetterVersion | None:
    """The text that was in force when the file was handed in; the first one where none was yet."""
    kind = type_of(file)
    return version_at(kind, file.office, file.handed_in_at) if kind else None


def version_at(kind: LetterType, office: Office, at: datetime) -> LetterVersion | None:
    """The text that holds for a file handed in at this moment; the first one where none does yet."""
    versions = sorted(kind.versions.all(), key=lambda version: (version.valid_from, version.number))
    in_force = [version for version in versions if _held(version, day_in(office, at), at)]
    return in_force[-1] if in_force else min(versions, key=lambda version: version.number, default=None)


def _held(version: LetterVersion, day: date, at: datetime) -> bool:
    """Whether it held when the file came: also on its first day it holds for what comes after it was published."""
    before = version.published_by_id is None or version.published_at <= at
    return before and version.valid_from <= day


def living(file: Application) -> OfficeLetter | None:
    """The letter of a file that is not withdrawn."""
    letters = OfficeLetter.objects.select_related("version__type", "office", "signer", "application__service")
    return letters.filter(application=file).exclude(state=OfficeLetter.State.WITHDRAWN).first()


def content_of(letter: OfficeLetter) -> LetterContent:
    """The text it is written by."""
    return read_content(letter.version.content)


def write(file: Application, typed: Values, *, by: Actor, at: datetime) -> OfficeLetter:
    """Write the letter of a file, or write it anew. Raises BadValues, LetterRefused."""
    with transaction.atomic():
        bulk_sql.lock([file.receipt_number])
        letter = living(file) or _begun(file, at)
        if letter.state == OfficeLetter.State.ISSUED:
            raise LetterRefused(Code.WRONG_STAGE)
        content = content_of(letter)
        values, troubles = judge(content, typed)
        if troubles:
            raise BadValues(troubles)
        draft = _draft(letter, values, by, at)
        facts = {"letter": str(letter.pk), "draft": draft.number, "initials": len(content.initials)}
        letter.state = OfficeLetter.State.WRITTEN
        letter.save(force_insert=letter._state.adding)
        draft.save(force_insert=True)
        tell(file, LetterEvent(Kind.DRAFTED, facts), by=by, at=at)
    return letter


def _begun(file: Application, at: datetime) -> OfficeLetter:
    version = version_for(file)
    if version is None:
        raise LetterRefused(Code.OTHER_LETTER)
    before = OfficeLetter.objects.filter(application=file).order_by("-begun_at").first()
    return OfficeLetter(
        id=uuid7(at), application=file, office_id=file.office_id, version=version, begun_at=at, replaces=before
    )


def _draft(letter: OfficeLetter, values: Values, by: Actor, at: datetime) -> LetterDraft:
    number = LetterDraft.objects.filter(letter=letter.pk).count() + 1
    sealed = vault.seal(PLACE, f"{letter.pk}:{number}", json.dumps(values, ensure_ascii=False))
    return LetterDraft(letter=letter, number=number, fields_sealed=sealed, made_at=at, made_by_id=int(by.person))


@dataclass(frozen=True, slots=True)
class LetterEvent:
    """What happened to the letter of a file, for its story."""

    kind: Kind
    facts: dict[str, Any]
    reason: str = ""


def tell(file: Application, *happened: LetterEvent, by: Actor, at: datetime) -> None:
    """Tell the file's story what happened to its letter, inside the caller's transaction. Raises LetterRefused."""
    events = [event_of(file, each, at) for each in happened]
    for outcome in ledger.record(events, by=by, at=at):
        if outcome.result is not Result.RECORDED:
            raise LetterRefused(outcome.code or Code.WRONG_STAGE)


def event_of(file: Application, happened: LetterEvent, at: datetime) -> Event:
    """What happened to the letter of this file, as the ledger takes it."""
    return Event(uuid7(at), happened.kind, file.receipt_number, at, reason=happened.reason, data=happened.facts)


def values_of(draft: LetterDraft) -> Values:
    """What was written, in clear; empty once erased. The caller leaves the trace."""
    if draft.fields_sealed is None:
        return {}
    values: Values = json.loads(vault.unseal(PLACE, f"{draft.letter_id}:{draft.number}", draft.fields_sealed))
    return values


def last_draft(letter: OfficeLetter) -> LetterDraft:
    """What was written last."""
    return LetterDraft.objects.filter(letter=letter).order_by("-number")[0]


def send_back(letter: OfficeLetter, reason: str, *, by: Actor, at: datetime) -> None:
    """Give the letter back to who writes it; a number it holds is cancelled. Raises LetterRefused."""
    file = letter.application
    with transaction.atomic():
        bulk_sql.lock([file.receipt_number])
        letter.refresh_from_db()
        tell(file, LetterEvent(Kind.LETTER_RETURNED, {"letter": str(letter.pk)}, reason), by=by, at=at)
        letter.state, letter.reason = OfficeLetter.State.RETURNED, reason[:500]
        letter.save(update_fields=["state", "reason"])
        numbers.cancel_reserved(letter, "Surat dikembalikan sebelum ditandatangani.", at)
