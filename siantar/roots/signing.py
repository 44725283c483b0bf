"""Roots are signed by Ed25519 (RFC 8032), and written in a line that a mail, a QR code and a program carry alike."""

from __future__ import annotations

import json
import quopri
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from siantar.rules import ed25519
from siantar.rules.daily_root import VERSION, RootStatement

_CONTEXT = f"{VERSION}\n".encode()
_LINE = re.compile(r"(\{[^{}]*\{[^{}]*\}[^{}]*\})([A-Za-z0-9+/]{86}==)")


@dataclass(frozen=True, slots=True)
class SignedRoot:
    """A statement with its signature (base64)."""

    statement: RootStatement
    signature: str

    def line(self) -> str:
        """The statement and its signature in one line."""
        return f"{self.statement.text()} {self.signature}"

    def is_by(self, public_key: str) -> bool:
        """Whether the key (hex) signed it."""
        return ed25519.is_signed(_CONTEXT + self.statement.text().encode(), self.signature, public_key)


def sign_root(statement: RootStatement, seed: str) -> SignedRoot:
    """The statement, signed."""
    return SignedRoot(statement, ed25519.sign(_CONTEXT + statement.text().encode(), seed))


def roots_in(text: str) -> Iterator[SignedRoot]:
    """Every signed root that stands in a text, whatever stands around it and wherever a mail broke its lines."""
    plain = text if "=3D" not in text else quopri.decodestring(text.encode()).decode("utf-8", "replace")
    for match in _LINE.finditer(re.sub(r"\s", "", plain)):
        try:
            yield SignedRoot(RootStatement.parse(match[1]), match[2])
        except ValueError:
            continue


def published_in(text: str) -> Iterator[SignedRoot]:
    """The roots in an answer of the API, or in a mail, a scanned code, a list: whatever has signed lines in it."""
    try:
        items = json.loads(text)["items"]
    except (ValueError, KeyError, TypeError, RecursionError):
        yield from roots_in(text)
        return
    for item in items if isinstance(items, list) else []:
        try:
            yield SignedRoot(RootStatement.parse(item["statement"]), str(item["signature"]))
        except (ValueError, KeyError, TypeError):
            continue


def by_its_key(root: SignedRoot, keys: Mapping[str, str]) -> bool:
    """Whether it is signed by the key it names, which is among these (id -> public key)."""
    public_key = keys.get(root.statement.key, "")
    try:
        return bool(public_key) and ed25519.key_id(public_key) == root.statement.key and root.is_by(public_key)
    except ValueError:  # no key at all
        return False
