"""`siantar retention`: erase what is past its time, as the worker does every night; `--dry-run` only lists it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from siantar import clock
from siantar.directory.offices import serving_residents
from siantar.rights import retention, words
from siantar.rules import receipt_number
from siantar.rules.retention import Retained

HELD = "{office}: {count} berkas ditahan, tidak ada yang dihapus darinya."


class Command(BaseCommand):
    """Erase, or list, for every office with a counter."""

    requires_system_checks = []  # they load every page and library; `siantar doctor` runs them
    help = "Hapus data pribadi yang habis masa simpannya; --dry-run hanya mendaftarnya."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--dry-run` changes nothing."""
        parser.add_argument("--dry-run", action="store_true", help="hanya daftar, tidak ada yang dihapus")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Say what of which kind, how many, and why."""
        at = clock.now()
        for office in serving_residents():
            if count := retention.held_back(office.code):
                self.stdout.write(HELD.format(office=office.code, count=count))
            if options["dry_run"]:
                self._list(office.code, retention.owed(office.code, at))
                continue
            run = retention.run_now(office, at)
            for kind in (kind for kind in Retained if kind in run.counts):
                of = run.counts[kind]["of"]
                self.stdout.write(f"{office.code}  {of:>6}  {words.TERMS[kind].name.id} dihapus.")
            if not run.counts:
                self.stdout.write(f"{office.code}: tidak ada yang habis masa simpannya.")

    def _list(self, office: str, lines: list[retention.Owed]) -> None:
        for line in lines:
            term = words.TERMS[line.kind]
            self.stdout.write(f"{office}  {line.count:>6}  {term.name.id}")
            if line.count:
                self.stdout.write(f"        lewat {line.days} hari sejak {term.begins.id}. {term.reason.id}")
                self.stdout.write(f"        {term.article}")
            for number in line.numbers:
                self.stdout.write(f"        {receipt_number.grouped(number)}")
        self.stdout.write("Ini baru daftar: tidak ada yang dihapus.")
