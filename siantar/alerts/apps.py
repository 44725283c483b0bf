"""Promises about to break are told to who can keep them."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "siantar.alerts"
