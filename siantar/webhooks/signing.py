"""Standard Webhooks (standardwebhooks.com): a secret, and the signature of a message with it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime

PREFIX = "whsec_"


def new_secret() -> str:
    """A secret as it is handed over: 32 random bytes, behind a prefix by which scanners know it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def headers(id: str, at: datetime, body: bytes, signers: Iterable[str]) -> dict[str, str]:
    """The headers of a message sent at `at`, signed with each of these secrets."""
    stamp = str(int(at.timestamp()))
    content = f"{id}.{stamp}.".encode() + body
    return {
        "Content-Type": "application/json",
        "User-Agent": "Siantar-Webhooks/1",
        "webhook-id": id,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(f"v1,{_signature(secret, content)}" for secret in signers),
    }


def _signature(secret: str, content: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()
