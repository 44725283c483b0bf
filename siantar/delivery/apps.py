"""The way to the door."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "siantar.delivery"

    def ready(self) -> None:
        """Follow events from now on."""
        from siantar.casework.consumer import register

        for name in ("RUNS", "PLACES", "WINDOWS"):
            register(f"siantar.delivery.consumers.{name}")
