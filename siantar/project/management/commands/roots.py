"""`siantar roots`: make the daily roots that are due now, say which was the last; `--new-key` renews the key."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from siantar import clock
from siantar.directory import audit
from siantar.directory.offices import serving_residents
from siantar.roots import keys, making, queries
from siantar.roots.keys import DamagedKeys
from siantar.rules.audit import Audited

NEW_KEY = (
    "Kunci akar baru {id}: {public}\nKunci lama tetap tampil di /kinerja/bukti/ dan sudah menandatangani yang baru. "
    "Buat cadangan sekarang."
)


class Command(BaseCommand):
    """Make what is due, or a new key."""

    requires_system_checks = []  # they load every page and library; `siantar doctor` runs them
    help = "Buat akar harian yang sudah waktunya; --new-key mengganti kunci yang menandatangani."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to renew the key."""
        parser.add_argument("--new-key", action="store_true", help="kunci baru mulai sekarang")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make, and say."""
        at = clock.now()
        try:
            if options["new_key"]:
                key = keys.renew(at)
                audit.note(Audited.KEYS_ROTATED, at=at, keys=f"roots {key.id}")
                self.stdout.write(NEW_KEY.format(id=key.id, public=key.public))
                return
            while making.make_due(at):
                pass
        except DamagedKeys as problem:
            raise CommandError(str(problem)) from problem
        for office in serving_residents():
            for root in queries.newest(office.pk, 1):
                statement = root.signed.statement
                self.stdout.write(f"{office.pk}  {statement.day:%d-%m-%Y}  {statement.root}")
