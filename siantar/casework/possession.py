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
from siantar.privacy import vault
from siantar.rules.evidence import Possession
from siantar.rules.vocabulary import IdentityCheck

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
    """Whether `pin`, typed on the web, is the receipt's. A wrong one counts: five in a row lock it for an hour.

    With 10^6 PINs and 120 tries a day a guesser needs 11 years for even odds. Raises TooManyTries while locked.
    """
    record, _ = WrongTry.objects.select_for_update().get_or_create(application=application)
    if record.locked_until and at < record.locked_until:
        raise TooManyTries(record.locked_until)
    fits = hmac.compare_digest(pin.encode(), pin_of(application).encode())
    tries, locked_until = _after_try(record.tries, fits=fits, at=at)
    if (tries, locked_until) != (record.tries, record.locked_until):
        WrongTry.objects.filter(pk=record.pk).update(tries=tries, locked_until=locked_until)
    return fits


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


def judge(claims: Sequence[Claim], at: datetime) -> Mapping[UUID, Possession]:
    """Judge all handovers of one call; wrong PINs count at the door, apart from those typed on the web.

    While a door is locked nothing is judged: a lock is not a wrong proof.
    """
    shown = [claim for claim in claims if claim.check in {IdentityCheck.RECEIPT_SCANNED, IdentityCheck.PIN}]
    if not shown:
        return {}
    files = Application.objects.only("pin_sealed", "proof_sealed").in_bulk([claim.application for claim in shown])
    pins = [claim for claim in shown if claim.check == IdentityCheck.PIN]
    tries = _tries_of([claim.application for claim in pins])
    verdicts = {}
    for claim in shown:
        if claim.check == IdentityCheck.PIN:
            verdicts[claim.event] = _judge_pin(claim, files[claim.application], tries[claim.application], at)
        else:
            fits = proof_fits(files[claim.application], claim.secret.get("proof", ""))
            verdicts[claim.event] = Possession.SHOWN if fits else Possession.NOT_SHOWN
    _keep(tries.values())
    return verdicts


def _judge_pin(claim: Claim, file: Application, record: WrongTry, at: datetime) -> Possession:
    if record.door_locked_until and at < record.door_locked_until:
        return Possession.LOCKED
    fits = hmac.compare_digest(claim.secret.get("pin", "").encode(), pin_of(file).encode())
    record.door_tries, record.door_locked_until = _after_try(record.door_tries, fits=fits, at=at)
    return Possession.SHOWN if fits else Possession.NOT_SHOWN


def _tries_of(applications: Sequence[UUID]) -> dict[UUID, WrongTry]:
    if not applications:
        return {}
    records = WrongTry.objects.select_for_update().in_bulk(sorted(set(applications)))
    return {pk: records.get(pk) or WrongTry(application_id=pk) for pk in applications}


def _keep(records: Iterable[WrongTry]) -> None:
    rows = [
        (record.application_id, record.tries, record.locked_until, record.door_tries, record.door_locked_until)
        for record in records
    ]
    bulk_sql.upsert(bulk_sql.WRONG_TRIES, rows)
