"""`siantar verify [FILE]`: database, backup or the path of a file against signed roots; names what does not fit."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from siantar.project import verifying
from siantar.project.archive import BackupRefused
from siantar.project.verifying import CannotVerify
from siantar.roots.keys import DamagedKeys

FITS = "Cocok dengan akar harian."
WITHOUT = (
    "Dicocokkan dengan buku akar di folder data saja. Siapa yang menguasai folder data dan kuncinya dapat memalsukan "
    "keduanya: cocokkan juga dengan akar yang disimpan saksi (--roots)."
)


class Command(BaseCommand):
    """Compare, say what does not fit, exit 1 where something does not."""

    requires_system_checks = []
    help = "Cocokkan basis data, cadangan, atau jalur satu berkas dengan akar harian; sebutkan apa yang hilang/berubah."

    def add_arguments(self, parser: CommandParser) -> None:
        """What, and against which published roots."""
        parser.add_argument("file", nargs="?", type=Path, help="cadangan (.age) atau jalur berkas (.json)")
        parser.add_argument("--roots", action="append", default=[], help="akar yang diterbitkan: arsip atau alamat")
        parser.add_argument("--key", type=Path, help="kunci kantor, untuk membuka cadangan")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Verify the database, or the backup that was named."""
        file: Path | None = options["file"]
        if file is not None and not file.is_file():
            raise CommandError(f"{file} tidak ada. Apakah stiknya terpasang?")
        try:
            if file is None:
                verdicts = verifying.verify_here(options["roots"])
            else:
                verdicts = verifying.verify_backup(file, options["key"], options["roots"])
        except (CannotVerify, BackupRefused, DamagedKeys) as problem:
            raise CommandError(str(problem)) from problem
        for sentence in verdicts.findings:
            self.stdout.write(f"TIDAK COCOK: {sentence}")
        for sentence in verdicts.remarks:
            self.stdout.write(f"CATATAN: {sentence}")
        for sentence in verdicts.compared:
            self.stdout.write(sentence)
        if not options["roots"]:
            self.stdout.write(WITHOUT)
        self.stdout.write(f"{len(verdicts.findings)} hal tidak cocok." if verdicts.findings else FITS)
        if verdicts.findings:
            sys.exit(1)
