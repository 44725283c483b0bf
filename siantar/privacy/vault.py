"""Personal data at rest: sealed field by field, found again only by a keyed exact index.

AES-256-GCM-SIV (RFC 8452) with the place of the value as associated data, so that a sealed value cannot be moved
to another row or column; the first byte names the key. The index is HMAC-SHA-256 with a key of its own.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from django.conf import settings

from siantar.privacy import key_ring

_NONCE = 12


class Unreadable(ValueError):
    """The value was sealed with another key, for another place, or is damaged."""


@cache
def _cipher(key: str) -> AESGCMSIV:
    return AESGCMSIV(bytes.fromhex(key))


def seal(place: str, pk: object, text: str) -> bytes:
    """`text` sealed for one place (`table.field`) and row."""
    ring, nonce = key_ring.current(), os.urandom(_NONCE)
    body = _cipher(ring.keys[ring.newest]).encrypt(nonce, text.encode(), f"{place}:{pk}".encode())
    return bytes([ring.newest]) + nonce + body


def unseal(place: str, pk: object, sealed: bytes | memoryview) -> str:
    """What was sealed for this place and row, with the key whose number it bears; raises Unreadable."""
    sealed = bytes(sealed)
    key = key_ring.current().keys.get(sealed[0]) if sealed else None
    if key is None:
        raise Unreadable(place)
    nonce, body = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    try:
        return _cipher(key).decrypt(nonce, body, f"{place}:{pk}".encode()).decode()
    except (InvalidTag, ValueError) as problem:
        raise Unreadable(place) from problem


def seal_bytes(place: str, pk: object, content: bytes) -> bytes:
    """The same of a picture or a document."""
    return seal(place, pk, base64.b64encode(content).decode())


def unseal_bytes(place: str, pk: object, sealed: bytes | memoryview) -> bytes:
    """The picture or document that was sealed for this place and row; raises Unreadable."""
    return base64.b64decode(unseal(place, pk, sealed))


def index(place: str, text: str) -> bytes:
    """The keyed index of a value (32 bytes): equal values of one place have equal indexes, nothing else shows."""
    key = bytes.fromhex(settings.SIANTAR_INDEX_KEY)
    return hmac.digest(key, f"{place}:{text}".encode(), hashlib.sha256)
