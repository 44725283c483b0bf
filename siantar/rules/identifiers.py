"""Identifiers that sort by time and cannot be guessed: UUID version 7 (RFC 9562)."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID


def uuid7(at: datetime) -> UUID:
    """A new UUIDv7 for the instant `at`: 48 bits of milliseconds, 74 random bits."""
    value = (int(at.timestamp() * 1000) & (2**48 - 1)) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)
