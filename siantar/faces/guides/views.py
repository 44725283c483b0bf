"""The guides: anybody may read them, also who cannot log in; there is nothing of anybody in them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from siantar.faces.frame.staff_access import everyone
from siantar.faces.guides import built_guides


@everyone
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The guides by who reads them."""
    return _answer(request, built_guides.index())


@everyone
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One guide."""
    guide = built_guides.guide(slug)
    if guide is None:
        raise Http404
    return _answer(request, guide, single=True)


@everyone
@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001
    """A picture of the screen, as a guide shows it."""
    path = built_guides.picture(name)
    if path is None:
        raise Http404
    answer = HttpResponse(path.read_bytes(), content_type="image/png")
    answer["Cache-Control"] = "max-age=3600"
    return answer


@everyone
@require_safe
def headings(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """Where each heading stands, for Ctrl+K: `{"pages": [{"address", "name"}]}`."""
    word = _("Panduan")
    pages = []
    for name, guide in built_guides.all_guides().items():
        address = reverse("guide", args=[name])
        pages.append({"address": address, "name": f"{word}: {guide['title']}"})
        pages += [
            {"address": f"{address}#{each['anchor']}", "name": f"{word}: {guide['title']}, {each['name']}"}
            for each in guide["headings"]
        ]
    return JsonResponse({"pages": pages})


def _answer(request: HttpRequest, guide: built_guides.BuiltGuide, *, single: bool = False) -> HttpResponse:
    page = mark_safe(guide["page"])  # from our own build: our own documents, without HTML in them
    return render(request, "guides/guide.html", {"guide": guide, "page": page, "single": single})
