"""Where documents wait in an office."""

from django.apps import AppConfig


class ShelfConfig(AppConfig):
    name = "siantar.shelf"

    def ready(self) -> None:
        """Follow events from now on."""
        from siantar.casework.consumer import register

        register("siantar.shelf.consumers.SHELF")
