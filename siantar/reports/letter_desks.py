"""A letter on its way from desk to desk, as its file's events tell it: what became of it, and who it waited for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from siantar.rules.letter.signature import Position
from siantar.rules.vocabulary import LETTER_KINDS, Kind

TOLD_OF_LETTERS = LETTER_KINDS | {Kind.SIGNED}


class LetterFate(StrEnum):
    """What became of a letter."""

    ISSUED = "issued"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class Desk(StrEnum):
    """For whom a letter waits: who writes it, who initials (`rules.letter.signature.Position`), who signs."""

    WRITING = "writing"
    SECTION = "section"
    SECRETARY = "secretary"
    HEAD = "head"
    SIGNATURE = "signature"


FATES = {
    Kind.NUMBERED: LetterFate.ISSUED,
    Kind.LETTER_RETURNED: LetterFate.RETURNED,
    Kind.LETTER_WITHDRAWN: LetterFate.WITHDRAWN,
}
_INITIALS = {
    Position.SECTION: Desk.SECTION,
    Position.SECRETARY: Desk.SECRETARY,
    Position.HEAD: Desk.HEAD,
}


@dataclass(frozen=True, slots=True)
class LetterPass:
    """A letter passed from hand to hand: by which event, which letter, when, and for an initial by which office."""

    kind: Kind
    letter: str
    at: datetime
    position: str = ""


@dataclass(frozen=True, slots=True)
class DeskWait:
    """How long a letter waited at a desk."""

    desk: Desk
    since: datetime
    until: datetime


def pass_of(kind: str, data: Mapping[str, Any], at: datetime) -> LetterPass | None:
    """The pass an event tells of; None for a signature without a letter."""
    letter = data.get("letter")
    return LetterPass(Kind(kind), str(letter), at, str(data.get("position", ""))) if letter else None


def fates(passes: Sequence[LetterPass]) -> Iterator[tuple[LetterFate, datetime]]:
    """What became of letters, and when."""
    return ((FATES[each.kind], each.at) for each in passes if each.kind in FATES)


def waits(passes: Sequence[LetterPass], asked_for: Sequence[datetime]) -> Iterator[DeskWait]:
    """From each hand to the next (`passes` in order); a first draft is waited for since it was `asked_for` last."""
    since: dict[str, datetime] = {}
    for each in passes:
        desk = _desk_of(each)
        begun = since.get(each.letter) or max((at for at in asked_for if at <= each.at), default=None)
        if desk is not None and begun is not None:
            yield DeskWait(desk, begun, each.at)
        since[each.letter] = each.at


def _desk_of(each: LetterPass) -> Desk | None:
    """Whose turn it was before this; None where it was nobody's alone: sent back, numbered with its signature."""
    match each.kind:
        case Kind.DRAFTED:
            return Desk.WRITING
        case Kind.SIGNED:
            return Desk.SIGNATURE
        case Kind.INITIALLED if each.position in set(Position):
            return _INITIALS[Position(each.position)]
    return None
