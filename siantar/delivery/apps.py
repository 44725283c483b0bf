"""The way to the door."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "siantar.delivery"

    def ready(self) -> None:
        """Follow events from now on."""
        from siantar.casework.consumer import register
        from siantar.delivery import consumers

        for consumer in (consumers.RUNS, consumers.PLACES, consumers.WINDOWS):
            register(consumer)
