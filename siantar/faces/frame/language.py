"""Indonesian first: English only where somebody switched to it (phones here often ask for English unasked)."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


def spoken() -> str:
    """The language of this request: `id` or `en`."""
    return translation.get_language() or settings.LANGUAGE_CODE


class ChosenLanguage:
    """Middleware: the language of the switch's cookie, else Indonesian."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the chosen language and say which it is."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = "en" if chosen == "en" else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
