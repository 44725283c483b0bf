"""Figures."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "siantar.reports"

    def ready(self) -> None:
        """Follow events from now on."""
        from siantar.casework.consumer import register

        for name in ("ENDED", "TALLIED"):
            register(f"siantar.reports.consumers.{name}")
