"""How wrong tries at a door slow down who makes them: delays that grow, never a lock that a stranger could shut.

The arithmetic behind each allowance is in `docs/security/limits.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network


@dataclass(frozen=True, slots=True)
class Allowance:
    """`free` wrong tries cost nothing; each later one doubles the wait, from `first` to `most`.

    After `forgets` without a wrong try the count begins anew.
    """

    free: int
    first: timedelta
    most: timedelta
    forgets: timedelta


@dataclass(frozen=True, slots=True)
class Tries:
    """How many wrong tries in a row, and when the last of them was."""

    wrong: int
    last_at: datetime


def wait_after(wrong: int, allowance: Allowance) -> timedelta:
    """How long nobody is heard after `wrong` tries in a row."""
    beyond = wrong - allowance.free
    if beyond <= 0:
        return timedelta(0)
    doubled: timedelta = allowance.first * (1 << min(beyond - 1, 30))
    return min(doubled, allowance.most)


def wrong_by(tries: Tries, allowance: Allowance, at: datetime) -> int:
    """How many of the tries still count at `at`."""
    return tries.wrong if at - tries.last_at < allowance.forgets else 0


def open_at(tries: Tries, allowance: Allowance, at: datetime) -> datetime:
    """When the door hears a next try; `at` or earlier means now."""
    wait = wait_after(wrong_by(tries, allowance, at), allowance)
    return tries.last_at + wait if wait else at


def network_of(address: str) -> str:
    """What one household or office has of addresses: IPv4 whole, IPv6 its /64 (RFC 6177); other words as they are."""
    try:
        read = ip_address(address.strip().partition("%")[0])
    except ValueError:
        return address
    if isinstance(read, IPv6Address):
        mapped: IPv4Address | None = read.ipv4_mapped
        return str(mapped) if mapped else str(ip_network((read, 64), strict=False))
    return str(read)
