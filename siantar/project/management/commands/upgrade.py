"""`siantar upgrade`: looks, backs up, migrates, looks again, and says what to start again. Stops where a step fails."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from siantar import clock
from siantar.project import backup_schedule, backups
from siantar.project.archive import BackupRefused
from siantar.project.schema import pending_migrations

UNREACHABLE = "Basis data tidak dapat dibuka: {problem} Belum ada yang diubah. Periksa, lalu ulangi."
NO_PLACE = (
    "Tidak tahu ke mana cadangannya. Sebutkan (`siantar upgrade /media/STIK/sebelum.age`), atau atur SIANTAR_BACKUPS. "
    "Belum ada yang diubah."
)
NO_BACKUP = "{problem}\nBelum ada yang diubah: tanpa cadangan yang utuh, basis data tidak diperbarui."
FAILED = (
    "Pembaruan basis data gagal: {problem}\nCadangan sebelum pembaruan: {file}. Pasang lagi versi yang lama; bila ia "
    "tidak jalan, pulihkan cadangan itu ke folder kosong dengan `siantar restore`."
)
SICK = "Sebelum diperbarui sudah ada masalah (lihat di atas). Selesaikan dulu; belum ada yang diubah."
SICK_AFTER = "Basis data sudah diperbarui, tetapi ada masalah (lihat di atas). Cadangan sebelumnya: {file}."
DONE = """Siantar {version} siap. Cadangan sebelum pembaruan: {file}.
Mulai ulang agar versi baru dipakai:
  systemctl restart siantar-serve siantar-work     (atau hentikan `siantar serve`, lalu jalankan lagi)
Lalu buka {url} dan cari satu resi."""


class Command(BaseCommand):
    """Look, back up, migrate, look."""

    requires_system_checks = []
    help = "Perbarui basis data ke versi ini: periksa, cadangkan, perbarui, periksa lagi."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the backup goes; the folder of backups unless named."""
        parser.add_argument("file", nargs="?", type=Path, help="arsip cadangan baru; tanpa ini folder SIANTAR_BACKUPS")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Every step, each only after the one before went well."""
        steps = self._pending()
        self.stdout.write(f"1/4  Periksa: {len(steps)} perubahan basis data menunggu.")
        if not steps and not self._is_well():  # with an older schema this version's checks cannot read it yet
            raise CommandError(SICK)
        file = self._back_up(options["file"])
        self.stdout.write(f"2/4  Cadangan {file}, sudah dibaca kembali.")
        try:
            call_command("migrate", verbosity=0)
        except Exception as problem:
            raise CommandError(FAILED.format(problem=problem, file=file)) from problem
        self.stdout.write("3/4  Basis data diperbarui.")
        if not self._is_well():
            raise CommandError(SICK_AFTER.format(file=file))
        self.stdout.write("4/4  Diperiksa lagi: tidak ada masalah.")
        self.stdout.write(DONE.format(version=version("siantar"), file=file, url=settings.SIANTAR_BASE_URL))

    def _pending(self) -> list[Any]:
        try:
            return pending_migrations()
        except DatabaseError as problem:
            raise CommandError(UNREACHABLE.format(problem=problem)) from problem

    def _is_well(self) -> bool:
        try:
            call_command("doctor", stdout=self.stdout)
        except SystemExit:
            return False
        return True

    def _back_up(self, file: Path | None) -> Path:
        folder: Path | None = settings.SIANTAR_BACKUPS
        if file is None and folder is None:
            raise CommandError(NO_PLACE)
        here, zone = backup_schedule.this_installation(), backup_schedule.zone()
        at = clock.now().astimezone(zone)
        try:
            if file is None and folder is not None:
                return backups.back_up_into(here, folder, at, zone).file
            return backups.back_up(here, file or Path(), at).file
        except BackupRefused as problem:
            raise CommandError(NO_BACKUP.format(problem=problem)) from problem
