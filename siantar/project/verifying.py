"""`siantar verify`: a database, a backup or the path of one file against signed roots, and the sentences for it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connections
from django.urls import reverse

from siantar.directory.models import Office
from siantar.messaging import channels, http
from siantar.project import archive, backup_keys, dump_reading
from siantar.roots import books, examining, keys, signing
from siantar.roots.examining import Exhibit
from siantar.roots.findings import RootFinding, totals_in_words
from siantar.roots.signing import SignedRoot

COPY = "verified"
MOST_PAGES = 200
UNREADABLE = "Akar yang diterbitkan tidak terbaca dari {source}: {problem}."
NONE_THERE = (
    "Tidak ada akar bertanda tangan di {source}. Unduh dari /kinerja/bukti/ (JSON), atau beri salinan suratnya."
)
OTHER_VERSION = (
    "Basis data di cadangan ini (Siantar {version}) tidak dapat dibaca versi ini. Pulihkan di tempat kosong dengan "
    "`siantar restore`, jalankan `siantar migrate`, lalu `siantar verify` di sana."
)
NOTHING_SEALED = (
    "Belum ada akar harian, jadi belum ada yang dapat dicocokkan. Akar pertama dibuat sesudah tengah malam oleh "
    "`siantar work` (atau `siantar serve`)."
)


class CannotVerify(RuntimeError):
    """A sentence for the operator: why nothing could be compared."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What does not fit, what is gone by right, and what was compared, in sentences."""

    findings: tuple[str, ...]
    remarks: tuple[str, ...]
    compared: tuple[str, ...]


def verify_here(sources: Sequence[str]) -> Verdicts:
    """This installation's own database and data folder. Raises CannotVerify."""
    return _verify(Path(settings.SIANTAR_DATA), keys.public_keys(), "default", published_from(sources))


def verify_backup(file: Path, key: Path | None, sources: Sequence[str]) -> Verdicts:
    """A backup, opened beside the data folder and gone afterwards. Raises CannotVerify, BackupRefused."""
    published = published_from(sources)
    with tempfile.TemporaryDirectory(prefix=".periksa-", dir=settings.SIANTAR_DATA) as scratch:
        place = Path(scratch)
        with file.open("rb") as source:
            about = archive.read(source, [backup_keys.identity(_text_of(key))], place / "isi")
        data = place / "isi" / "data"
        data.mkdir(exist_ok=True)
        public = {each.id: each.public for each in keys.in_folder(data)} or keys.public_keys()
        try:
            with _opened(place / "isi" / "database" / about["engine"], about["engine"], place) as database:
                return _verify(data, public, database, published)
        except (DatabaseError, subprocess.CalledProcessError) as problem:
            raise CannotVerify(OTHER_VERSION.format(version=about["version"])) from problem


def _verify(
    data: Path, public: Mapping[str, str], database: str, published: Mapping[str, Sequence[SignedRoot]]
) -> Verdicts:
    exhibit = Exhibit(data, public, database, published, rehash=True)
    every: list[RootFinding] = []
    compared = []
    for office in Office.objects.using(database).filter(nature=Office.Nature.OFFICE).order_by("code"):
        every += examining.examine(office, exhibit)
        days = books.days_of(data, office.pk)
        totals = _totals(data, office.pk)
        if days:
            span = f"{days[0]:%d-%m-%Y} s.d. {days[-1]:%d-%m-%Y}"
            compared.append(f"{office.pk}: {len(days)} akar harian, {span}; {totals}.")
    if not compared and not every:
        raise CannotVerify(NOTHING_SEALED)
    wrong = tuple(finding.sentence() for finding in every if finding.is_wrong)
    remarks = tuple(finding.sentence() for finding in every if not finding.is_wrong)
    return Verdicts(wrong, remarks, tuple(compared))


def _totals(data: Path, office: str) -> str:
    newest = None
    for book in books.of_office(data, office):
        newest = book.signed.statement
    return totals_in_words(newest.totals) if newest else ""


def published_from(sources: Sequence[str]) -> dict[str, list[SignedRoot]]:
    """The signed roots of files and addresses, by where they came from. Raises CannotVerify."""
    published = {}
    for source in sources:
        texts = _pages(source) if source.startswith(("http://", "https://")) else [_text_of(Path(source))]
        published[source] = [root for text in texts for root in signing.published_in(text)]
        if not published[source]:
            raise CannotVerify(NONE_THERE.format(source=source))
    return published


def _pages(source: str) -> Iterator[str]:
    """The pages of a list of the API, which a bare address means."""
    bare = urlsplit(source).path in {"", "/"}
    first = f"{source.rstrip('/')}{reverse('api:list_roots')}" if bare else source
    address, mark = first, "&" if "?" in first else "?"
    for _page in range(MOST_PAGES):
        try:
            reply = http.request("GET", address, headers={"Accept": "application/json"})
        except (channels.base.TryLater, channels.base.WrongSettings) as problem:
            raise CannotVerify(UNREADABLE.format(source=source, problem=problem)) from problem
        content: Any = reply.as_json()
        if reply.status != 200 or not isinstance(content, dict):
            raise CannotVerify(UNREADABLE.format(source=source, problem=f"jawaban {reply.status}"))
        yield reply.body.decode("utf-8", "replace")
        if not content.get("next"):
            return
        address = f"{first}{mark}cursor={content['next']}"


def _text_of(file: Path | None) -> str:
    if file is None:
        raise CannotVerify("Sebutkan kunci cadangannya: --key /media/STIK/kunci-kantor.txt.")
    try:
        return file.read_text()
    except (OSError, UnicodeDecodeError) as problem:
        raise CannotVerify(UNREADABLE.format(source=file, problem=type(problem).__name__)) from problem


@contextmanager
def _opened(snapshot: Path, engine: str, place: Path) -> Iterator[str]:
    """The database of a backup as one of Django's, read from a file of its own; a dump is read into SQLite first."""
    file = place / "salinan.sqlite3"
    try:
        if engine == "sqlite":
            shutil.move(snapshot, file)
            connections.databases[COPY] = _sqlite(file)
        else:
            connections.databases[COPY] = _sqlite(file)
            dump_reading.read_into(snapshot, COPY)
        yield COPY
    finally:
        if COPY in connections.databases:
            connections[COPY].close()
            del connections[COPY]
            connections.databases.pop(COPY, None)


def _sqlite(file: Path) -> dict[str, Any]:
    default = dict(connections.databases["default"])
    return {**default, "ENGINE": "django.db.backends.sqlite3", "NAME": str(file), "OPTIONS": {}, "CONN_MAX_AGE": 0}
