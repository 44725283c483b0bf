"""Who opened which draft of a letter: many are only signed at once after each was read as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from siantar.letters.models import DraftReading, LetterDraft, OfficeLetter
from siantar.rules.access import Actor


@dataclass(frozen=True, slots=True)
class PresentDraft:
    """What is written in a letter now, and whether this person opened it."""

    number: int
    opened: bool

    @property
    def initialled_unopened(self) -> bool:
        """Whether it may be initialled from the list: opened, or never written anew."""
        return self.opened or self.number == 1


def note_opened(draft: LetterDraft, by: Actor, at: datetime) -> None:
    """This person was shown this draft."""
    row = DraftReading(draft=draft, person_id=int(by.person), at=at)
    DraftReading.objects.bulk_create([row], ignore_conflicts=True)


def draft_to_compare(last: LetterDraft, by: Actor) -> LetterDraft | None:
    """The earlier draft this person opened last, else the one before `last`; None where it is the first."""
    earlier = LetterDraft.objects.filter(letter=last.letter_id, number__lt=last.number).order_by("-number")
    return earlier.filter(readings__person=int(by.person)).first() or earlier.first()


def present_drafts(letters: Iterable[OfficeLetter], by: Actor) -> Mapping[UUID, PresentDraft]:
    """What is written in each of these letters now; two questions, however many letters there are."""
    drafts = LetterDraft.objects.filter(letter__in=[letter.pk for letter in letters]).order_by("number")
    last = {letter: (draft, number) for letter, draft, number in drafts.values_list("letter_id", "pk", "number")}
    among = [draft for draft, _number in last.values()]
    opened = set(DraftReading.objects.filter(person=int(by.person), draft__in=among).values_list("draft_id", flat=True))
    return {letter: PresentDraft(number, draft in opened) for letter, (draft, number) in last.items()}
