"""Every answer of a page is counted."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from siantar.project import request_counts


class Counted:
    """Middleware: one more answer of this page and kind of status; of whom or what is nowhere kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer and count."""
        response = self.get_response(request)
        request_counts.counts().add(request_counts.page_of(request), response.status_code)
        return response
