"""Indonesian first: English only where somebody switched to it (phones here often ask for English unasked)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.formats import number_format

from siantar.rules.plain_number import plain_decimal

PARAMETER = "bahasa"  # `?bahasa=en`: the page in that language from now on
YEAR = 365 * 24 * 3600


def spoken() -> str:
    """The language of this request: `id` or `en`."""
    return translation.get_language() or settings.LANGUAGE_CODE


def decimal(value: Decimal | float | str) -> str:
    """A number as it is written in the language of this request, without idle zeros: "37,5"."""
    return number_format(plain_decimal(value))


class ChosenLanguage:
    """Middleware: the language of the switch's cookie, else Indonesian."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the chosen language and say which it is; a switch leads back to the page it was on."""
        if request.method in {"GET", "HEAD"} and request.GET.get(PARAMETER) in dict(settings.LANGUAGES):
            return _switched(request)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = "en" if chosen == "en" else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def _switched(request: HttpRequest) -> HttpResponse:
    query = request.GET.copy()
    language = query.pop(PARAMETER)[-1]
    path = request.path if not request.path.startswith("//") else "/"
    response = HttpResponseRedirect(f"{path}?{query.urlencode()}" if query else path)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR, secure=settings.HTTPS, samesite="Lax", httponly=True
    )
    return response
