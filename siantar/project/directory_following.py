"""An installation's side of the directory of offices: fetch it, take it, and what `siantar doctor` says of it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError
from django.urls import reverse

from siantar.directory import elsewhere, offices
from siantar.directory.elsewhere import NotTaken
from siantar.outward import destinations
from siantar.outward import http as outward
from siantar.rules.office_directory import LONGEST, OfficeDirectory

EVERY, SOON, LATE = timedelta(hours=20), timedelta(days=30), timedelta(days=7)
BOUNDS = outward.Bounds(seconds=60.0, largest=LONGEST + 1)
Why = NotTaken.Why
SENTENCES = {
    Why.NO_KEY: "SIANTAR_DIRECTORY_KEYS belum diisi: tanpa kunci umum pengelolanya tidak ada direktori yang dipercaya.",
    Why.BROKEN: "Ini bukan direktori kantor, atau isinya rusak. Minta berkasnya lagi kepada pengelola direktori.",
    Why.FORGED: "Direktori ini tidak ditandatangani oleh kunci di SIANTAR_DIRECTORY_KEYS, jadi tidak dipakai.",
    Why.OLDER: "Direktori ini tidak lebih baru daripada yang sudah dipakai, jadi yang sekarang tetap.",
    Why.ENDED: "Masa berlaku direktori ini sudah lewat. Minta yang baru kepada pengelola direktori.",
}
NOT_FETCHED = "Direktori tidak dapat diambil dari {address}: {problem}. Yang sekarang tetap dipakai."
NONE = "direktori kantor belum ada di sini. Jalankan `siantar directory take BERKAS` atau isi SIANTAR_DIRECTORY_URL."
ENDED = "direktori kantor berakhir {day:%d-%m-%Y}, jadi resi kantor lain tidak lagi diarahkan. Ambil yang baru."
ENDS_SOON = "direktori kantor berakhir {day:%d-%m-%Y}. Minta yang baru kepada pengelolanya."
NOT_ASKED = "direktori kantor terakhir diambil {at:%d-%m-%Y}. Apakah {address} terjangkau?"
NOT_OURS = (
    "direktori kantor menyebut {code} untuk nomor {number}, padahal itu nomor resi {office} di sini. "
    "Minta pengelola direktori membetulkannya: resi kedua kantor tidak dapat dibedakan."
)
OTHER_ADDRESS = (
    "direktori kantor mengarahkan resi {office} ke {address}, bukan ke {here}. "
    "Minta pengelola direktori membetulkannya."
)
log = logging.getLogger("siantar.directory")


class NotFetched(RuntimeError):
    """Nothing came, or nothing that could be taken; a sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Health:
    """What is wrong with the directory, and what only wants attention."""

    problems: tuple[str, ...]
    remarks: tuple[str, ...]


def fetch(address: str) -> str:
    """The directory that an address hands out; a bare address means that of an installation. Raises NotFetched."""
    bare = urlsplit(address).path in {"", "/"}
    url = f"{address.rstrip('/')}{reverse('api:office_directory')}" if bare else address
    try:
        answer = outward.request("GET", url, {"Accept": "application/json"}, bounds=BOUNDS)
    except outward.Unanswered as problem:
        raise NotFetched(NOT_FETCHED.format(address=address, problem="tidak menjawab")) from problem
    except (destinations.NotAllowed, outward.BadAddress) as problem:
        raise NotFetched(NOT_FETCHED.format(address=address, problem="alamat ini tidak diizinkan")) from problem
    if answer.status != 200 or len(answer.body) > LONGEST:
        raise NotFetched(NOT_FETCHED.format(address=address, problem=f"jawaban {answer.status}"))
    return answer.body.decode("utf-8", "replace")


def take(text: str, at: datetime) -> OfficeDirectory:
    """Let it hold. Raises NotFetched with the sentence of why not."""
    try:
        return elsewhere.take(text, at)
    except NotTaken as problem:
        raise NotFetched(SENTENCES[problem.why]) from problem


def follow(at: datetime) -> int:
    """Fetch the directory from SIANTAR_DIRECTORY_URL, about once a day; whatever comes, the one that holds stays."""
    address, asked_at = settings.SIANTAR_DIRECTORY_URL, elsewhere.last_asked_at()
    if not address or not elsewhere.keys() or (asked_at is not None and at - asked_at < EVERY):
        return 0
    try:
        take(fetch(address), at)
    except NotFetched as problem:
        log.warning("%s", problem)
        return 0
    return 1


def health(at: datetime) -> Health:
    """What `siantar doctor` says; nothing where the operator named no keeper."""
    if not elsewhere.keys() or settings.SIANTAR_TRAINING:
        return Health((), ())
    try:
        directory = elsewhere.held()
        if directory is None:
            return Health((), (NONE,))
        return Health(tuple(_contradictions(directory)), tuple(_ages(directory, at)))
    except DatabaseError:  # not migrated: doctor says so
        return Health((), ())


def _ages(directory: OfficeDirectory, at: datetime) -> Iterator[str]:
    asked_at, address = elsewhere.last_asked_at(), settings.SIANTAR_DIRECTORY_URL
    if directory.ends_on < at.date():
        yield ENDED.format(day=directory.ends_on)
    elif directory.ends_on - at.date() < SOON:
        yield ENDS_SOON.format(day=directory.ends_on)
    if address and asked_at is not None and at - asked_at > LATE:
        yield NOT_ASKED.format(at=asked_at, address=address)


def _contradictions(directory: OfficeDirectory) -> Iterator[str]:
    """Our own offices, where the directory says otherwise."""
    entries = {entry.number: entry for entry in directory.entries}
    for office in offices.serving_residents():
        entry = entries.get(office.number)
        if entry is not None and entry.code != office.code:
            yield NOT_OURS.format(code=entry.code, number=office.number, office=office.code)
        elif entry is not None and entry.address != settings.SIANTAR_BASE_URL:
            yield OTHER_ADDRESS.format(office=office.code, address=entry.address, here=settings.SIANTAR_BASE_URL)
