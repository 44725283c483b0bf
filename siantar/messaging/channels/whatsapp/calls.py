"""What WhatsApp tells us by webhook: signature over the raw body, status of what we sent, words of residents."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class LetterStatus:
    """What became of a letter; `ours` is its own id where WhatsApp gave it back."""

    provider_id: str
    ours: UUID | None
    status: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class WhatsAppText:
    """What somebody wrote to the office's number."""

    provider_id: str
    sender: str
    text: str


def signature_fits(secret: str, body: bytes, signature: str) -> bool:
    """Check that X-Hub-Signature-256 was made over this body with the app secret."""
    wanted = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return bool(secret) and hmac.compare_digest(wanted.encode(), signature.encode("utf-8", "replace"))


def read(payload: Any) -> Iterator[LetterStatus | WhatsAppText]:
    """Read statuses and messages of a call; pass over what has another shape."""
    for value in _values(payload):
        for status in _dicts(value.get("statuses")):
            ours = _uuid(status.get("biz_opaque_callback_data"))
            yield LetterStatus(_short(status.get("id")), ours, _short(status.get("status")), _why(status))
        for message in _dicts(value.get("messages")):
            words = message.get("text")
            body = words.get("body") if isinstance(words, dict) else ""
            text = body if isinstance(body, str) else ""
            yield WhatsAppText(_short(message.get("id")), _short(message.get("from")), text)


def phone_number_ids(payload: Any) -> set[str]:
    """Read the office numbers a call is about."""
    metadata = [value.get("metadata") for value in _values(payload)]
    return {_short(entry.get("phone_number_id")) for entry in metadata if isinstance(entry, dict)}


def _values(payload: Any) -> Iterator[dict[str, Any]]:
    for entry in _dicts(payload.get("entry") if isinstance(payload, dict) else None):
        for change in _dicts(entry.get("changes")):
            value = change.get("value")
            if isinstance(value, dict):
                yield value


def _dicts(entries: Any) -> list[dict[str, Any]]:
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _short(field: Any) -> str:
    return field.replace("\x00", "")[:120] if isinstance(field, str) else ""


def _uuid(field: Any) -> UUID | None:
    try:
        return UUID(field) if isinstance(field, str) else None
    except ValueError:
        return None


def _why(status: dict[str, Any]) -> str:
    codes = [str(error.get("code"))[:12] for error in _dicts(status.get("errors"))]
    return f"answered {' '.join(codes)}".strip()[:100] if codes else ""
