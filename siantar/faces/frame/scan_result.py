"""What became of a scan: at once for a page that is awake, on the page that follows where no script answered for it.

A scanner is faster than a browser that is busy: its Enter may send the form before the script of the page has come.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse

_PLACE = "scan_result"


def answer(request: HttpRequest, title: str, refusal: str, *, count: int, page: str) -> HttpResponse:
    """Say what became of the scan of `title`; `refusal` is empty where it was accepted."""
    result = {"outcome": "refused" if refusal else "ok", "title": title, "text": refusal}
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(result | {"count": count})
    request.session[_PLACE] = result
    return HttpResponseRedirect(page)


def latest(request: HttpRequest) -> dict[str, str] | None:
    """The result of the scan that led to this page; shown once."""
    result: dict[str, str] | None = request.session.pop(_PLACE, None)
    return result
