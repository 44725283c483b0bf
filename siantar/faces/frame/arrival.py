"""When a request came: the clock is read here, once, and nowhere behind this door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from siantar import clock


class TimedRequest(HttpRequest):
    """A request that knows when it came."""

    at: datetime


class Arrival:
    """Middleware: `request.at` is the time of the whole request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: TimedRequest) -> HttpResponse:
        """Write down the time and pass the request on."""
        request.at = clock.now()
        return self.get_response(request)
