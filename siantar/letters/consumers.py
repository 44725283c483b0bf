"""What follows for letters: a number reserved for a file that ended unsigned is cancelled, with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from siantar.casework.consumer import Consumer
from siantar.casework.models import EventRow
from siantar.casework.progress import progress_of
from siantar.letters import numbers
from siantar.letters.models import OfficeLetter
from siantar.rules.vocabulary import ENDS, Stage

ENDED = "Permohonan berakhir sebelum suratnya ditandatangani."


def free_numbers(events: Sequence[EventRow], at: datetime) -> None:
    """Cancel what is still reserved for files that are over."""
    letters = OfficeLetter.objects.select_related("application__standing").filter(
        application__in={event.application_id for event in events}, state__in=OPEN
    )
    for letter in letters:
        if progress_of(letter.application.standing).state.stage in ENDS - {Stage.DELIVERED, Stage.COLLECTED}:
            numbers.cancel_reserved(letter, ENDED, at)


OPEN = (OfficeLetter.State.WRITTEN, OfficeLetter.State.RETURNED)
LETTERS = Consumer("letters", free_numbers)
