"""`siantar rebuild`: derive everything again from the events."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from siantar.reports import rebuilding


class Command(BaseCommand):
    """Rebuild standings, movements and track rows."""

    requires_system_checks = []  # they load every page and library; `siantar doctor` runs them
    help = "Susun ulang semua data turunan dari kejadian."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Rebuild and say how much."""
        self.stdout.write(f"{rebuilding.rebuild()} berkas disusun ulang dari kejadiannya.")
