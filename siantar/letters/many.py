"""Many letters at once, each with its own outcome: one that fails leaves the others as they went."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from siantar.casework import bulk_sql, ledger
from siantar.casework.outcome import Result
from siantar.casework.progress import progress_of
from siantar.letters import electronic, issuing
from siantar.letters.approving import held_by, next_initial, office_for
from siantar.letters.electronic import SigningDesk
from siantar.letters.models import LetterOfficer, OfficeLetter
from siantar.letters.readings import PresentDraft, present_drafts
from siantar.letters.writing import LetterEvent, LetterRefused, content_of, event_of
from siantar.rules.access import Actor
from siantar.rules.vocabulary import Code, Kind

TOGETHER = 200  # initialled in one transaction
MOST_SIGNED = 50  # each is printed while the browser waits
# After these the next letter would fare no better, and a passphrase typed wrong again and again locks a certificate.
STOPS = frozenset({
    Code.ESIGN_SECRET_MISSING, Code.ESIGN_WRONG_SECRET, Code.ESIGN_NIK_MISSING, Code.ESIGN_NOT_REGISTERED,
    Code.ESIGN_EXPIRED, Code.ESIGN_NO_CERTIFICATE, Code.ESIGN_REVOKED, Code.ESIGN_SETTINGS, Code.ESIGN_AWAY,
    Code.ESIGN_TIMEOUT, Code.ESIGN_WRONG_ANSWER, Code.ESIGN_REFUSED, Code.ESIGN_NOT_TRIED,
})  # fmt: skip
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LetterOutcome:
    """What became of the letter of one file; `code` says why nothing did."""

    receipt_number: str
    code: Code | None = None


def initial_many(numbers: Sequence[str], *, by: Actor, at: datetime) -> list[LetterOutcome]:
    """Put one's initials on the letters of these files; what was written anew must have been opened.

    So many `TOGETHER` in one transaction, the next in another: however many there are, each has its answer.
    """
    every = list(dict.fromkeys(numbers))
    parts = (every[start : start + TOGETHER] for start in range(0, len(every), TOGETHER))
    return [outcome for part in parts for outcome in _initial_together(part, by, at)]


def _initial_together(wanted: list[str], by: Actor, at: datetime) -> list[LetterOutcome]:
    with transaction.atomic():
        bulk_sql.lock(wanted)
        letters = _letters_of(wanted, by)
        held = held_by(by, next(iter(letters.values())), at) if letters else []
        drafts = present_drafts(letters.values(), by)
        codes: dict[str, Code | None] = dict.fromkeys(wanted, Code.OTHER_LETTER)
        events = {}
        for number, letter in letters.items():
            happened = _initials(letter, drafts[letter.pk], held)
            if isinstance(happened, Code):
                codes[number] = happened
            else:
                events[number] = event_of(letter.application, happened, at)
        for number, outcome in zip(events, ledger.record(list(events.values()), by=by, at=at), strict=True):
            codes[number] = None if outcome.result is Result.RECORDED else outcome.code or Code.WRONG_STAGE
    return [LetterOutcome(number, code) for number, code in codes.items()]


def _initials(letter: OfficeLetter, draft: PresentDraft, held: Sequence[LetterOfficer]) -> LetterEvent | Code:
    """The event of these initials, or why they cannot be put."""
    turn = next_initial(letter, content_of(letter), progress_of(letter.application.standing).state)
    if letter.state != OfficeLetter.State.WRITTEN or turn is None:
        return Code.OTHER_LETTER
    if office_for(turn, held) is None:
        return Code.WRONG_ROLE
    if not draft.initialled_unopened:
        return Code.NOT_OPENED
    return LetterEvent(Kind.INITIALLED, {"letter": str(letter.pk), "position": str(turn)})


def sign_many(
    numbers: Sequence[str], *, by: Actor, at: datetime, desk: SigningDesk | None = None
) -> list[LetterOutcome]:
    """Sign the letters of these files, at most `MOST_SIGNED`; each must have been opened as it is written now.

    `desk`: by the signing service, and no further once it is away or refuses who signs.
    """
    every = list(dict.fromkeys(numbers))
    wanted, left_over = every[:MOST_SIGNED], every[MOST_SIGNED:]
    letters = _letters_of(wanted, by)
    drafts = present_drafts(letters.values(), by)
    outcomes: list[LetterOutcome] = []
    for number in wanted:
        stopped = bool(outcomes) and outcomes[-1].code in STOPS
        code = Code.ESIGN_NOT_TRIED if stopped else _signed(letters.get(number), drafts, _signer(by, at, desk))
        outcomes.append(LetterOutcome(number, code))
    return outcomes + [LetterOutcome(number, Code.NOT_SIGNED) for number in left_over]


def send_code(numbers: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Have a one-time code sent for the letters of these files. Raises LetterRefused."""
    letters = _letters_of(list(dict.fromkeys(numbers))[:MOST_SIGNED], by)
    if not letters:
        raise LetterRefused(Code.OTHER_LETTER)
    electronic.send_code(next(iter(letters.values())), len(letters), by=by, at=at)


Signer = Callable[[OfficeLetter, int], OfficeLetter]


def _signer(by: Actor, at: datetime, desk: SigningDesk | None) -> Signer:
    if desk is None:
        return lambda letter, draft: issuing.sign(letter, draft, by=by, at=at)
    return lambda letter, draft: electronic.sign(letter, draft, desk, by=by, at=at)


def _signed(letter: OfficeLetter | None, drafts: Mapping[UUID, PresentDraft], sign: Signer) -> Code | None:
    """Sign this one; the code that says why it was not, or None."""
    if letter is None:
        return Code.OTHER_LETTER
    draft = drafts[letter.pk]
    if not draft.opened:
        return Code.NOT_OPENED
    try:
        sign(letter, draft.number)
    except LetterRefused as refusal:
        return refusal.code
    except Exception:  # whatever befell this one, the others go on
        log.exception("letter %s was not signed", letter.pk)
        return Code.NOT_SIGNED
    return None


def _letters_of(numbers: Sequence[str], by: Actor) -> dict[str, OfficeLetter]:
    """The living letters of these files of one's own office."""
    letters = OfficeLetter.objects.exclude(state=OfficeLetter.State.WITHDRAWN).select_related(
        "version__type", "office", "application__standing", "application__service", "application__office"
    )
    living = {letter.application.receipt_number: letter for letter in letters.filter(
        office=by.office, application__receipt_number__in=numbers
    )}  # fmt: skip
    return {number: living[number] for number in numbers if number in living}
