"""A new key while the office works: written down first, then everything sealed with an older one is sealed anew.

Safe to be killed anywhere: the former key stays in the ring, each value bears the number of its key, and a second
`siantar keys rotate` that finds values of older keys finishes the work before it would begin another rotation.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from django.db import models, transaction

from siantar.bundles import signatures
from siantar.bundles.models import Batch
from siantar.casework import addresses, ledger, possession
from siantar.casework.models import FILE_NAME, PERSON_NAME, Application, Person, PrivatePart
from siantar.delivery import notes, places, portraits
from siantar.delivery.models import Note, Piece, Place, Portrait, Proof
from siantar.faces.frame import second_factor
from siantar.feedback import complaints, data_requests, survey
from siantar.feedback.models import Answer, Complaint, ComplaintStep, DataRequest
from siantar.legacy import details
from siantar.legacy.models import NAME_PLACE, OldEntry
from siantar.letters import answers, attempts, issuing, writing
from siantar.letters.esign import channel
from siantar.letters.models import (
    ESignSetting,
    LetterAnswers,
    LetterDraft,
    LetterOfficer,
    OfficeLetter,
    SigningAttempt,
)
from siantar.messaging import office_settings, preferences, sending
from siantar.messaging.models import ChannelSetting, Choice, Message
from siantar.privacy import key_ring, vault
from siantar.privacy.key_ring import KeyName
from siantar.roots import whole_files
from siantar.shelf import signatures as count_signatures
from siantar.shelf.models import Count
from siantar.webhooks import subscribing
from siantar.webhooks.models import Subscription

BATCH = 200
EASTERNMOST = ZoneInfo("Asia/Jayapura")  # where a day of Indonesia begins


class NotRotatable(Exception):
    """Keys that stand in the environment, or too many of them."""


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column with sealed values, the place each is sealed for, and what of its row (None: the primary key)."""

    model: type[models.Model]
    field: str
    place: str | Callable[[Any], str]
    key: Callable[[Any], object] | None = None


COLUMNS = (
    SealedColumn(Person, "name_sealed", PERSON_NAME),
    SealedColumn(Person, "nik_sealed", "person.nik"),
    SealedColumn(Person, "phone_sealed", "person.phone"),
    SealedColumn(Application, "name_sealed", FILE_NAME),
    SealedColumn(Application, "address_sealed", addresses.PLACE),
    SealedColumn(Application, "pin_sealed", possession.PIN_PLACE),
    SealedColumn(Application, "proof_sealed", possession.PROOF_PLACE),
    SealedColumn(PrivatePart, "sealed", ledger.PRIVATE_PLACE),
    SealedColumn(Proof, "photo_sealed", "proof.photo"),
    SealedColumn(Proof, "signature_sealed", "proof.signature"),
    SealedColumn(Piece, "sealed", "piece", lambda row: f"{row.event}{row.part}{row.offset}"),
    SealedColumn(Note, "sealed", notes.PLACE),
    SealedColumn(Batch, "signature_sealed", signatures.PLACE),
    SealedColumn(Count, "signature_sealed", count_signatures.COUNTER_PLACE),
    SealedColumn(Count, "second_signature_sealed", count_signatures.SECOND_PLACE),
    SealedColumn(Place, "sealed", places.SPOT, lambda row: bytes(row.key).hex()),
    SealedColumn(Portrait, "sealed", portraits.PLACE),
    SealedColumn(Answer, "thanks_sealed", survey.THANKS_PLACE),
    SealedColumn(Answer, "grief_sealed", survey.GRIEF_PLACE),
    SealedColumn(Complaint, "told_sealed", complaints.TOLD_PLACE),
    SealedColumn(Complaint, "contact_sealed", complaints.CONTACT_PLACE),
    SealedColumn(ComplaintStep, "told_sealed", complaints.AGAIN_PLACE, lambda row: f"{row.complaint_id}:{row.seq}"),
    SealedColumn(OldEntry, "name_sealed", NAME_PLACE),
    SealedColumn(OldEntry, "details_sealed", details.PLACE),
    SealedColumn(LetterAnswers, "fields_sealed", answers.PLACE, lambda row: row.pk),
    SealedColumn(LetterDraft, "fields_sealed", writing.PLACE, lambda row: f"{row.letter_id}:{row.number}"),
    SealedColumn(OfficeLetter, "pdf_sealed", issuing.PDF_PLACE),
    SealedColumn(SigningAttempt, "sheet_sealed", attempts.SHEET_PLACE),
    SealedColumn(SigningAttempt, "answer_sealed", attempts.ANSWER_PLACE),
    SealedColumn(ESignSetting, "sealed", channel.PLACE),
    SealedColumn(LetterOfficer, "nik_sealed", channel.NIK_PLACE),
    SealedColumn(DataRequest, "words_sealed", data_requests.WORDS),
    SealedColumn(DataRequest, "answer_sealed", data_requests.ANSWER),
    SealedColumn(Choice, "address_sealed", preferences.PLACE, lambda row: f"{row.application_id}:{row.channel}"),
    SealedColumn(Message, "address_sealed", sending.ANSWER_PLACE),
    SealedColumn(ChannelSetting, "sealed", office_settings.PLACE, lambda row: f"{row.office_id}:{row.kind}"),
    SealedColumn(Subscription, "secret_sealed", subscribing.PLACE),
    SealedColumn(Subscription, "former_sealed", subscribing.FORMER_PLACE),
)


def place_of(column: SealedColumn, row: Any) -> tuple[str, object]:
    """The place a value of this row is sealed for, and what of the row."""
    place = column.place if isinstance(column.place, str) else column.place(row)
    return place, column.key(row) if column.key else row.pk


def rotate_fields(data: Path, cipher: str = "") -> Iterator[int]:
    """A new key unless an earlier rotation is unfinished, then everything sealed anew; how many, batch by batch.

    `cipher`: what the new key seals with; as the one before, where none is named.
    """
    if not older():
        add_key(data, cipher=cipher)
    while True:
        moved = 0
        for count in _seal_anew():
            moved += count
            yield count
        if not moved:  # what others sealed meanwhile with the former key was caught by one more pass
            return


def add_key(data: Path, job: KeyName = KeyName.FIELD, *, cipher: str = "") -> int:
    """Write a new newest key of a job down, the others stay; its number. Raises NotRotatable."""
    stored = _stored(data)
    newest = int(stored.get(f"{job}_number", key_ring.FIRST))
    if newest >= key_ring.LAST:
        raise NotRotatable
    first = stored.get(f"field_{key_ring.FIRST}", stored["field"])
    stored = {"phones": first, "push": first} | stored  # apart from now on: these never change with the fields
    stored[f"{job}_{newest}"] = stored[job]
    before = stored.get(f"{job}_cipher", "")
    stored |= {f"{job}_cipher_{newest}": before} if before else {}
    stored |= {f"{job}_cipher": cipher or before} if cipher or before else {}
    stored |= {job.value: secrets.token_hex(32), f"{job}_number": str(newest + 1)}
    _write(data, stored)
    return newest + 1


def rotate_push(data: Path) -> int:
    """A new key for pushing to browsers: new subscriptions are made with it, each former one is sent with its own."""
    return add_key(data, KeyName.PUSH)


def rotate_phones(data: Path, at: datetime) -> int:
    """A new key of couriers' phones: their next call brings it. Badges of the former one are good for this day."""
    stored, last_day = _stored(data), at.astimezone(EASTERNMOST).date().isoformat()
    former = stored.get("phones_number", str(key_ring.FIRST))
    _write(data, {**stored, f"phones_{former}_until": last_day})  # says nothing as long as it is the newest
    return add_key(data, KeyName.PHONES)


def settle_index(data: Path) -> None:
    """Write down that nothing in the database is under an older key of the index: nobody looks there any more."""
    stored = _stored(data)
    _write(data, {**stored, "index_from": stored.get("index_number", str(key_ring.FIRST))})


def rotate_sessions(data: Path) -> None:
    """A new key of the sessions; the former one is still read, so nobody is logged out. Holds after a restart."""
    stored = _stored(data)
    _write(data, {**stored, "secret_former": stored["secret"], "secret": secrets.token_urlsafe(50)})


def _stored(data: Path) -> dict[str, str]:
    file = data / key_ring.FILE
    if not file.exists():
        raise NotRotatable
    stored: dict[str, str] = json.loads(file.read_text())
    return stored


def _write(data: Path, stored: dict[str, str]) -> None:
    """In one step, for readers beside us; on the disk before anything is sealed with it."""
    whole_files.lay(data / key_ring.FILE, json.dumps(stored), over=True)


def older() -> int:
    """How many values are sealed with an older key."""
    newest = key_ring.current().newest
    values = sum(1 for column in COLUMNS for _row in _older(column, newest))
    return values + len(list(_older_factors(newest)))


def _older(column: SealedColumn, newest: int) -> Iterator[Any]:
    rows = column.model._default_manager.exclude(**{column.field: None}).order_by("pk")
    for row in rows.iterator(chunk_size=BATCH):
        if (value := bytes(getattr(row, column.field))) and value[0] != newest:
            yield row


def _seal_anew() -> Iterator[int]:
    newest = key_ring.current().newest
    for column in COLUMNS:
        keys = [row.pk for row in _older(column, newest)]  # photos do not all fit in memory
        for begin in range(0, len(keys), BATCH):
            rows = column.model._default_manager.filter(pk__in=keys[begin : begin + BATCH])
            with transaction.atomic():
                for row in rows.exclude(**{column.field: None}):
                    _renew(column, row)
            yield len(keys[begin : begin + BATCH])
    factors = list(_older_factors(newest))
    for factor in factors:
        _renew_factor(factor)
    if factors:
        yield len(factors)


def _renew(column: SealedColumn, row: Any) -> None:
    """Seal one value anew, unless somebody wrote another one meanwhile."""
    former = bytes(getattr(row, column.field))
    place, key = place_of(column, row)
    renewed = vault.seal(place, key, vault.unseal(place, key, former))
    same = column.model._default_manager.filter(pk=row.pk, **{column.field: former})
    same.update(**{column.field: renewed})


def _older_factors(newest: int) -> Iterator[Authenticator]:
    for factor in Authenticator.objects.order_by("pk"):
        if any(bytes.fromhex(factor.data[name])[0] != newest for name in ("secret", "seed") if factor.data.get(name)):
            yield factor


def _renew_factor(factor: Authenticator) -> None:
    with transaction.atomic():
        locked = Authenticator.objects.select_for_update().get(pk=factor.pk)
        sealer = second_factor.SealedSecrets()
        for name in ("secret", "seed"):
            if locked.data.get(name):
                locked.data[name] = sealer.encrypt(sealer.decrypt(locked.data[name]))
        locked.save(update_fields=["data"])
