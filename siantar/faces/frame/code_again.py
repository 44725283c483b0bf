"""Signing, exports, rights, secrets, one's own ways in: the second factor again, at most every quarter of an hour.

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
from siantar.directory.models import User
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
    "token-withdraw": _changes,
    "workplace-join": _changes,
    "session-end": _changes,
    "sessions-end": _changes,
    "alert-mail": _changes,
    "colleague-log-out": _changes,
    "mfa_activate_totp": _always,
    "mfa_deactivate_totp": _always,
    "mfa_view_recovery_codes": _always,
    "mfa_generate_recovery_codes": _always,
    "mfa_add_webauthn": _always,
    "mfa_remove_webauthn": _always,
    "waiting-excel": _always,
    "day_excel": _always,
    "complaints-export": _always,
    "breach": _changes,
    "data-copy-paper": _always,
    "data-copy-file": _always,
    "retention-periods": _changes,
    "retention-release": _changes,
    "restriction-end": _changes,
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
        if not _can_be_asked(request) or reauthentication.did_recently_reauthenticate(request):
            return None
        wanted = request.get_full_path()
        if request.method == "POST":
            unsent.keep(request)
            wanted = reverse("unsent")
        return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': wanted})}")


def _can_be_asked(request: HttpRequest) -> bool:
    """Not who has no second factor, nor who is just setting the first one up and has not seen its recovery codes."""
    user: User = request.user  # type: ignore[assignment]
    setting_up = _name_of(request).startswith("mfa_") and second_factor.is_setting_up(user)
    return second_factor.has_one(user) and not setting_up


def _name_of(request: HttpRequest) -> str:
    return (request.resolver_match.url_name or "") if request.resolver_match else ""


def _is_asked(request: HttpRequest) -> bool:
    match = request.resolver_match
    if match is None:
        return False
    asks = _changes if match.app_name == "admin" else PAGES.get(_name_of(request))
    return asks is not None and asks(request)
