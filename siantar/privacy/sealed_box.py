"""What only the server may read: a phone seals for a public key, and keeps no way to open it again.

ECDH on P-256 with a key of its own for every letter, HKDF-SHA-256, AES-256-GCM. A letter is the sender's public point
(65 bytes), a nonce (12) and the sealed text, in base64. Keys of phones are derived here too, so that a courier who logs
in again can open what the phone kept.
"""

from __future__ import annotations

import base64
import binascii
from contextlib import suppress
from datetime import date

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from siantar.privacy import key_ring
from siantar.privacy.key_ring import FIRST, KeyName
from siantar.rules.plain_number import plain_number

_POINT, _NONCE = 65, 12
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256, FIPS 186-4


class NotALetter(ValueError):
    """It was sealed for somebody else, or is damaged."""


def public_key() -> str:
    """The uncompressed point phones seal for, in base64."""
    ring = key_ring.current(KeyName.PHONES)
    point = _letterbox(ring.keys[ring.newest]).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.b64encode(point).decode()


def opened(letter: str) -> str:
    """The text of a letter. Raises NotALetter."""
    try:
        raw = base64.b64decode(letter, validate=True)
        sender = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw[:_POINT])
    except (binascii.Error, ValueError) as problem:
        raise NotALetter from problem
    ring = key_ring.current(KeyName.PHONES)
    for number in ring.numbers():  # a phone that was away seals for the letterbox it knows
        key = _derived(_letterbox(ring.keys[number]).exchange(ec.ECDH(), sender), b"siantar letter")
        with suppress(InvalidTag, ValueError):
            return AESGCM(key).decrypt(raw[_POINT : _POINT + _NONCE], raw[_POINT + _NONCE :], None).decode()
    raise NotALetter


def phone_key_id(day: str) -> str:
    """The name of the key of a day: the day, and behind it the number of the key it is made from, after the first."""
    newest = key_ring.current(KeyName.PHONES).newest
    return day if newest == FIRST else f"{day}.{newest}"


def phone_key(person: str, key_id: str) -> str:
    """The key (base64, 32 bytes) under which a phone of this person keeps its data, by its name (`phone_key_id`)."""
    ring, number = key_ring.current(KeyName.PHONES), key_id.partition(".")[2]
    secret = ring.keys.get(plain_number(number) or FIRST, ring.keys[ring.newest])
    return base64.b64encode(_derived(bytes.fromhex(secret), f"siantar phone {person} {key_id}".encode())).decode()


def badge_keys(person: str, day: date) -> list[str]:
    """The secrets (base64, 32 bytes) with which a courier's phone may make the codes of a day (`delivery.badge`).

    The newest first, which is the one to give; those of former keys until the day these were given up.
    """
    ring = key_ring.current(KeyName.PHONES)
    former = (number for number in ring.numbers() if ring.until.get(number, "") >= day.isoformat())
    believed = dict.fromkeys([ring.newest, *former])
    purpose = f"siantar badge {person} {day.isoformat()}".encode()
    return [base64.b64encode(_derived(bytes.fromhex(ring.keys[number]), purpose)).decode() for number in believed]


def push_key(purpose: bytes, number: int) -> ec.EllipticCurvePrivateKey:
    """The key pair of a number with which we push to browsers; the newest where there is none of that number."""
    ring = key_ring.current(KeyName.PUSH)
    return _pair(ring.keys.get(number, ring.keys[ring.newest]), purpose)


def _pair(secret: str, purpose: bytes) -> ec.EllipticCurvePrivateKey:
    seed = _derived(bytes.fromhex(secret), purpose)
    return ec.derive_private_key(int.from_bytes(seed, "big") % (_ORDER - 1) + 1, ec.SECP256R1())


def _letterbox(secret: str) -> ec.EllipticCurvePrivateKey:
    return _pair(secret, b"siantar letterbox")


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=purpose).derive(secret)
