"""A letter of the office on A4 or F4, as the rules for official correspondence want it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from siantar.paper import press


@dataclass(frozen=True, slots=True)
class BlockText:
    """A line above the name of who signs; `level` counts how far it is put in."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class LetterTable:
    """A table on the letter: members of a family, heirs, borders."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class LetterPaper:
    """All that stands on a letter. `rows`: group, label, value. `arms`: the bytes of a PNG, or nothing.

    `mark` says across a preview that it is none yet; `qr` is there only once the letter is issued.
    """

    paper: str
    government: str
    unit: str
    contact: str
    arms: list[int]
    title: str
    about: str
    number: str
    opening: str
    rows: tuple[tuple[str, str, str], ...]
    tables: tuple[LetterTable, ...]
    sentences: tuple[str, ...]
    closing: str
    place_and_day: str
    block: tuple[BlockText, ...]
    name: str
    rank: str
    nip: str
    copies: tuple[str, ...]
    mark: str
    qr: str
    checked_at: str

    def as_data(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


def letter_pdf(letter: LetterPaper) -> bytes:
    """The letter as PDF."""
    return press.pdf("letter", letter.as_data())


def letter_pages(letter: LetterPaper) -> list[bytes]:
    """Its pages as pictures (PNG), for screens that show no PDF."""
    return press.pages("letter", letter.as_data())
