"""The hash chain of an application's events (SHA-256 over canonical JSON, RFC 8785 in spirit)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from siantar.rules.event import Event


def canonical(value: Any) -> str:
    """One text for one value: sorted keys, no blanks, UTF-8 kept."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(event: Event) -> str:
    """The hash of a stored event, which also binds the one before it. Its keys never change, whatever is renamed."""
    content = {
        "id": str(event.id),
        "application": str(event.application),
        "seq": event.seq,
        "kind": event.kind,
        "occurred_at": _instant(event.occurred_at),
        "recorded_at": _instant(event.recorded_at),
        "office": event.office,
        "person": event.person,
        "to": event.to,
        "batch": event.bundle,
        "reason": event.reason,
        "data": event.data,
        "conflict": event.conflict,
        "private": event.private_digest,
    }
    return hashlib.sha256(f"{event.previous}\n{canonical(content)}".encode()).hexdigest()


def private_digest(salt: bytes, private: Mapping[str, Any]) -> str:
    """What the chain knows of a personal part: nothing, once the salt is erased."""
    return hashlib.sha256(salt + canonical(private).encode()).hexdigest()


def _instant(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds") if at else ""
