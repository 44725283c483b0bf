"""`siantar work`: background work (plans of routes, rounds); `serve` runs it beside itself for one office."""

from __future__ import annotations

import signal
import threading
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from siantar.delivery import planning_queue
from siantar.project import rounds

REST = 0.2  # seconds between looks into an empty queue


class Command(BaseCommand):
    """Work until told to stop."""

    help = "Kerjakan pekerjaan latar: rencana rute, pengaduan yang lewat tenggat, angka terbuka."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--once` empties the queue and ends."""
        parser.add_argument("--once", action="store_true", help="berhenti bila antrean kosong")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Claim and do, rest when there is nothing."""
        ended = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ended.set())

        going = rounds.Rounds()

        def rest() -> bool:
            going.go(datetime.now(UTC))
            close_old_connections()
            return not options["once"] and not ended.wait(REST)

        planning_queue.work_on(lambda: datetime.now(UTC), rest)
