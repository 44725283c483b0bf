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

    `mark` says across a preview that it is none yet; `qr` is there only once the letter is issued. `electronic`: the
    sheet that is sent to be signed; where the service draws the code, `tag` marks the place.
    """

    paper: str
    government: str
    unit: str
    contact: str
    arms: bytes
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
    electronic: bool = False
    footer: str = ""
    tag: str = ""

    def as_data(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


def letter_pdf(letter: LetterPaper) -> bytes:
    """The letter as PDF."""
    return press.pdf("letter", letter.as_data())


@dataclass(frozen=True, slots=True)
class CodeSpot:
    """Where the code of an electronic letter stands: page from 1; left and upper edge and height of the page in pt."""

    page: int
    x: float
    y: float
    page_height: float


@dataclass(frozen=True, slots=True)
class LetterFit:
    """How a letter lies on its paper: how many pages, and what is wider or higher than there is room for.

    `tables` and `labels` by their words, `lines` by their text; `ending`: closing and signature are more than a page.
    """

    pages: int
    tables: tuple[str, ...]
    labels: tuple[str, ...]
    lines: tuple[str, ...]
    ending: bool


def letter_fit(letter: LetterPaper) -> LetterFit:
    """Measure the letter as it would be printed."""
    fit = press.labelled("letter_fit", letter.as_data(), "fit")
    return LetterFit(fit["pages"], tuple(fit["tables"]), tuple(fit["labels"]), tuple(fit["lines"]), fit["ending"])


SPOT_SIDE = 38 / 25.4 * 72  # both sides of the code, in pt
HEIGHTS = {"a4": 297 / 25.4 * 72, "f4": 330 / 25.4 * 72}


def code_spot(letter: LetterPaper) -> CodeSpot:
    """Where the code of this sheet stands."""
    place = press.labelled("letter", letter.as_data(), "spot")
    return CodeSpot(place["page"], place["x"], place["y"], HEIGHTS[letter.paper])


def letter_pages(letter: LetterPaper) -> list[bytes]:
    """Its pages as pictures (PNG), for screens that show no PDF."""
    return press.pages("letter", letter.as_data())
