"""What became of a scan: at once for a page that is awake, on the page that follows where no script answered for it.

A scanner is faster than a browser that is busy: its Enter may send the form before the script of the page has come.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse

from siantar.faces.frame.shapes import ScanAnswer

KEPT = "scan_result"


@dataclass(frozen=True, slots=True)
class ScanProgress:
    """How far the list of a scanning page is: scanned so far, of how many, and the line of the scanned file.

    `go` is where the scan leads: its number names another page.
    """

    count: int
    expected: int
    row: str = ""
    go: str = ""


def answer(request: HttpRequest, title: str, refusal: str, *, tally: ScanProgress, page: str) -> HttpResponse:
    """Say what became of the scan of `title`; `refusal` is empty where it was accepted."""
    outcome: Literal["ok", "refused"] = "refused" if refusal else "ok"
    result = ScanAnswer(
        outcome=outcome, title=title, text=refusal,
        count=tally.count, complete=tally.count == tally.expected, row=tally.row,
        go=tally.go,
    )  # fmt: skip
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(result)
    if not tally.go:
        request.session[KEPT] = result | {"row": ""}
    return HttpResponseRedirect(tally.go or page)


def latest(request: HttpRequest) -> ScanAnswer | None:
    """The result of the scan that led to this page; shown once."""
    result: ScanAnswer | None = request.session.pop(KEPT, None)
    return result
