"""Initials before the signature: in the order the kind of letter says, each by whoever holds that office today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from siantar.casework import bulk_sql
from siantar.casework.models import Application
from siantar.casework.progress import progress_of
from siantar.letters.frames import offices_held, today_of
from siantar.letters.models import LetterOfficer, OfficeLetter
from siantar.letters.writing import LetterEvent, LetterRefused, content_of, tell
from siantar.rules.access import Actor
from siantar.rules.letter.content import LetterContent
from siantar.rules.letter.signature import Position
from siantar.rules.vocabulary import Code, Kind


@dataclass(frozen=True, slots=True)
class LetterTurn:
    """Whose turn a written letter is: the office that initials next, or "" when it waits for the signature."""

    initials_due: int
    position: Position | None


def turn_of(letter: OfficeLetter, content: LetterContent) -> LetterTurn:
    """Who comes next, as the story of the file has it now."""
    standing = Application.objects.select_related("standing").get(pk=letter.application_id).standing
    state = progress_of(standing).state
    due = min(state.initials_due, len(content.initials)) if state.letter == str(letter.pk) else 0
    return LetterTurn(due, content.initials[len(content.initials) - due] if due else None)


def office_for(letter: OfficeLetter, position: Position, by: Actor, at: datetime) -> LetterOfficer | None:
    """The office in which this person may initial at this place; None where they hold it not today."""
    held = offices_held(by.person, letter.office_id, today_of(letter.office, at))
    return next((officer for officer in held if officer.position == position), None)


def initial(letter: OfficeLetter, *, by: Actor, at: datetime) -> None:
    """Put one's initials. Raises LetterRefused."""
    with transaction.atomic():
        bulk_sql.lock([letter.application.receipt_number])
        letter.refresh_from_db(fields=["state"])
        turn = turn_of(letter, content_of(letter))
        if letter.state != OfficeLetter.State.WRITTEN or turn.position is None:
            raise LetterRefused(Code.OTHER_LETTER)
        if office_for(letter, turn.position, by, at) is None:
            raise LetterRefused(Code.WRONG_ROLE)
        facts = {"letter": str(letter.pk), "position": str(turn.position)}
        tell(letter.application, LetterEvent(Kind.INITIALLED, facts), by=by, at=at)
