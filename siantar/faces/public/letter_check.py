"""Is this letter genuine? The link in its code answers: genuine, withdrawn or unknown, and never more than it must."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from siantar.faces.frame.arrival import TimedRequest
from siantar.faces.frame.staff_access import everyone
from siantar.faces.frame.visitor import network_of
from siantar.feedback import rate_limit
from siantar.letters import genuineness
from siantar.letters.genuineness import LetterAnswer
from siantar.letters.models import OfficeLetter

DOOR = "letter"
LONGEST = 2000
_TYPED = re.compile(r"([\w-]{1,32})(?:#.*)?\s*$", re.ASCII)


@everyone
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The page of a code that was typed (with or without the address around it); else where letters are checked."""
    typed = _TYPED.search(request.GET.get("alamat", "")[:LONGEST])
    return redirect("letter-check", typed[1]) if typed else redirect("letter-desk")


@never_cache
@everyone
@require_safe
def check(request: TimedRequest, token: str) -> HttpResponse:
    """Answer for one link. Links nobody gave out count for the visitor's address."""
    try:
        letter = answer_for(request, token)
    except rate_limit.TooOften:
        return _answer(request, "too_often", status=429)
    if letter is None:
        return _answer(request, "unknown", status=404)
    withdrawn = letter.state == OfficeLetter.State.WITHDRAWN
    return _answer(request, "withdrawn" if withdrawn else "genuine", letter=letter)


def answer_for(request: TimedRequest, token: str) -> LetterAnswer | None:
    """What is known of this link; one nobody gave out counts for the visitor's address. Raises rate_limit.TooOften."""
    knock = rate_limit.knock(network_of(request), at=request.at, door=DOOR)
    letter = genuineness.check(token)
    if letter is None or not letter.holds:
        return None
    rate_limit.forgive(knock)
    return letter


def _answer(request: HttpRequest, answer: str, *, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "public/letter_check.html", {"answer": answer, **more}, status=status)
