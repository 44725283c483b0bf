"""Webhooks."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "siantar.webhooks"

    def ready(self) -> None:
        """Follow events from now on."""
        from siantar.casework.consumer import register

        register("siantar.webhooks.consumers.WEBHOOKS")
