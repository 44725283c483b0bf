"""The letters of an office."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "siantar.letters"

    def ready(self) -> None:
        """Follow events from now on."""
        from siantar.casework.consumer import register

        register("siantar.letters.consumers.LETTERS")
