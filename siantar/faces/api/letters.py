"""The letter of a file for other systems, and for everybody whether one is genuine."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Path, Router

from siantar.faces.api import schemas
from siantar.faces.api.files import file_or_problem
from siantar.faces.api.problems import ERRORS, ApiProblem, ProblemOut
from siantar.faces.public import letter_check
from siantar.feedback.rate_limit import TooOften
from siantar.letters import queries
from siantar.letters.genuineness import LetterAnswer
from siantar.privacy.looks import Reader
from siantar.rules.access import Reading, require

router = Router()
LetterCode = Annotated[str, Path(max_length=200)]


@router.get("/applications/{typed}/letter.pdf", response={200: bytes, **ERRORS})
def letter_pdf(request: Any, typed: str) -> HttpResponse:
    """The letter as it stands: as signed, else as it will be, marked as not signed; 404 where none is written."""
    require(request.auth, Reading.LETTER, office=request.auth.office)
    letter = queries.letter_of_file(file_or_problem(request, typed))
    content = queries.pdf_as_it_stands(letter, Reader(request.auth, request.at, "letter")) if letter else b""
    if not content:
        raise ApiProblem(404, "not_found")
    return HttpResponse(content, content_type="application/pdf")


@router.get("/letters/{code}", auth=None, response={200: schemas.LetterOut, **ERRORS, 429: ProblemOut})
def check_letter(request: Any, code: LetterCode) -> dict[str, Any]:
    """Whether a letter is of one of the offices here, and whether it still holds (`state`); no more than the page."""
    try:
        letter = letter_check.answer_for(request, code)
    except TooOften as error:
        raise ApiProblem(429, "too_often") from error
    if letter is None:
        return {"genuine": False}
    return {
        "genuine": True,
        "state": letter.state,
        "number": letter.number,
        "date": letter.day,
        "kind": letter.kind,
        "office": letter.office,
        "name_masked": letter.masked_name,
        "pdf_sha256": letter.pdf_digest,
        "signed": _how_signed(letter),
    }


def _how_signed(letter: LetterAnswer) -> str | None:
    """None for a paper whose pen and stamp nobody recorded yet."""
    if letter.electronic:
        return "electronic"
    return "by hand" if letter.by_hand else None
