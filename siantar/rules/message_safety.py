"""What a message may say so that nobody is cheated with its like: no long numbers, no foreign links, no asking."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from siantar.rules import identity

LONGEST = 500
_DIGITS = re.compile(r"\d(?:[\s.,/\-]?\d){8,}")  # opening hours have eight, telephone numbers nine or more
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_LINK = re.compile(r"[a-z][a-z0-9+.\-]*://[^\s]*|(?<![\w@])(?:[\w\-]+\.)+[a-z]{2,}(?::\d+)?(?:/[^\s]*)?", re.IGNORECASE)
_MAIL = re.compile(r"[^\s@]+@[^\s@]+")
_ASKS = re.compile(
    r"\b(?:nik|otp|pin|password|kata\s*sandi|rekening|transfer|nomor\s+ktp|foto\s+ktp|no\.?\s*kk|cvv)\b", re.IGNORECASE
)


class WordingFlaw(StrEnum):
    """Why words may not be sent."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    BRACES = "braces"
    PLACEHOLDER = "placeholder"
    LINK = "link"
    NUMBER = "number"
    ASKS = "asks"


@dataclass(frozen=True, slots=True)
class FlawedWords:
    """A flaw and the words it was found in."""

    flaw: WordingFlaw
    words: str = ""


def flaws(text: str, *, placeholders: frozenset[str] = frozenset(), host: str) -> tuple[FlawedWords, ...]:
    """List what is wrong with words an office wants to send.

    Only `placeholders` may stand in `{}`; links may lead to `host` alone.
    """
    plain = unicodedata.normalize("NFKC", text)
    return tuple(_flawed_words(plain, placeholders, host))


def is_safe(text: str, *, host: str) -> bool:
    """Whether free words of an officer may stand in a message."""
    return not flaws(text, host=host) and "{" not in text


def words_to_tell(words: str, name: str, *, host: str) -> str:
    """Free words of an officer where they give nothing away: no numbers, links, questions, nor the applicant's name."""
    spoken = " ".join(words.split())
    unnamed = name in (identity.ERASED, identity.UNREADABLE)  # nobody can tell whether the words name them out
    if not spoken or unnamed or not is_safe(spoken, host=host):
        return ""
    folded = spoken.casefold()
    named = any(part.casefold() in folded for part in name.split() if len(part) > 2)
    return "" if named else spoken


def _flawed_words(text: str, placeholders: frozenset[str], host: str) -> Iterator[FlawedWords]:
    if not text.strip():
        yield FlawedWords(WordingFlaw.EMPTY)
    if len(text) > LONGEST:
        yield FlawedWords(WordingFlaw.TOO_LONG)
    named = _PLACEHOLDER.findall(text)
    yield from (FlawedWords(WordingFlaw.PLACEHOLDER, name[:40]) for name in named if name not in placeholders)
    bare = _PLACEHOLDER.sub(" ", text)
    if "{" in bare or "}" in bare:
        yield FlawedWords(WordingFlaw.BRACES)
    yield from (FlawedWords(WordingFlaw.LINK, link[:60]) for link in _foreign(bare, host))
    yield from (FlawedWords(WordingFlaw.NUMBER, number) for number in _DIGITS.findall(bare)[:1])
    yield from (FlawedWords(WordingFlaw.ASKS, phrase) for phrase in _ASKS.findall(bare)[:1])


def _foreign(text: str, host: str) -> Iterator[str]:
    yield from _MAIL.findall(text)
    for link in _LINK.findall(_MAIL.sub(" ", text)):
        scheme, _, rest = link.rpartition("://")
        named = re.split(r"[/?#]", rest, maxsplit=1)[0].lower()
        if scheme.lower() not in {"", "http", "https"} or named != host.lower():
            yield link
