"""What only the server may read: a phone seals for a public key, and keeps no way to open it again.

ECDH on P-256 with a key of its own for every letter, HKDF-SHA-256, AES-256-GCM. A letter is the sender's public point
(65 bytes), a nonce (12) and the sealed text, in base64. Keys of phones are derived here too, so that a courier who logs
in again can open what the phone kept.
"""

from __future__ import annotations

import base64
import binascii

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

_POINT, _NONCE = 65, 12
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256, FIPS 186-4


class NotALetter(ValueError):
    """It was sealed for somebody else, or is damaged."""


def public_key() -> str:
    """The uncompressed point phones seal for, in base64."""
    point = _private().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.b64encode(point).decode()


def opened(letter: str) -> str:
    """The text of a letter. Raises NotALetter."""
    try:
        raw = base64.b64decode(letter, validate=True)
        sender = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw[:_POINT])
        key = _derived(_private().exchange(ec.ECDH(), sender), b"siantar letter")
        return AESGCM(key).decrypt(raw[_POINT : _POINT + _NONCE], raw[_POINT + _NONCE :], None).decode()
    except (binascii.Error, ValueError, InvalidTag) as problem:
        raise NotALetter from problem


def phone_key(person: str, key_id: str) -> str:
    """The key (base64, 32 bytes) under which a phone of this person keeps its data."""
    key = _derived(bytes.fromhex(settings.SIANTAR_PHONE_KEY), f"siantar phone {person} {key_id}".encode())
    return base64.b64encode(key).decode()


def badge_key(person: str, day: str) -> str:
    """The secret (base64, 32 bytes) with which a courier's phone makes the codes of a day (`delivery.badge`)."""
    return base64.b64encode(
        _derived(bytes.fromhex(settings.SIANTAR_PHONE_KEY), f"siantar badge {person} {day}".encode())
    ).decode()


def push_key(purpose: bytes) -> ec.EllipticCurvePrivateKey:
    """The key pair with which we push to browsers, always the same one."""
    return _pair(settings.SIANTAR_PUSH_KEY, purpose)


def _pair(secret: str, purpose: bytes) -> ec.EllipticCurvePrivateKey:
    seed = _derived(bytes.fromhex(secret), purpose)
    return ec.derive_private_key(int.from_bytes(seed, "big") % (_ORDER - 1) + 1, ec.SECP256R1())


def _private() -> ec.EllipticCurvePrivateKey:
    return _pair(settings.SIANTAR_PHONE_KEY, b"siantar letterbox")


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=purpose).derive(secret)
