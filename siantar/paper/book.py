"""A register of the office, landscape: a table with its period, how many rows, and a place to sign."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from siantar.paper import press
from siantar.paper.letterhead import Letterhead


@dataclass(frozen=True, slots=True)
class Book:
    """A register as paper (`a4` or `f4`, landscape); `widths` are shares of the page for each column.

    `office` and `title` stand on top; each page says how many rows it has, and how many there are so far.
    """

    office: str
    title: str
    period: str
    printed_at: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: str
    paper: str = "a4"
    head: Letterhead | None = None


def book_pdf(book: Book) -> bytes:
    """The register as PDF."""
    return press.pdf("book", asdict(book))
