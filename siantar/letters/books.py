"""What the books of letters are written from: the agenda of what came and went, and who took each letter over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from siantar.casework import disclosure
from siantar.casework.models import EventRow
from siantar.directory import offices
from siantar.letters import queries
from siantar.letters.models import LetterDraft, NumberSlot, OfficeLetter
from siantar.letters.writing import content_of, values_of
from siantar.privacy import looks
from siantar.privacy.looks import Reader
from siantar.rules.access import Actor, PersonalField, Reading, require
from siantar.rules.letter.values import Values, printed
from siantar.rules.vocabulary import Kind

HANDED_OVER = (Kind.DELIVERED, Kind.COLLECTED, Kind.ISSUED_DIGITALLY)
INTRODUCTION = ("nomor_lurah", "tanggal_lurah", "lurah")  # number, day and sender of the letter it rests on


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Days of a book, both included, and the kind of letter it is limited to (code, "" for all)."""

    first: date
    last: date
    kind: str = ""


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """A number of the office beside the letter it answers, as printed; empty where it rests on none."""

    slot: NumberSlot
    came_number: str
    came_day: str
    came_from: str


@dataclass(frozen=True, slots=True)
class Dispatched:
    """A letter that left the office's hands: by which event, and who took it over."""

    letter: OfficeLetter
    event: EventRow
    receiver: str


def agenda(by: Actor, span: DaySpan, at: datetime) -> list[AgendaEntry]:
    """The numbers of these days with what each rests on; a trace for each. Raises Forbidden."""
    slots = list(queries.register(by, span.first, span.last, span.kind))
    queries.note_listed(slots, Reader(by, at, "letter_book"))
    values = _last_values([slot.letter_id for slot in slots])
    return [AgendaEntry(slot, *_introduction(slot.letter, values.get(slot.letter_id, {}))) for slot in slots]


def _last_values(letters: Sequence[UUID]) -> dict[UUID, Values]:
    drafts = LetterDraft.objects.filter(letter__in=letters).order_by("number")
    return {draft.letter_id: values_of(draft) for draft in {draft.letter_id: draft for draft in drafts}.values()}


def _introduction(letter: OfficeLetter, values: Values) -> list[str]:
    content = content_of(letter)
    fields = ((content.field(name), values.get(name, "")) for name in INTRODUCTION)
    return [printed(field, value) if field and isinstance(value, str) else "" for field, value in fields]


def expedition(by: Actor, span: DaySpan, at: datetime) -> list[Dispatched]:
    """The letters that were handed over in these days, in their order; a trace for each. Raises Forbidden."""
    require(by, Reading.LETTER_BOOKS, office=by.office)
    letters = OfficeLetter.objects.filter(office=by.office, issued_at__isnull=False).order_by("issued_at")
    if span.kind:
        letters = letters.filter(version__type__code=span.kind)
    pairs = _with_their_letters(_handovers(letters, span, _zone_of(by)), letters)
    reader = Reader(by, at, "expedition_book")
    whose = [(letter.application.person_id, letter.application_id) for _event, letter in pairs]
    looks.note_many(reader, whose, fields=reader.fields - {PersonalField.PRIVATE})
    opened = disclosure.private_of_all([event for event, _letter in pairs], reader)
    return [Dispatched(letter, event, each.receiver) for (event, letter), each in zip(pairs, opened, strict=True)]


def _zone_of(by: Actor) -> tzinfo:
    office = offices.by_code(by.office)
    return ZoneInfo(office.zone) if office else UTC


def _handovers(letters: QuerySet[OfficeLetter], span: DaySpan, zone: tzinfo) -> QuerySet[EventRow]:
    events = EventRow.objects.filter(
        application__in=letters.order_by().values("application"), kind__in=HANDED_OVER, conflict="",
        occurred_at__gte=datetime.combine(span.first, time.min, zone),
        occurred_at__lt=datetime.combine(span.last + timedelta(days=1), time.min, zone),
    )  # fmt: skip
    return events.select_related("privatepart").order_by("occurred_at", "pk")


def _with_their_letters(
    events: QuerySet[EventRow], letters: QuerySet[OfficeLetter]
) -> list[tuple[EventRow, OfficeLetter]]:
    """Each hand-over with the letter that was in force then: a letter that took another's place came later."""
    of_file: dict[UUID, list[OfficeLetter]] = {}
    concerned = letters.filter(application__in=[event.application_id for event in events])
    for letter in concerned.select_related("version__type", "application"):
        of_file.setdefault(letter.application_id, []).append(letter)
    return [(event, letter) for event in events for letter in _in_force(of_file[event.application_id], event)]


def _in_force(letters: Sequence[OfficeLetter], event: EventRow) -> Sequence[OfficeLetter]:
    """The letter issued last before this; none where the first came later."""
    return [letter for letter in letters if letter.issued_at and letter.issued_at <= event.occurred_at][-1:]
