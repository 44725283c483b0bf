"""`siantar demo`: the demo office, idempotent; `--applications N` adds N files in all stages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from siantar import clock
from siantar.casework.models import Application, EventRow
from siantar.demo import feedback, office, ready, sealing, year
from siantar.reports import served_files


class Command(BaseCommand):
    """Furnish the demo office."""

    requires_system_checks = []  # they load every page and library; `siantar doctor` runs them
    help = "Siapkan kantor demo Serpong Utara; hanya dengan SIANTAR_DEMO=1."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many invented files to add."""
        parser.add_argument("--applications", type=int, default=None)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Furnish, invent, and say where to go."""
        if not settings.SIANTAR_DEMO:
            raise CommandError("Kantor demo hanya dibuat bila SIANTAR_DEMO=1.")
        call_command("migrate", verbosity=0)
        at = clock.now()
        office.furnish(at)
        before, count = EventRow.objects.count(), options["applications"]
        more = count if count is not None else (0 if Application.objects.exists() else 60)
        year.write_history(more, at)
        ready.lay_ready(at)
        feedback.speak_up(at)
        served_files.count_ended()
        if EventRow.objects.count() != before:
            sealing.begin_again()
        self.stdout.write(office.addresses(settings.SIANTAR_BASE_URL))
