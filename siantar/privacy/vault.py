"""Personal data at rest: sealed field by field, found again only by a keyed exact index.

AES-256-GCM-SIV (RFC 8452), or the cipher its key was made for, with the place of the value as associated data, so that
a sealed value cannot be moved to another row or column; the first byte names the key. The index is HMAC-SHA-256 with a
key of its own; that of a later key is made over the one before, so that a new key needs nothing opened and no former
key alone tries values.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from collections.abc import Callable, Mapping
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESGCMSIV, ChaCha20Poly1305

from siantar.privacy import key_ring
from siantar.privacy.key_ring import FIRST, KeyName, KeyRing

_NONCE = 12
_KEPT = 30  # bytes of a later index, before its number: another length than the first key's


class Unreadable(ValueError):
    """The value was sealed with another key, for another place, or is damaged."""


_Sealer = AESGCM | AESGCMSIV | ChaCha20Poly1305
CIPHERS: Mapping[str, Callable[[bytes], _Sealer]] = {  # each with keys of 32 bytes and nonces of 12
    "aes-256-gcm-siv": AESGCMSIV,
    "aes-256-gcm": AESGCM,
    "chacha20-poly1305": ChaCha20Poly1305,
}
FIRST_CIPHER = "aes-256-gcm-siv"


@cache
def _cipher(name: str, key: str) -> _Sealer:
    return CIPHERS[name](bytes.fromhex(key))


def _cipher_of(ring: KeyRing, number: int) -> _Sealer:
    return _cipher(ring.ciphers.get(number, FIRST_CIPHER), ring.keys[number])


def seal(place: str, pk: object, text: str) -> bytes:
    """`text` sealed for one place (`table.field`) and row."""
    ring, nonce = key_ring.current(), os.urandom(_NONCE)
    body = _cipher_of(ring, ring.newest).encrypt(nonce, text.encode(), f"{place}:{pk}".encode())
    return bytes([ring.newest]) + nonce + body


def unseal(place: str, pk: object, sealed: bytes | memoryview) -> str:
    """What was sealed for this place and row, with the key whose number it bears; raises Unreadable."""
    sealed = bytes(sealed)
    ring = key_ring.current()
    if not sealed or sealed[0] not in ring.keys:
        raise Unreadable(place)
    nonce, body = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    try:
        return _cipher_of(ring, sealed[0]).decrypt(nonce, body, f"{place}:{pk}".encode()).decode()
    except (InvalidTag, ValueError) as problem:
        raise Unreadable(place) from problem


def seal_bytes(place: str, pk: object, content: bytes) -> bytes:
    """The same of a picture or a document."""
    return seal(place, pk, base64.b64encode(content).decode())


def unseal_bytes(place: str, pk: object, sealed: bytes | memoryview) -> bytes:
    """The picture or document that was sealed for this place and row; raises Unreadable."""
    return base64.b64decode(unseal(place, pk, sealed))


def index(place: str, text: str) -> bytes:
    """The keyed index of a value (up to 32 bytes): equal values of one place have equal indexes, nothing else shows."""
    return every_index(place, text)[0]


def indexes(place: str, text: str) -> list[bytes]:
    """The index of a value in every form in which it may stand in what is kept, the newest first: to look it up by."""
    ring = key_ring.current(KeyName.INDEX)
    return _forms(place, text, ring)[: len(ring.numbers())]


def every_index(place: str, text: str) -> list[bytes]:
    """The index of a value under each key there ever was, the newest first: to know again what is kept elsewhere."""
    return _forms(place, text, key_ring.current(KeyName.INDEX))


def _forms(place: str, text: str, ring: KeyRing) -> list[bytes]:
    forms = [hmac.digest(bytes.fromhex(ring.keys[FIRST]), f"{place}:{text}".encode(), hashlib.sha256)]
    for number in range(FIRST + 1, ring.newest + 1):
        forms.append(_next(ring, number, forms[-1]))
    return forms[::-1]


def renewed_index(former: bytes) -> bytes:
    """An index as it is under the newest key, made from the index itself: what it was made of need not be opened."""
    ring = key_ring.current(KeyName.INDEX)
    for number in range(number_of(former) + 1, ring.newest + 1):
        former = _next(ring, number, former)
    return former


def number_of(index: bytes | memoryview) -> int:
    """The number of the newest key in an index: those of the first have 32 bytes, later ones 31 with it behind."""
    return index[-1] if len(index) == 1 + _KEPT else FIRST


def _next(ring: KeyRing, number: int, former: bytes) -> bytes:
    return hmac.digest(bytes.fromhex(ring.keys[number]), former, hashlib.sha256)[:_KEPT] + bytes([number])
