"""A training installation shows nothing to the public that could be taken for true: figures, roots, letters."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

PUBLIC = ("/kinerja/", "/surat/")
BY_PROGRAM = ("/api/v1/roots", "/api/v1/letters/", "/api/v1/witness/")
TITLE = "Ini tempat latihan: tidak ada angka, akar harian, atau surat sungguhan di sini."


class NothingTrueHere:
    """Middleware: 404 with a sentence for what a true installation publishes; search engines are sent away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass everything on in a true installation."""
        if not settings.SIANTAR_TRAINING:
            return self.get_response(request)
        if request.path.startswith(BY_PROGRAM):
            content = {"type": "/docs/problems#not_found", "title": TITLE, "status": 404, "code": "not_found"}
            response: HttpResponse = JsonResponse(content, status=404, content_type="application/problem+json")
        elif request.path.startswith(PUBLIC):
            response = render(request, "frame/training.html", status=404)
        else:
            response = self.get_response(request)
        response["X-Robots-Tag"] = "noindex"
        return response
