"""Where a request may go: public addresses, and those of the operator's own that were allowed.

What an office or a resident may write (a gateway, a push endpoint, a mail server) must not lead into the operator's own
network: OWASP ASVS 5.0, 1.3.6 and 15.3. A name is resolved once and the connection made to that very address, so that a
name that answers differently a moment later gains nothing.
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings

_NAT64 = ip_network("64:ff9b::/96")
Address = IPv4Address | IPv6Address


class NotAllowed(Exception):
    """The destination is none, or not public and not allowed by the operator."""


class NotFound(OSError):
    """The name does not resolve now."""


def address_of(host: str, port: int) -> str:
    """The address to connect to. Raises NotAllowed, NotFound.

    All addresses of the name must be allowed: one public and one inside is how a name sneaks in.
    """
    name = host.rstrip(".").lower()
    if settings.SIANTAR_TRAINING:  # whoever practises reaches nobody
        raise NotAllowed(name)
    if not name or any(sign.isspace() or sign in "/\\@#?%" for sign in name):
        raise NotAllowed(name)
    try:
        answers = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise NotFound(name) from error
    addresses = list(dict.fromkeys(str(answer[4][0]).partition("%")[0] for answer in answers))
    if not addresses:
        raise NotFound(name)
    if not is_allowed_by_name(name) and not all(_may_be_reached(ip_address(address)) for address in addresses):
        raise NotAllowed(name)
    return addresses[0]


def origin_of(address: str) -> tuple[str, str]:
    """Scheme and host of an address, or the host alone: what a secret is bound to."""
    parts = urlsplit(address.strip().lower() if "://" in address else f"//{address.strip().lower()}")
    return parts.scheme, parts.netloc


def is_inside(host: str, port: int) -> bool:
    """Whether the address to connect to is one of the operator's own. Raises NotAllowed, NotFound."""
    return not is_public(ip_address(address_of(host, port)))


def is_public(address: Address) -> bool:
    """Whether this address, and what it may stand for, is one of the open net.

    Never those of the tunnels 6to4 and Teredo, whose relays nobody keeps (RFC 7526): Pythons judge them differently.
    """
    if isinstance(address, IPv6Address):
        if address.sixtofour or address.teredo:
            return False
        inner = _inner(address)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def is_allowed_by_name(name: str) -> bool:
    """Whether the operator named this host in SIANTAR_OUTBOUND_ALLOW."""
    return name in settings.SIANTAR_OUTBOUND_ALLOW


def _may_be_reached(address: Address) -> bool:
    return is_public(address) or any(address in network for network in _allowed_networks(address.version))


def _allowed_networks(version: int) -> list[IPv4Network | IPv6Network]:
    networks: list[IPv4Network | IPv6Network] = []
    for entry in settings.SIANTAR_OUTBOUND_ALLOW:
        try:
            network = ip_network(entry, strict=False)
        except ValueError:
            continue
        if network.version == version:
            networks.append(network)
    return networks


def _inner(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address inside an IPv6 one: mapped, NAT64."""
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else address.ipv4_mapped
