"""The letters of an office."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "siantar.letters"
