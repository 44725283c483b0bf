"""The hash chain of an application's events (SHA-256 over canonical JSON, RFC 8785 in spirit)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Row:
    """An event as it is stored."""

    id: UUID
    application: UUID
    seq: int
    kind: str
    occurred_at: datetime
    recorded_at: datetime
    office: str
    person: str
    to: str
    batch: str
    reason: str
    data: Mapping[str, Any]
    conflict: str
    private_digest: str
    previous: str


def canonical(value: Any) -> str:
    """One text for one value: sorted keys, no blanks, UTF-8 kept."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(row: Row) -> str:
    """The hash of an event, which also binds the one before it."""
    content = {
        "id": str(row.id),
        "application": str(row.application),
        "seq": row.seq,
        "kind": row.kind,
        "occurred_at": _instant(row.occurred_at),
        "recorded_at": _instant(row.recorded_at),
        "office": row.office,
        "person": row.person,
        "to": row.to,
        "batch": row.batch,
        "reason": row.reason,
        "data": row.data,
        "conflict": row.conflict,
        "private": row.private_digest,
    }
    return hashlib.sha256(f"{row.previous}\n{canonical(content)}".encode()).hexdigest()


def private_digest(salt: bytes, private: Mapping[str, Any]) -> str:
    """What the chain knows of a personal part: nothing, once the salt is erased."""
    return hashlib.sha256(salt + canonical(private).encode()).hexdigest()


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
