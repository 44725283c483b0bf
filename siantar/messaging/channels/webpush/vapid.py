"""Who sends: a signed token for the push service (RFC 8292). The key is derived from the installation's field key."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from siantar.privacy import sealed_box

LIVES = timedelta(hours=12)


def public_key() -> str:
    """`applicationServerKey` for the browser: the uncompressed point in base64url."""
    return _plain(_key().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def authorization(endpoint: str, subject: str, at: datetime) -> str:
    """The header's value: a token for the service behind `endpoint`, good for half a day."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((at + LIVES).timestamp()),
        "sub": subject,
    }
    head = f"{_coded({'typ': 'JWT', 'alg': 'ES256'})}.{_coded(claims)}"
    r, s = decode_dss_signature(_key().sign(head.encode(), ec.ECDSA(hashes.SHA256())))
    signature = _plain(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={head}.{signature}, k={public_key()}"


def _key() -> ec.EllipticCurvePrivateKey:
    return sealed_box.push_key(b"siantar web push")


def _coded(claims: dict[str, object]) -> str:
    return _plain(json.dumps(claims, separators=(",", ":")).encode())


def _plain(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
