"""What was written down before Siantar."""

from django.apps import AppConfig


class LegacyConfig(AppConfig):
    name = "siantar.legacy"
