"""Offices that other installations serve: by the signed directory that the operator trusts (decision 0040).

Nothing in it counts without the signature of a key of SIANTAR_DIRECTORY_KEYS, whoever wrote it into the database; it is
looked at only for a number that is not of an office here.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from siantar.directory.models import HeldDirectory, Office
from siantar.rules import office_directory, receipt_number
from siantar.rules.office_directory import DirectoryEntry, NotADirectory, OfficeDirectory, SignedDirectory

ONLY = 1


class NotTaken(Exception):
    """A directory that came was not taken; `why` says why, and what was here stays in force."""

    class Why(StrEnum):
        NO_KEY = "no_key"
        BROKEN = "broken"
        FORGED = "forged"
        OLDER = "older"
        ENDED = "ended"

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def keys() -> tuple[str, ...]:
    """The public keys (hex) of who keeps the directory, as the operator set them."""
    return tuple(key.strip().lower() for key in settings.SIANTAR_DIRECTORY_KEYS.split(":") if key.strip())


def take(text: str, at: datetime) -> OfficeDirectory:
    """Let a directory hold from now on, if it is newer than what is held. Raises NotTaken.

    The one that is held may come again; another one of the same serial number may not.
    """
    signed = _signed(text, at)
    with transaction.atomic():
        HeldDirectory.objects.get_or_create(pk=ONLY, defaults={"received_at": at, "asked_at": at})
        held = HeldDirectory.objects.select_for_update().get(pk=ONLY)
        before = _verified(held.signature, keys())
        if before is None or before.serial < signed.directory.serial:
            held.content, held.signature, held.received_at = signed.file_text(), signed.signature, at
        elif before != signed.directory:
            raise NotTaken(NotTaken.Why.OLDER)
        held.asked_at = at
        held.save()
    return signed.directory


def _signed(text: str, at: datetime) -> SignedDirectory:
    if not keys():
        raise NotTaken(NotTaken.Why.NO_KEY)
    try:
        signed = office_directory.parse(text)
    except NotADirectory as problem:
        raise NotTaken(NotTaken.Why.BROKEN) from problem
    if not signed.is_by(keys()):
        raise NotTaken(NotTaken.Why.FORGED)
    if signed.directory.ends_on < at.date():
        raise NotTaken(NotTaken.Why.ENDED)
    return signed


def held() -> OfficeDirectory | None:
    """The directory that is here with a signature that counts, past its last day or not; None without one."""
    if settings.SIANTAR_TRAINING or not keys():
        return None
    signature = HeldDirectory.objects.filter(pk=ONLY).values_list("signature", flat=True).first()
    return _verified(signature, keys()) if signature else None


def file_text() -> str | None:
    """The signed file that is held, to hand on to whoever asks: the signature says whose it is."""
    return HeldDirectory.objects.get(pk=ONLY).content if held() else None


def last_asked_at() -> datetime | None:
    """When the directory last came whole from where it is fetched; None where it never did."""
    return HeldDirectory.objects.filter(pk=ONLY).values_list("asked_at", flat=True).first()


# What was verified last: a directory is large, its signature is not. What does not hold is never remembered.
_recent: dict[tuple[str, tuple[str, ...]], OfficeDirectory] = {}


def _verified(signature: str, public_keys: tuple[str, ...]) -> OfficeDirectory | None:
    """The directory with this signature, verified once a process."""
    if directory := _recent.get((signature, public_keys)):
        return directory
    content = HeldDirectory.objects.filter(pk=ONLY, signature=signature).values_list("content", flat=True).first()
    try:
        signed = office_directory.parse(content or "")
    except NotADirectory:
        return None
    if not signed.is_by(public_keys):
        return None
    _recent.clear()
    _recent[signature, public_keys] = signed.directory
    return signed.directory


def serving(number: str, at: datetime | None) -> DirectoryEntry | None:
    """The office elsewhere that issued a receipt; None for one of ours, and where nobody who is trusted names it.

    A directory past its last day names nobody.
    """
    directory = held()
    if directory is None or at is None or directory.ends_on < at.date():
        return None
    issuer = receipt_number.parse(number).office
    entry = next((each for each in directory.entries if each.number == issuer), None)
    if entry is None or entry.address == settings.SIANTAR_BASE_URL or is_ours(number):
        return None
    return entry


def tracking(office: DirectoryEntry, number: str) -> str:
    """Where the installation that serves an office tells of a receipt."""
    return f"{office.address}{reverse('track', args=[number])}"


def is_ours(number: str) -> bool:
    """Whether an office with a counter of this installation issues such numbers."""
    issuer = receipt_number.parse(number).office
    return Office.objects.filter(number=issuer, nature=Office.Nature.OFFICE).exists()
