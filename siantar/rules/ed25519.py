"""Signatures by Ed25519 (RFC 8032) as texts: keys in hex, signatures in base64. Pure."""

from __future__ import annotations

import base64
import binascii
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def key_id(public_key: str) -> str:
    """The short name of a public key (hex): the beginning of its digest."""
    return hashlib.sha256(bytes.fromhex(public_key)).hexdigest()[:16]


def public_half(seed: str) -> str:
    """The public key (hex) of a private one (hex of 32 bytes). Raises ValueError."""
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def sign(content: bytes, seed: str) -> str:
    """The signature (base64) of some bytes."""
    return base64.b64encode(Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed)).sign(content)).decode()


def is_signed(content: bytes, signature: str, public_key: str) -> bool:
    """Whether the key (hex) signed these bytes; False for what is no key and no signature at all."""
    try:
        raw = base64.b64decode(signature, validate=True)
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(raw, content)
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True
