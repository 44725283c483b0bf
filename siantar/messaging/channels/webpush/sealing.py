"""Seal a note for one browser: RFC 8291 over RFC 8188 (aes128gcm), one record."""

from __future__ import annotations

import base64
import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RECORD = 4096
_LAST = b"\x02"


def seal(
    note: bytes, p256dh: str, auth: str, *, sender: ec.EllipticCurvePrivateKey | None = None, salt: bytes = b""
) -> bytes:
    """The body of the request; `sender` and `salt` are new for every note unless given (for the RFC's example)."""
    receiver_point, secret = check_keys(p256dh, auth)
    sender = sender or ec.generate_private_key(ec.SECP256R1())
    salt = salt or os.urandom(16)
    point = sender.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    receiver = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), receiver_point)
    shared = sender.exchange(ec.ECDH(), receiver)
    base = _derived(shared, secret, b"WebPush: info\x00" + receiver_point + point, 32)
    key = _derived(base, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _derived(base, salt, b"Content-Encoding: nonce\x00", 12)
    sealed = AESGCM(key).encrypt(nonce, note + _LAST, None)
    return salt + RECORD.to_bytes(4, "big") + bytes([len(point)]) + point + sealed


def check_keys(p256dh: str, auth: str) -> tuple[bytes, bytes]:
    """The browser's point and secret. Raises ValueError when they are none."""
    point, secret = unpadded(p256dh), unpadded(auth)
    ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    if len(point) != 65 or len(secret) != 16:
        raise ValueError("not the keys of a subscription")
    return point, secret


def unpadded(text: str) -> bytes:
    """Bytes from base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt=salt, info=info).derive(secret)
