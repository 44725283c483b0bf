"""What stays behind on a shared machine: nothing personal, no PIN, no paper."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

_OPEN = ("/api/v1/track/", "/api/v1/services", "/api/v1/health", "/api/v1/openapi.json", "/api/v1/docs")


class NoStore:
    """Middleware: what somebody who logged in, a token or a form was answered is kept by no browser and no proxy.

    Pages that say themselves how long they may be kept (public figures, the city's map) go on saying it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the header where nothing more exact is said."""
        response = self.get_response(request)
        if "Cache-Control" not in response and self._is_private(request):
            response["Cache-Control"] = "no-store"
        if request.method == "POST" and request.path == reverse("account_logout"):
            # Not "storage": there lie a courier's unsent acts and what a workstation's scanner and printer need.
            response["Clear-Site-Data"] = '"cache"'
        return response

    def _is_private(self, request: HttpRequest) -> bool:
        by_program = request.path.startswith("/api/") and not request.path.startswith(_OPEN)
        user = getattr(request, "user", None)
        return by_program or request.method == "POST" or bool(user is not None and user.is_authenticated)
