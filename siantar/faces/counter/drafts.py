"""The key under which a tab of the counter seals what was typed and not saved: this person's, and nobody else's.

It is given with each page of the counter and kept nowhere in the browser. Logging out everywhere changes it.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from dataclasses import dataclass

from siantar.directory.models import User
from siantar.privacy import vault

SECRET = 32  # bytes
_KEY, _OWNER = "counter.draft", "counter.draft_owner"


@dataclass(frozen=True, slots=True)
class DraftKey:
    """Secrets of 32 bytes (base64, a blank between), and marks that tell owners apart without them, the newest first.

    One of each as long as the key they are drawn by was never renewed; what was sealed by the former one opens, too.
    """

    secret: str
    owner: str


def key_of(person: User) -> DraftKey:
    """The key of this person's drafts."""
    whose = f"{person.pk}:{person.session_round}"
    secrets = (hashlib.sha256(index).digest() if len(index) < SECRET else index for index in _forms(_KEY, whose))
    marks = (index.hex()[:16] for index in _forms(_OWNER, whose))
    return DraftKey(" ".join(b64encode(secret).decode() for secret in secrets), " ".join(marks))


def _forms(place: str, whose: str) -> list[bytes]:
    return vault.every_index(place, whose)[:2]
