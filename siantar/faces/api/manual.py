"""The page that the `type` of a problem leads to, and what the API answers where nothing is."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found

from siantar.faces.api import problems
from siantar.faces.frame import texts
from siantar.faces.frame.staff_access import everyone


@everyone
@require_safe
def explain(request: HttpRequest) -> HttpResponse:
    """Every code with its sentence."""
    sentences = {str(code): str(sentence) for code, sentence in texts.REFUSALS.items()} | problems.TITLES
    return render(request, "api/problems.html", {"problems": sorted(sentences.items())})


@everyone
def gone(_request: HttpRequest) -> HttpResponse:
    """An address of a library that has no page here. Raises Http404."""
    raise Http404


def absent(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 in the manner of the address: a problem for programs, a page for people."""
    if request.path.startswith("/api/"):
        return problems.answer(404, "not_found")
    return page_not_found(request, exception)
