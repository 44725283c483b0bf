"""Who holds the paper: the PIN (6 digits, tries limited) and the proof in the QR code (80 random bits)."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta

from siantar.casework.models import Application, WrongTry
from siantar.privacy import vault

TRIES = 5
LOCK = timedelta(hours=1)
PIN_PLACE, PROOF_PLACE = "application.pin", "application.proof"


class TooManyTries(Exception):
    """The PIN is locked for a while; `until` says how long."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def new_pin() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(10**6):06d}"


def new_proof() -> str:
    """80 random bits in a form that fits behind the `#` of an address."""
    return secrets.token_hex(10)


def pin_of(application: Application) -> str:
    """The PIN, for printing the receipt again."""
    return vault.unseal(PIN_PLACE, application.pk, application.pin_sealed)


def proof_of(application: Application) -> str:
    """The proof of possession, for printing the receipt again."""
    return vault.unseal(PROOF_PLACE, application.pk, application.proof_sealed)


def proof_fits(application: Application, proof: str) -> bool:
    """Whether `proof` came from the receipt; too long to be guessed, so tries are not counted."""
    return hmac.compare_digest(proof.encode(), proof_of(application).encode())


def pin_fits(application: Application, pin: str, at: datetime) -> bool:
    """Whether `pin` is the receipt's. A wrong one counts: five in a row lock it for an hour.

    With 10^6 PINs and 120 tries a day a guesser needs 11 years for even odds. Raises TooManyTries while locked.
    """
    record, _ = WrongTry.objects.select_for_update().get_or_create(application=application)
    if record.locked_until and at < record.locked_until:
        raise TooManyTries(record.locked_until)
    if hmac.compare_digest(pin.encode(), pin_of(application).encode()):
        if record.tries:
            WrongTry.objects.filter(pk=record.pk).update(tries=0, locked_until=None)
        return True
    tries = record.tries + 1
    locked_until = at + LOCK if tries >= TRIES else None
    WrongTry.objects.filter(pk=record.pk).update(tries=0 if locked_until else tries, locked_until=locked_until)
    return False
