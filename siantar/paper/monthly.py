"""The monthly report on A4: letterhead, the sentence, numbers, pictures, a place for the signature, tables behind."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from siantar.paper import press
from siantar.paper.letterhead import Letterhead


@dataclass(frozen=True, slots=True)
class PaperPicture:
    """A question with its picture (SVG) and the cells of its table, written out."""

    question: str
    hint: str
    drawing: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class MonthlyPaper:
    """Everything the report says; `provisional` is what is written across one that was not issued."""

    office_name: str
    month: str
    about: str
    sentence: str
    numbers: tuple[tuple[str, str], ...]
    pictures: tuple[PaperPicture, ...]
    made_at: str
    provisional: str = ""
    head: Letterhead | None = None


def monthly_pdf(paper: MonthlyPaper) -> bytes:
    """The report as PDF."""
    return press.pdf("monthly", asdict(paper))
