"""What is asked of letters. Opening what was written leaves a trace; a list is of one's own office only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from siantar.casework import disclosure
from siantar.casework.models import Application, EventRow
from siantar.casework.progress import progress_of
from siantar.letters import pages
from siantar.letters.answers import answers_of
from siantar.letters.approving import held_by, next_initial, office_for
from siantar.letters.issuing import pdf_of, signing_office
from siantar.letters.models import LetterDraft, LetterOfficer, LetterType, NumberSlot, OfficeLetter
from siantar.letters.readings import PresentDraft, draft_to_compare, present_drafts
from siantar.letters.writing import content_of, last_draft, values_of
from siantar.paper.letter import LetterPaper, letter_pdf
from siantar.privacy import looks
from siantar.privacy.looks import Reader
from siantar.rules import identity
from siantar.rules.access import Actor, PersonalField, Reading, require
from siantar.rules.journey import State
from siantar.rules.letter.comparison import Rewording, rewordings
from siantar.rules.letter.content import LetterContent, Source
from siantar.rules.letter.values import Value, Values
from siantar.rules.vocabulary import ENDS, Kind, Stage

NOT_SIGNED = "BELUM DITANDATANGANI"
MOST_WAITING = 200


@dataclass(frozen=True, slots=True)
class WaitingLetter:
    """A letter that waits for this person: to be initialled, or to be signed."""

    letter: OfficeLetter
    to_sign: bool
    from_list: bool = False  # whether it may be done beside others without opening it again


def letters_of(file: Application) -> list[OfficeLetter]:
    """All letters of a file, the newest first."""
    letters = OfficeLetter.objects.select_related("version__type", "office", "signer", "application__service")
    return list(letters.filter(application=file).order_by("-begun_at"))


def letter_of_file(file: Application) -> OfficeLetter | None:
    """The letter a file has now: the living one, else the one withdrawn last."""
    letters = letters_of(file)
    return next((letter for letter in letters if letter.state != OfficeLetter.State.WITHDRAWN), None)


def last_values(letter: OfficeLetter, reader: Reader) -> Values:
    """What was written last, for one reason; it leaves a trace. Raises Forbidden for who reads no letters."""
    _note(letter, reader)
    return values_of(last_draft(letter))


def changed_since(letter: OfficeLetter, by: Actor, at: datetime) -> list[Rewording]:
    """What the last draft says otherwise than the one this person opened last, or else than the one before it.

    It leaves a trace. Raises Forbidden.
    """
    _note(letter, Reader(by, at, "letter"))
    last = last_draft(letter)
    before = draft_to_compare(last, by)
    values = values_of(before) if before else {}
    return rewordings(content_of(letter), values, values_of(last)) if values else []


def open_pdf(letter: OfficeLetter, reader: Reader) -> bytes:
    """The issued page, for one reason; it leaves a trace. Raises Forbidden."""
    _note(letter, reader)
    return pdf_of(letter)


def pdf_as_it_stands(letter: OfficeLetter, reader: Reader) -> bytes:
    """The issued page, else the page as it will be, marked as not signed; empty once erased. Raises Forbidden."""
    if letter.state in (OfficeLetter.State.ISSUED, OfficeLetter.State.WITHDRAWN):
        return open_pdf(letter, reader)
    values = last_values(letter, reader)
    return letter_pdf(preview(content_of(letter), values, letter.application, reader.at)) if values else b""


def _note(letter: OfficeLetter, reader: Reader) -> None:
    require(reader.by, Reading.LETTER, office=letter.office_id)
    file = letter.application
    looks.note(reader, subject=file.person_id, file=file.pk, fields=reader.fields - {PersonalField.PRIVATE})


def preview(content: LetterContent, values: Values, file: Application, at: datetime) -> LetterPaper:
    """The letter as it will be, marked as not signed, without number and code."""
    return pages.unsigned(file.office, content, values, at, NOT_SIGNED)


def suggestions(file: Application, content: LetterContent, reader: Reader) -> Values:
    """What is known already of the fields: of the file, of the counter, and of the last letter of the same person."""
    personal = disclosure.open_file(file, reader)
    village = file.village.name if file.village else ""
    nik = identity.digits_of(personal.nik)
    hint = identity.hint_of(nik, today=reader.at.date()) if identity.identifies(nik) else None
    parts = (personal.address.line, personal.neighbourhood, village)
    by_source: dict[str, str] = {
        Source.NAME: personal.name,
        Source.NIK: personal.nik,
        Source.ADDRESS: ", ".join(part for part in parts if part),
        Source.VILLAGE: village,
        Source.SEX: ("Perempuan" if hint.female else "Laki-laki") if hint else "",
    }
    before, answers = of_the_last_letter(file), answers_of(file)
    offered: dict[str, Value] = {
        field.name: answers.get(field.name) or by_source.get(field.source) or before.get(field.name, "")
        for field in content.fields
    }
    return {name: value for name, value in offered.items() if value}


_OF_THE_PERSON = frozenset({"kk", "ttl", "agama", "status", "kewarganegaraan", "pendidikan", "pekerjaan"})


def of_the_last_letter(file: Application) -> dict[str, str]:
    """What stood of the person in their last letter; of the fields that are about a person alone.

    The caller leaves the trace.
    """
    drafts = LetterDraft.objects.filter(
        letter__application__person=file.person_id, letter__office=file.office_id, fields_sealed__isnull=False
    ).exclude(letter__application=file)
    draft = drafts.order_by("-made_at").first()
    values = values_of(draft) if draft else {}
    return {name: value for name, value in values.items() if name in _OF_THE_PERSON and isinstance(value, str)}


def waiting_for(by: Actor, at: datetime) -> tuple[list[WaitingLetter], int]:
    """The letters of one's office that wait for this very person, the oldest first, and how many more there are."""
    every = _waiting(by, at)
    waiting = every[:MOST_WAITING]
    drafts = present_drafts([each.letter for each in waiting], by)
    listed = [replace(each, from_list=_from_list(each, drafts[each.letter.pk])) for each in waiting]
    return listed, len(every) - len(listed)


def numbers_waiting(by: Actor, at: datetime) -> list[str]:
    """The receipts of these letters, in the same order."""
    return [each.letter.application.receipt_number for each in _waiting(by, at)[:MOST_WAITING]]


def _waiting(by: Actor, at: datetime) -> list[WaitingLetter]:
    written = OfficeLetter.objects.filter(office=by.office, state=OfficeLetter.State.WRITTEN)
    running = written.exclude(application__standing__stage__in=ENDS)  # a file that was rejected keeps its draft
    letters = running.order_by("begun_at", "pk").select_related(
        "version__type", "office", "application__standing", "application__service", "application__office"
    )
    first = letters.first()
    held = held_by(by, first, at) if first else []
    if not held:  # most who read letters hold no office that initials or signs
        return []
    return [each for letter in letters if (each := _waits(letter, by, held)) is not None]


def _from_list(waiting: WaitingLetter, draft: PresentDraft) -> bool:
    return draft.opened if waiting.to_sign else draft.initialled_unopened


def _waits(letter: OfficeLetter, by: Actor, held: Sequence[LetterOfficer]) -> WaitingLetter | None:
    standing = letter.application.standing
    turn = next_initial(letter, content_of(letter), progress_of(standing).state)
    if turn is not None:
        return WaitingLetter(letter, False) if office_for(turn, held) else None
    signable = standing.stage == Stage.AWAITING_SIGNATURE
    return WaitingLetter(letter, True) if signable and signing_office(letter, by, held) else None


def initials_of(letter: OfficeLetter, state: State) -> list[EventRow]:
    """Who initialled the letter as it is written now (the file stands in this state), the first first."""
    count = max(len(content_of(letter).initials) - state.initials_due, 0)
    events = EventRow.objects.filter(application=letter.application, kind=Kind.INITIALLED, conflict="")
    return list(reversed(events.order_by("-seq")[:count]))


def register(by: Actor, first: date, last: date, kind: str = "") -> QuerySet[NumberSlot]:
    """The numbers of one's office in these days, in their order; of one kind of letter where it is named."""
    require(by, Reading.LETTER_BOOKS, office=by.office)
    slots = NumberSlot.objects.filter(series__office=by.office, dated__gte=first, dated__lte=last)
    if kind:
        slots = slots.filter(letter__version__type__code=kind)
    return slots.select_related(
        "series", "letter__version__type", "letter__signer", "letter__application__office"
    ).order_by("dated", "series__code", "seq")


def note_listed(slots: Sequence[NumberSlot], reader: Reader) -> None:
    """A list of names leaves a trace of each."""
    whose = [(slot.letter.application.person_id, slot.letter.application_id) for slot in slots]
    looks.note_many(reader, whose, fields=reader.fields)


def drafters_of(letters: Sequence[UUID]) -> dict[UUID, str]:
    """Who wrote each of these letters last, by their numbers."""
    drafts = LetterDraft.objects.filter(letter__in=letters).order_by("number")
    return {letter: str(person) for letter, person in drafts.values_list("letter_id", "made_by_id")}


def types_of(by: Actor) -> list[LetterType]:
    """The kinds of letters of one's office."""
    return list(LetterType.objects.filter(office=by.office).order_by("position"))
