"""Signing, exports, rights and secrets: the second factor is asked again, at most every quarter of an hour.

Asked of whoever has one, which outside the demo is everybody. What a form carried is offered again afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from allauth.account.internal.flows import reauthentication
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from siantar.directory import second_factor
from siantar.faces.frame import unsent
from siantar.rules.vocabulary import Kind

Asks = Callable[[HttpRequest], bool]


def _signs(request: HttpRequest) -> bool:
    return request.method == "POST" and Kind.SIGNED in request.POST.getlist("kind")


def _changes(request: HttpRequest) -> bool:
    return request.method == "POST"


def _always(_request: HttpRequest) -> bool:
    return True


PAGES: Mapping[str, Asks] = {
    "act": _signs,
    "act-on-many": _signs,
    "letter-sign": _changes,
    "letters-sign": _changes,
    "letter-setup": _changes,
    "letter-officers": _changes,
    "letter-esign": _changes,
    "letter-esign-officer": _changes,
    "setup-people": _changes,
    "setup-connections": _changes,
    "setup-connection-secret": _changes,
    "setup-people-list": _changes,
    "setup-person": _changes,
    "setup-person-leave": _changes,
    "book-register-surat-excel": _always,
    "book-agenda-excel": _always,
    "book-ekspedisi-excel": _always,
    "letter-withdraw": _changes,
    "deputies": _changes,
    "messages-channel": _changes,
    "messages-hook": _changes,
    "paper-code-issue": _changes,
    "city-login-bind": _changes,
    "own-password": _always,
    "waiting-excel": _always,
    "day_excel": _always,
    "complaints-export": _always,
    "breach": _changes,
    "data-copy-paper": _always,
    "data-copy-file": _always,
    "retention-periods": _changes,
    "retention-release": _changes,
}


class CodeAgain:
    """Middleware: leads to the question for the code where the page or its form needs it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; the question is asked when the view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, *_more: Any) -> HttpResponse | None:
        """Ask, unless it was asked a little while ago."""
        user = request.user
        if not user.is_authenticated or not _is_asked(request):
            return None
        if not second_factor.has_one(user) or reauthentication.did_recently_reauthenticate(request):
            return None
        wanted = request.get_full_path()
        if request.method == "POST":
            unsent.keep(request)
            wanted = reverse("unsent")
        return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': wanted})}")


def _is_asked(request: HttpRequest) -> bool:
    match = request.resolver_match
    if match is None:
        return False
    asks = _changes if match.app_name == "admin" else PAGES.get(match.url_name or "")
    return asks is not None and asks(request)
