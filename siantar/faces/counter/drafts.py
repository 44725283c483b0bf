"""The key under which a tab of the counter seals what was typed and not saved: this person's, and nobody else's.

It is given with each page of the counter and kept nowhere in the browser. Logging out everywhere changes it.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass

from siantar.directory.models import User
from siantar.privacy import vault

_KEY, _OWNER = "counter.draft", "counter.draft_owner"


@dataclass(frozen=True, slots=True)
class DraftKey:
    """A secret of 32 bytes (base64), and a mark that tells owners apart without it."""

    secret: str
    owner: str


def key_of(person: User) -> DraftKey:
    """The key of this person's drafts."""
    whose = f"{person.pk}:{person.session_round}"
    return DraftKey(b64encode(vault.index(_KEY, whose)).decode(), vault.index(_OWNER, whose).hex()[:16])
