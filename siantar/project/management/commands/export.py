"""`siantar export FILE`: everything in open formats, in one archive sealed for whom the operator names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyrage
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from pyrage.x25519 import Recipient

from siantar import clock
from siantar.project import backup_keys, backup_schedule
from siantar.project.archive import BackupRefused
from siantar.project.export import taking
from siantar.project.schema import pending_migrations

BEHIND = "Basis data ini belum sesuai dengan versi Siantar yang terpasang. Jalankan dulu `siantar upgrade`."
NOT_A_RECIPIENT = (
    "{recipient} bukan kunci umum age. Kunci umum mulai dengan age1, dan dibuat penerima dengan "
    "`age-keygen -o kunci.txt`; yang dikirim kepada Anda hanya kunci umumnya."
)
DONE = (
    "Ekspor {file} ({size:.1f} MB): {rows} baris, {documents} dokumen. Sudah dibaca kembali dan utuh.\n"
    "Isinya data pribadi warga yang dapat dibaca pemegang kunci. Impor di tempat kosong: `siantar import {file}`."
)


class Command(BaseCommand):
    """Export, check, and say what is in it."""

    requires_system_checks = []
    help = "Ekspor semua isi dalam format terbuka ke satu arsip tersegel; diperiksa dengan membacanya kembali."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, and for whom."""
        parser.add_argument("file", type=Path, help="arsip baru, di luar folder data")
        parser.add_argument(
            "--to", action="append", default=[], metavar="AGE1...", help="kunci umum penerima; tanpa ini kunci cadangan"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make the export."""
        if pending_migrations():
            raise CommandError(BEHIND)
        try:
            recipients = [_recipient(text) for text in options["to"]] or backup_keys.recipients(settings.SIANTAR_DATA)
            at = clock.now().astimezone(backup_schedule.zone())
            export = taking.export(backup_schedule.this_installation(), options["file"], recipients, at)
        except BackupRefused as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(
            DONE.format(file=export.file, size=export.size / 1e6, rows=export.rows, documents=export.documents)
        )


def _recipient(text: str) -> Recipient:
    try:
        return Recipient.from_str(text.strip())
    except pyrage.RecipientError as problem:
        raise BackupRefused(NOT_A_RECIPIENT.format(recipient=text)) from problem
