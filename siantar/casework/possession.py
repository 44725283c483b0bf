"""Who holds the paper: the PIN (6 digits, tries limited) and the proof in the QR code (80 random bits)."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from siantar.casework import bulk_sql
from siantar.casework.models import Application, WrongTry
from siantar.directory import brakes
from siantar.privacy import vault
from siantar.rules import reading
from siantar.rules.brake import Allowance
from siantar.rules.evidence import Possession
from siantar.rules.vocabulary import IdentityCheck

TRIES = 5  # at a door
LOCK = timedelta(hours=1)
FROM_ONE_NETWORK = Allowance(4, timedelta(minutes=5), timedelta(hours=1), timedelta(hours=24))
FROM_EVERYWHERE = Allowance(20, timedelta(minutes=5), timedelta(hours=1), timedelta(hours=24))
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
    return hmac.compare_digest(reading.proof_of(proof).encode(), proof_of(application).encode())


@dataclass(frozen=True, slots=True)
class PinTry:
    """Whether a PIN is the receipt's; and where not, how many more its network may type before it has to wait."""

    fits: bool
    left: int = 0


def try_pin(application: Application, pin: str, at: datetime, *, network: str) -> PinTry:
    """Try a PIN typed on the web from this network.

    Wrong ones make the network wait, and many from many networks everybody: at most some 50 tries a day, so that a
    guesser needs 29 years for even odds among 10^6 PINs. Raises TooManyTries while it waits.
    """
    own, everywhere = f"pin {application.receipt_number} {network}", f"pin {application.receipt_number}"
    try:
        taken = brakes.take({own: FROM_ONE_NETWORK, everywhere: FROM_EVERYWHERE}, at)
    except brakes.Wait as wait:
        raise TooManyTries(wait.until) from wait
    if hmac.compare_digest(reading.pin_of(pin).encode(), pin_of(application).encode()):
        brakes.was_right(taken, clears=frozenset({own}))
        return PinTry(fits=True)
    return PinTry(fits=False, left=max(FROM_ONE_NETWORK.free + 1 - taken.wrong[own], 0))


def end_tickets(application: Application, at: datetime) -> None:
    """Every browser that showed this receipt up to now must show it again."""
    WrongTry.objects.update_or_create(application=application, defaults={"tickets_from": at})


def tickets_from(number: str) -> datetime | None:
    """Since when tickets of this receipt are good; None: all of their half hour."""
    row = WrongTry.objects.filter(application__receipt_number=number).values_list("tickets_from", flat=True)
    return row.first()


def _after_try(tries: int, *, fits: bool, at: datetime) -> tuple[int, datetime | None]:
    if fits:
        return 0, None
    return (0, at + LOCK) if tries + 1 >= TRIES else (tries + 1, None)


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody who hands over says was shown: `secret` holds the `proof` or the `pin`."""

    event: UUID
    application: UUID
    check: str
    secret: Mapping[str, str]


@dataclass(slots=True)
class _Lock:
    """What a receipt's secrets are, and how often its door was told a wrong PIN."""

    pin_sealed: bytes
    proof_sealed: bytes
    tries: int
    locked_until: datetime | None
    tried: bool = False


def judge(claims: Sequence[Claim], at: datetime) -> Mapping[UUID, Possession]:
    """Judge all handovers of one call; wrong PINs count at the door, apart from those typed on the web.

    While a door is locked nothing is judged: a lock is not a wrong proof. The caller has locked the files' standings,
    so that two calls cannot count the same try.
    """
    provable_claims = [claim for claim in claims if claim.check in {IdentityCheck.RECEIPT_SCANNED, IdentityCheck.PIN}]
    if not provable_claims:
        return {}
    locks = _locks({claim.application for claim in provable_claims})
    verdicts = {claim.event: _judged(claim, locks[claim.application], at) for claim in provable_claims}
    rows = [(id, lock.tries, lock.locked_until) for id, lock in locks.items() if lock.tried]
    bulk_sql.upsert(bulk_sql.DOOR_TRIES, rows, only=("door_tries", "door_locked_until"))
    return verdicts


def _locks(applications: Iterable[UUID]) -> dict[UUID, _Lock]:
    columns = ("pk", "pin_sealed", "proof_sealed", "wrongtry__door_tries", "wrongtry__door_locked_until")
    rows = Application.objects.filter(pk__in=list(applications)).values_list(*columns)
    return {id: _Lock(bytes(pin), bytes(proof), tries or 0, until) for id, pin, proof, tries, until in rows}


def _judged(claim: Claim, lock: _Lock, at: datetime) -> Possession:
    if claim.check == IdentityCheck.RECEIPT_SCANNED:
        return _verdict(
            reading.proof_of(claim.secret.get("proof", "")),
            vault.unseal(PROOF_PLACE, claim.application, lock.proof_sealed),
        )
    if lock.locked_until and at < lock.locked_until:
        return Possession.LOCKED
    verdict = _verdict(
        reading.pin_of(claim.secret.get("pin", "")), vault.unseal(PIN_PLACE, claim.application, lock.pin_sealed)
    )
    lock.tries, lock.locked_until = _after_try(lock.tries, fits=verdict is Possession.SHOWN, at=at)
    lock.tried = True
    return verdict


def _verdict(typed_secret: str, secret: str) -> Possession:
    fits = hmac.compare_digest(typed_secret.encode(), secret.encode())
    return Possession.SHOWN if fits else Possession.NOT_SHOWN
