"""The number of the family card (KK) of a file, put right or added after the hand-in: as an event, nothing unseen.

It stands with what the counter asked (`answers`), from where the letter, the forms and the register of cards take it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from siantar.casework import bulk_sql, ledger
from siantar.casework.intake_corrections import NotCorrected
from siantar.casework.models import Application
from siantar.casework.outcome import Result
from siantar.letters import answers
from siantar.privacy import looks
from siantar.privacy.looks import Reader
from siantar.rules import identity
from siantar.rules.access import Actor, PersonalField
from siantar.rules.event import Event
from siantar.rules.vocabulary import Code, Kind

FIELD = "kk"


class NotACardNumber(ValueError):
    """Not sixteen figures."""


@dataclass(frozen=True, slots=True)
class CardNumberWord:
    """The number as it should be, as typed (empty: there is none), and why."""

    id: UUID
    typed: str
    reason: str


def is_asked(file: Application, at: datetime) -> bool:
    """Whether the service of the file asks for it."""
    content = answers.content_for(file.service, at)
    return content is not None and content.field(FIELD) is not None


def number_of(file: Application, reader: Reader) -> str:
    """What stands now, as far as the gate lets this reader see numbers of a person; it leaves a trace."""
    if PersonalField.NIK not in reader.fields:
        return ""
    looks.note(reader, subject=file.person_id, file=file.pk, fields=(FIELD,))
    return str(answers.answers_of(file).get(FIELD, ""))


def put_right(file: Application, word: CardNumberWord, *, by: Actor, at: datetime) -> bool:
    """Put it right or add it; False where the same was told before. Raises NotACardNumber, NotCorrected."""
    number = identity.digits_of(word.typed)
    if number and not identity.is_sixteen_figures(number):
        raise NotACardNumber
    with transaction.atomic():
        bulk_sql.lock([file.receipt_number])
        stored = Application.objects.select_related("standing", "service__office").get(pk=file.pk)
        if not is_asked(stored, at):
            raise NotCorrected(Code.MALFORMED)
        looks.note(Reader(by, at, "intake_correction"), subject=stored.person_id, file=stored.pk, fields=(FIELD,))
        before = str(answers.answers_of(stored).get(FIELD, ""))
        changed = [] if number == identity.digits_of(before) else [FIELD]
        outcome = ledger.record([_event(stored, word, (before, number), changed, at)], by=by, at=at)[0]
        if outcome.result is Result.DUPLICATE:
            return False
        if outcome.result is not Result.RECORDED:
            raise NotCorrected(outcome.code or Code.WRONG_STAGE)
        answers.keep_one(stored, FIELD, number, at)
    return True


def _event(file: Application, word: CardNumberWord, values: tuple[str, str], changed: list[str], at: datetime) -> Event:
    before, number = values
    private = {FIELD: number} | ({f"{FIELD}_before": before} if before else {})
    reason, data = word.reason.strip(), {"fields": changed}
    return Event(word.id, Kind.INTAKE_CORRECTED, file.receipt_number, at, reason=reason, data=data, private=private)
