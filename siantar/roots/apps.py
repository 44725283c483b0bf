"""Daily roots."""

from django.apps import AppConfig


class RootsConfig(AppConfig):
    name = "siantar.roots"
