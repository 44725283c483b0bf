"""`siantar backup FILE`: database and files in one sealed archive, while serving; `--keys FILE` makes its keys."""

from __future__ import annotations

from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from siantar import clock
from siantar.project import backup_keys, backup_schedule, backups, second_place
from siantar.project.archive import BackupRefused

NO_FILE = "Sebutkan arsipnya (`siantar backup /media/STIK/NAMA.age`), atau atur SIANTAR_BACKUPS ke folder cadangan."
NO_PLACE = "Atur SIANTAR_BACKUPS (folder) dan SIANTAR_BACKUPS_ALSO (tempat kedua, misalnya `sftp-kota:siantar`) dulu."
SENT = "{count} cadangan dikirim ke {place}: {names}."
DONE = (
    "Cadangan {file} ({size:.1f} MB): {applications} permohonan, {events} kejadian, {files} arsip. "
    "Sudah dibaca kembali dan utuh."
)


class Command(BaseCommand):
    """Back up, check, and say what is in it."""

    requires_system_checks = []
    help = "Cadangkan basis data dan arsip ke satu arsip tersegel; diperiksa dengan memulihkannya."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to; the folder of backups unless told."""
        parser.add_argument("file", nargs="?", type=Path, help="arsip baru; tanpa ini folder SIANTAR_BACKUPS")
        parser.add_argument("--send", action="store_true", help="kirim yang belum ada ke SIANTAR_BACKUPS_ALSO")
        parser.add_argument(
            "--keys", type=Path, metavar="FILE", help="buat kunci cadangan; kunci kantor ke arsip ini (di stik)"
        )

    def _send(self, folder: Path | None, at: datetime, zone: tzinfo) -> None:
        place = settings.SIANTAR_BACKUPS_ALSO
        if folder is None or not place:
            raise CommandError(NO_PLACE)
        names = second_place.send_and_note(settings.SIANTAR_DATA, folder, place, at, zone)
        self.stdout.write(SENT.format(count=len(names), place=place, names=", ".join(names) or "-"))

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make the keys, or a backup."""
        folder = settings.SIANTAR_BACKUPS
        try:
            if options["keys"]:
                others = [folder] if folder else []
                self.stdout.write(backup_keys.make(options["keys"], settings.SIANTAR_DATA, others))
                return
            here = backup_schedule.this_installation()
            zone = backup_schedule.zone()
            at = clock.now().astimezone(zone)
            if options["send"]:
                self._send(folder, at, zone)
                return
            if options["file"]:
                backup = backups.back_up(here, options["file"], at)
            elif folder:
                backup = backups.back_up_into(here, folder, at, zone)
            else:
                raise CommandError(NO_FILE)
        except BackupRefused as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(
            DONE.format(
                file=backup.file,
                size=backup.size / 1e6,
                applications=backup.applications,
                events=backup.events,
                files=backup.files,
            )
        )
