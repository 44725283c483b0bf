"""Names at rest: sealed like everything personal, and found by the beginnings of their folded words.

What is searched by is text beside the seal: a blank for each word of the name, then five signs for each of its
letters, drawn by the index key from all letters up to that one. Words that begin alike have signs that begin alike, so
that a typed word is looked for like one in clear; which word it is shows nobody without the key.
"""

from __future__ import annotations

import base64

from siantar.privacy import vault
from siantar.rules import identity

_START = "name.start"
_LONGEST = 100  # letters of a word that are looked at
_SIGNS = 5  # of 32 each: of a million words searched for, one finds a stranger's name, too


def signs_of(name: str) -> str:
    """What a name is searched by; empty where it has no word."""
    return "".join(sign_of(word) for word in identity.words_of(name))


def sign_of(word: str) -> str:
    """What names have in their signs with a word that begins with this folded one."""
    return " " + "".join(_sign(word[: end + 1]) for end in range(min(len(word), _LONGEST)))


def _sign(start: str) -> str:
    return base64.b32encode(vault.index(_START, start)[:5])[:_SIGNS].decode().lower()


def name_in(place: str, pk: object, sealed: bytes | memoryview) -> str:
    """The name to be shown; one damaged row does not take a whole list away."""
    try:
        return vault.unseal(place, pk, sealed)
    except vault.Unreadable:
        return identity.UNREADABLE
