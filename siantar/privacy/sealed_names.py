"""Names at rest: sealed like everything personal, and found by the beginnings of their folded words.

What is searched by is text beside the seal: a blank for each word of the name, then five signs for each of its
letters, drawn by the index key from all letters up to that one. Words that begin alike have signs that begin alike, so
that a typed word is looked for like one in clear; which word it is shows nobody without the key. A later key draws its
signs from those of the one before, and its number stands before the first blank.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterator

from django.db.models import Q

from siantar.privacy import key_ring, vault
from siantar.privacy.key_ring import FIRST, KeyName, KeyRing
from siantar.rules import identity

_LONGEST = 100  # letters of a word that are looked at
_SIGNS = 5  # of 32 each: of a million words searched for, one finds a stranger's name, too


def signs_of(name: str) -> str:
    """What a name is searched by; empty where it has no word."""
    ring = key_ring.current(KeyName.INDEX)  # once: a rotation may begin between two words
    return _numbered("".join(_forms(word, ring)[-1] for word in identity.words_of(name)), ring.newest)


def sign_of(word: str) -> str:
    """What names have in their signs with a word that begins with this folded one."""
    return _forms(word, key_ring.current(KeyName.INDEX))[-1]


def named(word: str) -> Q:
    """Rows whose `name_signs` have a word that begins with this folded one, under any key that may stand there."""
    ring, wanted = key_ring.current(KeyName.INDEX), Q()
    for form in _forms(word, ring)[ring.oldest - FIRST :]:
        wanted |= Q(name_signs__contains=form)
    return wanted


def number_of(signs: str) -> int:
    """The number of the key that drew these signs."""
    number = signs.partition(" ")[0]
    return int(number) if number else FIRST


def renewed(signs: str) -> str:
    """Signs as the newest key draws them, made from the signs: no name has to be opened."""
    ring, words = key_ring.current(KeyName.INDEX), signs.split(" ")[1:]
    for number in range(number_of(signs) + 1, ring.newest + 1):
        words = [_redrawn(word, ring.keys[number]) for word in words]
    return _numbered("".join(f" {word}" for word in words), ring.newest)


def name_in(place: str, pk: object, sealed: bytes | memoryview) -> str:
    """The name to be shown; one damaged row does not take a whole list away."""
    try:
        return vault.unseal(place, pk, sealed)
    except vault.Unreadable:
        return identity.UNREADABLE


def _numbered(signs: str, number: int) -> str:
    return f"{number}{signs}" if signs and number > FIRST else signs


def _forms(word: str, ring: KeyRing) -> list[str]:
    """The signs of a word by every key there ever was, the first one's first."""
    starts = (word[: end + 1] for end in range(min(len(word), _LONGEST)))
    forms = ["".join(_drawn(ring.keys[FIRST], f"name.start:{start}") for start in starts)]
    for number in range(FIRST + 1, ring.newest + 1):
        forms.append(_redrawn(forms[-1], ring.keys[number]))
    return [f" {form}" for form in forms]


def _redrawn(signs: str, key: str) -> str:
    return "".join(_drawn(key, f"name.sign:{sign}") for sign in _each(signs))


def _each(signs: str) -> Iterator[str]:
    return (signs[begin : begin + _SIGNS] for begin in range(0, len(signs), _SIGNS))


def _drawn(key: str, text: str) -> str:
    digest = hmac.digest(bytes.fromhex(key), text.encode(), hashlib.sha256)
    return base64.b32encode(digest[:5])[:_SIGNS].decode().lower()
