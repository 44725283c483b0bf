"""From which address a visitor comes: the proxy in front tells it where there is one."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

from siantar.rules import brake


def address_of(request: HttpRequest) -> str:
    """The address of the other end; behind a proxy the last one it added, which nobody outside can invent."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.SIANTAR_BEHIND_PROXY:
        return direct
    return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or direct


def network_of(request: HttpRequest) -> str:
    """What the visitor's tries are counted by: the address, of IPv6 the /64 somebody has whole."""
    return brake.network_of(address_of(request))


def valid_address(address: str) -> str:
    """The address where it is one, for a column of addresses; else the one that means nobody knows."""
    try:
        return str(ip_address(address.partition("%")[0]))
    except ValueError:
        return "0.0.0.0"
