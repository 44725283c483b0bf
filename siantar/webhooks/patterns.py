"""Types of messages: `application.<kind of event>`, and patterns of them."""

from __future__ import annotations

from collections.abc import Iterable

from siantar.rules.vocabulary import Kind

EVERYTHING = ("*", "application.*")


def type_of(kind: str) -> str:
    """The type of the message about an event of this kind."""
    return f"application.{kind}"


TYPES = frozenset(type_of(kind) for kind in Kind)


def is_pattern(text: str) -> bool:
    """Whether any message can match it."""
    return text in EVERYTHING or text in TYPES


def kinds_of(patterns: Iterable[str]) -> frozenset[str]:
    """The kinds of events these patterns stand for."""
    wanted = set(patterns)
    if wanted & set(EVERYTHING):
        return frozenset(Kind)
    return frozenset(kind for kind in Kind if type_of(kind) in wanted)
