"""What WhatsApp tells us by webhook: signature over the raw body, status of what we sent, words of residents."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

MEDIA = frozenset({"image", "video", "document", "audio", "voice"})  # somebody tells us something; a sticker does not


@dataclass(frozen=True, slots=True)
class LetterStatus:
    """What became of a letter; `ours` is its own id where WhatsApp gave it back, `code` the error's where it failed."""

    provider_id: str
    ours: UUID | None
    status: str
    problem: str = ""
    code: str = ""
    receiver: str = ""


@dataclass(frozen=True, slots=True)
class WhatsAppText:
    """What somebody wrote to the office's number, or pressed; `quoted` is the letter they answered to."""

    provider_id: str
    sender: str
    text: str
    besides: tuple[str, ...] = ()
    quoted: str = ""


@dataclass(frozen=True, slots=True)
class AccountError:
    """An error that is about no letter."""

    code: str


Update = LetterStatus | WhatsAppText | AccountError


def signature_fits(secret: str, body: bytes, signature: str) -> bool:
    """Check that X-Hub-Signature-256 was made over this body with the app secret."""
    wanted = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return bool(secret) and hmac.compare_digest(wanted.encode(), signature.encode("utf-8", "replace"))


def read(payload: Any) -> Iterator[Update]:
    """Read statuses and messages of a call; pass over what has another shape and what says nothing."""
    for value in _values(payload):
        yield from (AccountError(str(error.get("code"))[:12]) for error in _dicts(value.get("errors")))
        for status in _dicts(value.get("statuses")):
            yield _status(status)
        for message in _dicts(value.get("messages")):
            text = _text(message, _own_number(value))
            if text is not None:
                yield text


def phone_number_ids(payload: Any) -> set[str]:
    """Read the office numbers a call is about."""
    metadata = [value.get("metadata") for value in _values(payload)]
    return {_short(entry.get("phone_number_id")) for entry in metadata if isinstance(entry, dict)}


def _status(status: dict[str, Any]) -> LetterStatus:
    codes = [str(error.get("code"))[:12] for error in _dicts(status.get("errors"))]
    problem = f"answered {' '.join(codes)}".strip()[:100] if codes else ""
    return LetterStatus(
        _short(status.get("id")), _uuid(status.get("biz_opaque_callback_data")), _short(status.get("status")),
        problem, codes[0] if codes else "", _short(status.get("recipient_id")),
    )  # fmt: skip


def _text(message: dict[str, Any], own: str) -> WhatsAppText | None:
    """What somebody wrote or pressed; None for reactions, system notes, places, stickers and our own words."""
    words = _words(message)
    sender = _short(message.get("from"))
    if words is None or (own and sender.lstrip("+") == own):
        return None
    quoted = _short(_dict(message.get("context")).get("id"))
    return WhatsAppText(_short(message.get("id")), sender, words[0], words[1:], quoted)


def _words(message: dict[str, Any]) -> tuple[str, ...] | None:
    kind = message.get("type")
    if kind == "text" or (kind is None and "text" in message):
        return (_spoken(_dict(message.get("text")).get("body")),)
    if kind == "button":
        pressed = _dict(message.get("button"))
        return _spoken(pressed.get("text")), _spoken(pressed.get("payload"))
    if kind == "interactive":
        interactive = _dict(message.get("interactive"))
        reply = _dict(interactive.get("button_reply") or interactive.get("list_reply"))
        return tuple(_spoken(reply.get(part)) for part in ("title", "id", "description")) if reply else None
    if isinstance(kind, str) and kind in MEDIA:
        return (_spoken(_dict(message.get(kind)).get("caption")),)
    return None


def _own_number(value: dict[str, Any]) -> str:
    return re.sub(r"\D", "", _short(_dict(value.get("metadata")).get("display_phone_number")))


def _values(payload: Any) -> Iterator[dict[str, Any]]:
    for entry in _dicts(payload.get("entry") if isinstance(payload, dict) else None):
        for change in _dicts(entry.get("changes")):
            value = change.get("value")
            if isinstance(value, dict):
                yield value


def _dict(entry: Any) -> dict[str, Any]:
    return entry if isinstance(entry, dict) else {}


def _dicts(entries: Any) -> list[dict[str, Any]]:
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _spoken(field: Any) -> str:
    return field if isinstance(field, str) else ""


def _short(field: Any) -> str:
    return field.replace("\x00", "")[:120] if isinstance(field, str) else ""


def _uuid(field: Any) -> UUID | None:
    try:
        return UUID(field) if isinstance(field, str) else None
    except ValueError:
        return None
