"""What the audit record knows: every act of rights and every way in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum

START = "0" * 64  # what the first entry follows


class Audited(StrEnum):
    """What happened to a person's rights or at the login."""

    LOGGED_IN = "logged_in"
    LOGGED_OUT = "logged_out"
    LOGIN_FAILED = "login_failed"
    LOGIN_SLOWED = "login_slowed"
    MANY_FAILURES = "many_failures"
    SESSION_LOCKED = "session_locked"
    SESSION_UNLOCKED = "session_unlocked"
    SESSIONS_ENDED = "sessions_ended"
    PASSWORD_SET = "password_set"
    ALERT_MAIL_SET = "alert_mail_set"
    ROLES_CHANGED = "roles_changed"
    PERSON_ADDED = "person_added"
    PERSON_MOVED = "person_moved"
    OFFICE_JOINED = "office_joined"
    OFFICE_CHOSEN = "office_chosen"
    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    PAPER_CODE_ISSUED = "paper_code_issued"
    PAPER_CODE_USED = "paper_code_used"
    TOKEN_ISSUED = "token_issued"
    TOKEN_WITHDRAWN = "token_withdrawn"
    DEPUTY_NAMED = "deputy_named"
    DEPUTY_ENDED = "deputy_ended"
    STOOD_IN = "stood_in"
    EXPORTED = "exported"
    IMPORTED = "imported"
    CHANNEL_SET = "channel_set"
    RETENTION_SET = "retention_set"
    FILE_HELD = "file_held"
    FILE_RELEASED = "file_released"
    RESTRICTION_ENDED = "restriction_ended"
    DATA_ERASED = "data_erased"
    KEYS_ROTATED = "keys_rotated"
    OFFICE_SET = "office_set"
    SERVICE_SET = "service_set"
    LETTERS_SET = "letters_set"
    CONNECTION_SET = "connection_set"
    DIRECTORY_BOUND = "directory_bound"
    DIRECTORY_UNBOUND = "directory_unbound"
    CARRIER_SET = "carrier_set"
    TRAINING_EMPTIED = "training_emptied"
    REGISTER_IMPORTED = "register_imported"
    REGISTER_TAKEN_BACK = "register_taken_back"


People = tuple[int | None, int | None]  # whose rights, and who did it


def digest_of(previous: str, at: datetime, what: str, people: People, more: Mapping[str, str]) -> str:
    """SHA-256 (hex) over an entry and the digest of the one before it."""
    facts = [previous, at.astimezone(UTC).isoformat(timespec="microseconds"), what, *people, dict(more)]
    return hashlib.sha256(json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
