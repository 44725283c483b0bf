"""Addresses of the public pages as they are printed, sent and answered: whole, with the domain of the installation."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse


def public(name: str, *parts: str) -> str:
    """The whole address of the page of this name."""
    return f"{settings.SIANTAR_BASE_URL}{reverse(name, args=parts)}"
