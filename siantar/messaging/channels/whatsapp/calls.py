"""What WhatsApp tells us by webhook: signature over the raw body, status of what we sent, words of residents."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Status:
    """What became of a letter; `ours` is its own id where WhatsApp gave it back."""

    provider_id: str
    ours: UUID | None
    status: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wrote to the office's number."""

    provider_id: str
    sender: str
    text: str


def signature_fits(secret: str, body: bytes, told: str) -> bool:
    """Whether X-Hub-Signature-256 was made over this body with the app secret."""
    wanted = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return bool(secret) and hmac.compare_digest(wanted.encode(), told.encode("utf-8", "replace"))


def read(told: Any) -> Iterator[Status | Said]:
    """Everything a call tells; what has another shape is passed over."""
    for value in _values(told):
        for one in _dicts(value.get("statuses")):
            ours = _uuid(one.get("biz_opaque_callback_data"))
            yield Status(_short(one.get("id")), ours, _short(one.get("status")), _why(one))
        for one in _dicts(value.get("messages")):
            words = one.get("text")
            body = words.get("body") if isinstance(words, dict) else ""
            yield Said(_short(one.get("id")), _short(one.get("from")), body if isinstance(body, str) else "")


def phone_number_ids(told: Any) -> set[str]:
    """The office numbers a call is about."""
    found = [value.get("metadata") for value in _values(told)]
    return {_short(one.get("phone_number_id")) for one in found if isinstance(one, dict)}


def _values(told: Any) -> Iterator[dict[str, Any]]:
    for entry in _dicts(told.get("entry") if isinstance(told, dict) else None):
        for change in _dicts(entry.get("changes")):
            value = change.get("value")
            if isinstance(value, dict):
                yield value


def _dicts(told: Any) -> list[dict[str, Any]]:
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []


def _short(told: Any) -> str:
    return told.replace("\x00", "")[:120] if isinstance(told, str) else ""


def _uuid(told: Any) -> UUID | None:
    try:
        return UUID(told) if isinstance(told, str) else None
    except ValueError:
        return None


def _why(status: dict[str, Any]) -> str:
    codes = [str(error.get("code"))[:12] for error in _dicts(status.get("errors"))]
    return f"answered {' '.join(codes)}".strip()[:100] if codes else ""
