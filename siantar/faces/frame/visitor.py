"""From which address a visitor comes: the proxy in front tells it where there is one."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The address of the other end; behind a proxy the last one it added, which nobody outside can invent."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.SIANTAR_BEHIND_PROXY:
        return direct
    return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or direct
