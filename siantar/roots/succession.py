"""How a renewed key is known by whoever knew one before it: each key is endorsed by the one it replaced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from siantar.roots import keys
from siantar.rules import ed25519

MOST = 50  # renewals that may lie between two roots; beyond it somebody enters the new key


@dataclass(frozen=True, slots=True)
class Heir:
    """A public key (hex) and its endorsement (base64) by the key it replaced; empty for the first of all."""

    public_key: str
    endorsement: str = ""


def lineage_of(public_key: str) -> list[Heir]:
    """A key of this installation and those it replaced, the newest first; nothing for a stranger's."""
    heirs = [Heir(key.public, key.endorsement) for key in keys.all_keys()]
    place = next((place for place, heir in enumerate(heirs) if heir.public_key == public_key), len(heirs))
    return heirs[place : place + MOST]


def descends(lineage: Sequence[Heir], ancestor: str) -> bool:
    """Whether the first key of a lineage comes from `ancestor`, each endorsed by the one before it."""
    for heir, former in pairwise(lineage):
        if not ed25519.is_signed(keys.endorsed(heir.public_key), heir.endorsement, former.public_key):
            return False
        if former.public_key == ancestor:
            return True
    return False


def written(lineage: Sequence[Heir]) -> list[dict[str, str]]:
    """As it goes over the wire."""
    return [{"public_key": heir.public_key, "endorsement": heir.endorsement} for heir in lineage]


def read(content: Any) -> list[Heir]:
    """What came over the wire; what is no lineage at all is none."""
    if not isinstance(content, list) or not all(isinstance(entry, dict) for entry in content):
        return []
    return [Heir(str(entry.get("public_key", "")), str(entry.get("endorsement", ""))) for entry in content[:MOST]]
