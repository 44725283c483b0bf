"""Initials before the signature: in the order the kind of letter says, each by whoever holds that office today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from siantar.casework import bulk_sql
from siantar.casework.models import Application
from siantar.casework.progress import progress_of
from siantar.directory.offices import day_in
from siantar.letters.frames import offices_held
from siantar.letters.models import LetterOfficer, OfficeLetter
from siantar.letters.writing import LetterEvent, LetterRefused, content_of, tell
from siantar.rules.access import Actor
from siantar.rules.journey import State
from siantar.rules.letter.content import LetterContent
from siantar.rules.letter.signature import Position
from siantar.rules.vocabulary import Code, Kind


def state_of(letter: OfficeLetter) -> State:
    """Where the file of the letter stands now, read anew."""
    standing = Application.objects.select_related("standing").get(pk=letter.application_id).standing
    return progress_of(standing).state


def next_initial(letter: OfficeLetter, content: LetterContent, state: State) -> Position | None:
    """The office that initials next, as the story of the file has it in this state; None where all did."""
    due = min(state.initials_due, len(content.initials)) if state.letter == str(letter.pk) else 0
    return content.initials[len(content.initials) - due] if due else None


def held_by(by: Actor, letter: OfficeLetter, at: datetime) -> list[LetterOfficer]:
    """The offices this person holds today where the letter is written, the highest first."""
    return offices_held(by.person, letter.office_id, day_in(letter.office, at))


def office_for(position: Position, held: Sequence[LetterOfficer]) -> LetterOfficer | None:
    """The one of the offices held in which a person initials at this place."""
    return next((officer for officer in held if officer.position == position), None)


def initial(letter: OfficeLetter, *, by: Actor, at: datetime) -> None:
    """Put one's initials. Raises LetterRefused."""
    with transaction.atomic():
        bulk_sql.lock([letter.application.receipt_number])
        letter.refresh_from_db(fields=["state"])
        turn = next_initial(letter, content_of(letter), state_of(letter))
        if letter.state != OfficeLetter.State.WRITTEN or turn is None:
            raise LetterRefused(Code.OTHER_LETTER)
        if office_for(turn, held_by(by, letter, at)) is None:
            raise LetterRefused(Code.WRONG_ROLE)
        facts = {"letter": str(letter.pk), "position": str(turn)}
        tell(letter.application, LetterEvent(Kind.INITIALLED, facts), by=by, at=at)
