"""`siantar backtest`: how often the expected windows held, and how wide they were."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from siantar import clock
from siantar.reports import expected_days


class Command(BaseCommand):
    """Hold the expected windows of the last days against what happened."""

    requires_system_checks = []  # they load every page and library; `siantar doctor` runs them
    help = "Bandingkan perkiraan selesai dengan kenyataan pada hari-hari terakhir."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--json` for programs, `--days` how far back."""
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--days", type=int, default=expected_days.HELD_OUT)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Say it in one line, or as JSON (null where there is no history)."""
        verdict = expected_days.judge(clock.now(), days=options["days"])
        if options["json"]:
            empty = {"forecasts": 0, "coverage": None, "width": None, "naive_coverage": None, "naive_width": None}
            self.stdout.write(json.dumps(asdict(verdict) if verdict else empty))
        elif verdict is None:
            self.stdout.write("Riwayatnya belum cukup untuk dinilai.")
        else:
            self.stdout.write(
                f"{verdict.forecasts} perkiraan: {100 * verdict.coverage:.1f} % tepat, "
                f"lebar {verdict.width:.1f} jam kerja. "
                f"Cara sederhana pada {100 * verdict.naive_coverage:.1f} %: lebar {verdict.naive_width:.1f} jam kerja."
            )
