"""What pgBackRest holds of the database, where the operator named its stanza: how old the last backup and WAL are."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_noop as _

from siantar.rules import backups as rules

LONGEST = 5.0  # seconds
SEGMENT = re.compile(r"[0-9A-F]{24}")

NOT_POSTGRESQL = _("SIANTAR_PGBACKREST_STANZA hanya untuk PostgreSQL. Kosongkan pengaturan itu.")
NO_PROGRAM = _("pgBackRest tidak terpasang di sini. Pasang: apt install pgbackrest.")
NO_ANSWER = _("pgBackRest tidak menjawab dalam {seconds} detik. Apakah tempat cadangannya tersambung?")
UNREADABLE = _("Cadangan pgBackRest tidak dapat dibaca: {problem}. Jalankan `pgbackrest --stanza={stanza} info`.")
NONE_YET = _("pgBackRest belum punya cadangan yang utuh. Jalankan `pgbackrest --stanza={stanza} backup`.")
TOO_OLD = _(
    "Cadangan pgBackRest terakhir yang utuh berumur {hours} jam. Baca catatan cadangan malam di mesin database."
)
LAST = _("Cadangan pgBackRest terakhir yang utuh berumur {hours} jam.")
NEVER_ARCHIVED = _("WAL belum pernah diarsipkan: yang dicatat sesudah cadangan belum aman. Periksa archive_command.")
ARCHIVE_FAILS = _(
    "Arsip WAL tertinggal {minutes} menit: yang dicatat sejak itu belum aman. Baca catatan PostgreSQL, lalu jalankan "
    "`pgbackrest --stanza={stanza} check`."
)
ARCHIVE_LACKS = _("WAL {segment} tidak ada di arsip pgBackRest. Jalankan `pgbackrest --stanza={stanza} check`.")
ARCHIVED = _("WAL terakhir diarsipkan {minutes} menit lalu.")


class PgBackRestAway(Exception):
    """What pgBackRest holds cannot be learned now; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Archived:
    """What PostgreSQL handed over since it leads: the last segment of WAL and when; nothing before the first."""

    segment: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Repository:
    """What is in the repository: the end of the last good backup, and the newest segment of WAL."""

    backup: datetime | None
    segment: str


def lines(at: datetime) -> Iterator[tuple[str, bool]]:
    """Sentences about the last backup and the last WAL, and whether each is a warning; none without the setting."""
    stanza = settings.SIANTAR_PGBACKREST_STANZA
    if not stanza:
        return
    if connection.vendor != "postgresql":
        yield translated(NOT_POSTGRESQL), True
        return
    try:
        sent = archived()
        there = repository(stanza)
    except DatabaseError:  # said by whoever looks at the database
        return
    except PgBackRestAway as problem:
        yield str(problem), True
        return
    yield _of_backup(there, at, stanza)
    yield _of_wal(sent, there, at, stanza)


def last_backup() -> datetime | None:
    """The end of the last good backup; nothing where none is, or it cannot be learned."""
    try:
        return repository(settings.SIANTAR_PGBACKREST_STANZA).backup if settings.SIANTAR_PGBACKREST_STANZA else None
    except PgBackRestAway:
        return None


def wal_age(at: datetime) -> float:
    """Seconds since PostgreSQL handed over its last WAL; NaN where it does not."""
    watched = settings.SIANTAR_PGBACKREST_STANZA and connection.vendor == "postgresql"
    last = archived().at if watched else None
    return (at - last).total_seconds() if last else float("nan")


def archived() -> Archived:
    """As the leading PostgreSQL has it. Raises DatabaseError."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_archived_wal, last_archived_time FROM pg_stat_archiver")
        name, time = cursor.fetchone()
    segment = SEGMENT.match(name or "")  # names of timelines and of backups are archived too
    return Archived(segment[0] if segment else "", time)


def repository(stanza: str) -> Repository:
    """As `pgbackrest info` has it. Raises PgBackRestAway."""
    command = ["pgbackrest", f"--stanza={stanza}", "--output=json", "--log-level-console=off", "info"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=LONGEST)
        held: Mapping[str, Any] = json.loads(done.stdout)[0]
        return _read(held, stanza)
    except FileNotFoundError as problem:
        raise PgBackRestAway(translated(NO_PROGRAM)) from problem
    except subprocess.TimeoutExpired as problem:
        raise PgBackRestAway(translated(NO_ANSWER).format(seconds=int(LONGEST))) from problem
    except subprocess.CalledProcessError as problem:
        word = (problem.stderr.strip() or problem.stdout.strip() or str(problem.returncode)).splitlines()[0]
        raise _away(word, stanza) from problem
    except (OSError, ValueError, LookupError, TypeError) as problem:
        raise _away(type(problem).__name__, stanza) from problem


def _read(held: Mapping[str, Any], stanza: str) -> Repository:
    ends = [datetime.fromtimestamp(each["timestamp"]["stop"], UTC) for each in held["backup"] if not each.get("error")]
    if not ends and held["status"]["code"] not in (0, 2):  # 2: no backup yet
        raise _away(str(held["status"]["message"]), stanza)
    segments = [each["max"] for each in held["archive"] if each["max"]]
    return Repository(max(ends, default=None), max(segments, default=""))


def _away(problem: str, stanza: str) -> PgBackRestAway:
    return PgBackRestAway(translated(UNREADABLE).format(problem=problem[:200].rstrip("."), stanza=stanza))


def _of_backup(there: Repository, at: datetime, stanza: str) -> tuple[str, bool]:
    if there.backup is None:
        return translated(NONE_YET).format(stanza=stanza), True
    warns, hours = rules.is_too_old(there.backup, at), int((at - there.backup).total_seconds() // 3600)
    return translated(TOO_OLD if warns else LAST).format(hours=hours), warns


def _of_wal(sent: Archived, there: Repository, at: datetime, stanza: str) -> tuple[str, bool]:
    if sent.at is None:
        return translated(NEVER_ARCHIVED), True
    if sent.segment > there.segment:  # asked before the repository was: it must be there
        return translated(ARCHIVE_LACKS).format(segment=sent.segment, stanza=stanza), True
    minutes = int((at - sent.at).total_seconds() // 60)
    if rules.is_archive_too_old(sent.at, at):
        return translated(ARCHIVE_FAILS).format(minutes=minutes, stanza=stanza), True
    return translated(ARCHIVED).format(minutes=minutes), False
