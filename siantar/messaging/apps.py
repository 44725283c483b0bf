"""Telling people."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "siantar.messaging"

    def ready(self) -> None:
        """Follow events from now on."""
        from siantar.casework.consumer import register

        for name in ("MESSAGES",):
            register(f"siantar.messaging.consumers.{name}")
