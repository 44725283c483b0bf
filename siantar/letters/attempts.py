"""What was sent to be signed electronically: written down before it goes out, settled when something came of it.

While an answer may still come, the number belongs to the very bytes that were sent: they are sent again, or the number
is cancelled. So two letters can never bear it, whatever the service did.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from siantar.letters import numbers
from siantar.letters.models import OfficeLetter, SigningAttempt
from siantar.letters.writing import LetterRefused
from siantar.privacy import vault
from siantar.rules.letter.numbering import SlotState
from siantar.rules.vocabulary import Code

SHEET_PLACE, ANSWER_PLACE = "signing.sheet", "signing.answer"
DROPPED = (
    "Lembar bernomor ini sudah dikirim untuk ditandatangani secara elektronik dan tidak terjawab, "
    "lalu suratnya berubah atau ditandatangani dengan cara lain."
)
State = SigningAttempt.State
OPEN = (State.SENT, State.UNANSWERED, State.ANSWERED)


@dataclass(frozen=True, slots=True)
class SentSheet:
    """All that is needed to send the same once more and to issue what came back."""

    pdf: bytes
    code: dict[str, Any]
    drawn: dict[str, Any] | None

    def sealed_for(self, attempt: SigningAttempt) -> bytes:
        """As it is stored."""
        content = asdict(self) | {"pdf": base64.b64encode(self.pdf).decode()}
        return vault.seal(SHEET_PLACE, attempt.pk, json.dumps(content, ensure_ascii=False))


def open_of(letter: OfficeLetter, at: datetime) -> SigningAttempt | None:
    """What was sent for this letter and may still be answered.

    The caller holds the lock of the file. Raises LetterRefused while it is under way.
    """
    going = (
        SigningAttempt.objects.filter(letter=letter, state__in=OPEN).select_related("slot", "draft", "officer").first()
    )
    if going is None:
        return None
    if going.state == State.SENT and at < going.waits_until:
        raise LetterRefused(Code.ESIGN_UNDERWAY)
    if going.slot.state != SlotState.RESERVED:
        drop(going, at)
        return None
    return going


def waiting_of(letter: OfficeLetter) -> SigningAttempt | None:
    """What was sent for this letter and not answered, for its page."""
    return SigningAttempt.objects.filter(letter=letter, state__in=OPEN, slot__state=SlotState.RESERVED).first()


def drop(going: SigningAttempt, at: datetime) -> None:
    """Nothing is expected any more; the number it bears is used by no other letter."""
    if going.slot.state == SlotState.RESERVED:
        numbers.cancel(going.slot, DROPPED, at)
    settle(going, State.DROPPED, at)


def begin(attempt: SigningAttempt, sheet: SentSheet) -> None:
    """Write down what goes out now. Raises LetterRefused where something is under way."""
    attempt.state, attempt.sheet_digest = State.SENT, hashlib.sha256(sheet.pdf).hexdigest()
    attempt.sheet_sealed = sheet.sealed_for(attempt)
    try:
        with transaction.atomic():
            attempt.save(force_insert=True)
    except IntegrityError as problem:
        raise LetterRefused(Code.ESIGN_UNDERWAY) from problem


def repeat(going: SigningAttempt, at: datetime, wait: timedelta) -> None:
    """Write down that the same goes out once more. Raises LetterRefused where somebody else did so just now."""
    same = SigningAttempt.objects.filter(pk=going.pk, state=going.state, sendings=going.sendings)
    sent = {"state": State.SENT, "sendings": going.sendings + 1, "sent_at": at, "waits_until": at + wait}
    if not same.update(**sent):
        raise LetterRefused(Code.ESIGN_UNDERWAY)
    going.refresh_from_db()


def settle(attempt: SigningAttempt, state: str, at: datetime, *, code: str = "", document: str = "") -> None:
    """What became of it; the bytes go once nothing can come of them any more."""
    attempt.state, attempt.code, attempt.answered_at = state, code, at
    attempt.document = document or attempt.document
    if state not in OPEN:
        attempt.sheet_sealed = attempt.answer_sealed = None
    attempt.save(update_fields=["state", "code", "answered_at", "document", "sheet_sealed", "answer_sealed"])


def keep_answer(attempt: SigningAttempt, pdf: bytes, document: str, at: datetime) -> None:
    """The first fitting answer, written down before anything else is tried with it."""
    attempt.answer_sealed = vault.seal_bytes(ANSWER_PLACE, attempt.pk, pdf)
    settle(attempt, State.ANSWERED, at, document=document)


def sheet_of(attempt: SigningAttempt) -> SentSheet:
    """What was sent."""
    content = json.loads(vault.unseal(SHEET_PLACE, attempt.pk, bytes(attempt.sheet_sealed or b"")))
    return SentSheet(base64.b64decode(content["pdf"]), content["code"], content["drawn"])


def answer_of(attempt: SigningAttempt) -> bytes:
    """What came back signed."""
    return vault.unseal_bytes(ANSWER_PLACE, attempt.pk, bytes(attempt.answer_sealed or b""))
