"""The result of the survey (SKM) on A4, in the form offices hand in: elements, means, weighted means, index, grade."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from siantar.paper import press
from siantar.paper.letterhead import Letterhead


@dataclass(frozen=True, slots=True)
class ElementLine:
    """One element: U1 to U9, its name, NRR, NRR tertimbang and grade, written out."""

    code: str
    name: str
    mean: str
    weighted: str
    grade: str


@dataclass(frozen=True, slots=True)
class SurveyPaper:
    """Everything the form says; numbers are already written out; `about` are tables of label and lines."""

    office_name: str
    service: str
    period: str
    printed_at: str
    index: str
    grade: str
    grade_words: str
    users: str
    needed: str
    reached: str
    lines: tuple[ElementLine, ...]
    total: str
    weighted_total: str
    about: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    weakest: str
    head: Letterhead | None = None


def survey_pdf(survey: SurveyPaper) -> bytes:
    """The form as PDF."""
    return press.pdf("survey", asdict(survey))
