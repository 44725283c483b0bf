"""Figures."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "siantar.reports"

    def ready(self) -> None:
        """Follow events from now on."""
        from siantar.casework.consumer import register
        from siantar.reports import consumers

        for consumer in (consumers.ENDED,):
            register(consumer)
