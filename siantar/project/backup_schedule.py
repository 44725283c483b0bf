"""The backup of every night into the folder that the operator named, and what is said of the last one."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_noop as _

from siantar.directory.offices import serving_residents
from siantar.project import backups, point_in_time, second_place
from siantar.project.archive import BackupRefused
from siantar.project.backups import Installation
from siantar.rules import backups as rules

NONE_YET = _("Folder cadangan {folder} belum berisi cadangan yang utuh. Jalankan `siantar backup` dan baca hasilnya.")
TOO_OLD = _("Cadangan terakhir yang utuh berumur {hours} jam ({folder}). Jalankan `siantar backup` dan baca hasilnya.")
NO_FOLDER = _("Folder cadangan {folder} tidak ada. Apakah stik atau disknya terpasang?")
LAST = _("Cadangan terakhir yang utuh berumur {hours} jam ({folder}).")
NOTHING_THERE = _("Tempat cadangan kedua {place} belum berisi cadangan. Jalankan `siantar backup --send`.")
THERE = _("Cadangan terakhir di tempat kedua berumur {hours} jam ({place}).")
AGAIN = timedelta(hours=1)

log = logging.getLogger("siantar.backup")
_sending: list[subprocess.Popen[bytes]] = []  # at most one, which runs beside this process


def this_installation() -> Installation:
    """What is backed up here."""
    leave_out = (Path(settings.STATIC_ROOT),)
    return Installation(
        settings.SIANTAR_DATA, connection.settings_dict, settings.KEYS, settings.SIANTAR_BASE_URL, leave_out
    )


def zone() -> ZoneInfo:
    """Whose night it is: that of the first office with a counter."""
    try:
        office = serving_residents().first()
    except DatabaseError:  # not migrated yet
        office = None
    return ZoneInfo(office.zone if office else settings.TIME_ZONE)


def back_up_nightly(at: datetime) -> None:
    """A backup, where a folder is named and one is due. What hinders it is told to the log, and tried again."""
    folder: Path | None = settings.SIANTAR_BACKUPS
    if folder is None:
        return
    here = zone()
    if not rules.is_due(backups.last_good(folder, at), at, here):
        return
    try:
        backup = backups.back_up_into(this_installation(), folder, at.astimezone(here), here)
    except (BackupRefused, OSError) as problem:
        log.error("%s", problem)
    else:
        log.info("backup %s: %s events, checked", backup.file.name, backup.events)


def send_to_second_place(at: datetime) -> None:
    """Begin to bring what is new to the second place, beside all other work; an hour after a try that failed, again."""
    folder, place, data = settings.SIANTAR_BACKUPS, settings.SIANTAR_BACKUPS_ALSO, settings.SIANTAR_DATA
    if folder is None or not place or any(each.poll() is None for each in _sending):
        return
    last, note = backups.last_good(folder, at), second_place.noted(data)
    if last is None or last.isoformat() == note.newest:
        return
    if note.problem and at - datetime.fromisoformat(note.tried_at) < AGAIN:
        return
    _sending[:] = [subprocess.Popen([sys.executable, "-m", "siantar.project", "backup", "--send"])]


def lines(at: datetime) -> Iterator[tuple[str, bool]]:
    """Sentences about backups wherever they go, and whether each is a warning; none where no place is named."""
    yield from (line for line in (last_backup(at), at_second_place(at)) if line[0])
    yield from point_in_time.lines(at)


def at_second_place(at: datetime) -> tuple[str, bool]:
    """A sentence about what is in the second place, and whether it is a warning; empty where none is named."""
    place = settings.SIANTAR_BACKUPS_ALSO
    if not place:
        return "", False
    note = second_place.noted(settings.SIANTAR_DATA)
    newest = note.newest_at
    problem = f" {note.problem}" if note.problem else ""
    if newest is None:
        return translated(NOTHING_THERE).format(place=place) + problem, True
    warns, hours = rules.is_too_old(newest, at), int((at - newest).total_seconds() // 3600)
    return translated(THERE).format(place=place, hours=hours) + problem, warns


def last_backup(at: datetime) -> tuple[str, bool]:
    """A sentence about the last good backup, and whether it is a warning; empty where no folder is named."""
    folder: Path | None = settings.SIANTAR_BACKUPS
    if folder is None:
        return "", False
    if not folder.is_dir():
        return translated(NO_FOLDER).format(folder=folder), True
    last = backups.last_good(folder, at)
    if last is None:
        return translated(NONE_YET).format(folder=folder), True
    warns, hours = rules.is_too_old(last, at), int((at - last).total_seconds() // 3600)
    return translated(TOO_OLD if warns else LAST).format(folder=folder, hours=hours), warns
