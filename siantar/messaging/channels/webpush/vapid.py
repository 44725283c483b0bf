"""Who sends: a signed token for the push service (RFC 8292), by the installation's key for pushing.

A browser's subscription holds for the key it was made with, so each remembers the number of its own.
"""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from siantar.privacy import key_ring, sealed_box
from siantar.privacy.key_ring import FIRST, KeyName

LIVES = timedelta(hours=12)


def public_key(number: int | None = None) -> str:
    """`applicationServerKey` for the browser, the newest unless a number is named: the point in base64url."""
    key = _key(key_ring.current(KeyName.PUSH).newest if number is None else number)
    return _plain(key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def number_of(public: str) -> int:
    """The number of the key with this public half; the first where there is none, as pages of before tell none."""
    return next((n for n in key_ring.current(KeyName.PUSH).keys if public_key(n) == public.rstrip("=")), FIRST)


def authorization(endpoint: str, subject: str, at: datetime, number: int = FIRST) -> str:
    """The header's value: a token for the service behind `endpoint`, good for half a day, by the key of a number."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((at + LIVES).timestamp()),
        "sub": subject,
    }
    head = f"{_coded({'typ': 'JWT', 'alg': 'ES256'})}.{_coded(claims)}"
    r, s = decode_dss_signature(_key(number).sign(head.encode(), ec.ECDSA(hashes.SHA256())))
    signature = _plain(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={head}.{signature}, k={public_key(number)}"


def _key(number: int) -> ec.EllipticCurvePrivateKey:
    return sealed_box.push_key(b"siantar web push", number)


def _coded(claims: dict[str, object]) -> str:
    return _plain(json.dumps(claims, separators=(",", ":")).encode())


def _plain(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
