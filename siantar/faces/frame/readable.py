"""What no person types is turned away at the door: a NUL in a form would reach databases that cannot hold it."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict

API = "/api/"


class ReadableForms:
    """Answer 400 to forms and addresses with a NUL in them; the API judges its own input field by field."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass readable requests on."""
        if not request.path.startswith(API) and (_unreadable(request.GET) or _unreadable(request.POST)):
            raise BadRequest
        return self.get_response(request)


def _unreadable(form: QueryDict) -> bool:
    return any("\x00" in value for values in form.lists() for value in (values[0], *values[1]))
