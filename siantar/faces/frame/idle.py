"""A counter PC that nobody touches locks after some minutes; what was typed waits behind the lock.

The page covers itself (`frontend/frame/hand.ts`); a browser without scripts, another tab or a stolen cookie meets the
same lock here. What a form sent to a locked session carried is sealed and offered again once it is opened.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from siantar.directory import audit
from siantar.faces.frame import unsent
from siantar.faces.frame.staff_access import everyone, is_for_staff
from siantar.rules.audit import Audited

BACKGROUND = "Siantar-Background"  # a page that renews itself is no hand
_HAND, _LOCKED = "hand", "locked"
_STAMP_EVERY = 60  # seconds


class LockedWhenIdle:
    """Middleware: staff pages answer with the lock once nobody touched the session for the set minutes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; the question is asked when the view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_more: Any) -> HttpResponse | None:
        """Answer with the lock instead of a page of staff; else write down that a hand was here."""
        if not settings.SIANTAR_IDLE_MINUTES or not request.user.is_authenticated or not _is_covered(request, view):
            return None
        if _is_locked(request):
            return _lock_shown(request)
        _stamp(request)
        return None


@login_required
@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """The page covered itself: every other tab of this session is covered too."""
    if not request.session.get(_LOCKED):
        request.session[_LOCKED] = True
        _note(request, Audited.SESSION_LOCKED)
    return HttpResponse(status=204)


@login_required
@require_POST
def hand(request: HttpRequest) -> HttpResponse:
    """Somebody types or looks around in a page that sends nothing for long; a locked session stays locked."""
    if _is_locked(request):
        return HttpResponse(status=401)
    _stamp(request)
    return HttpResponse(status=204)


@login_required
def unlock(request: HttpRequest) -> HttpResponse:
    """Open with one's password; a script is answered in JSON, a form is led on to what it wanted."""
    by_script = request.headers.get("Accept") == "application/json"
    if request.method != "POST":
        return _page(request, "")
    try:
        fits = get_adapter().reauthenticate(request.user, request.POST.get("password", ""))
        sentence = "" if fits else _("Kata sandi tidak cocok. Coba lagi.")
    except ValidationError as slowed:
        sentence = slowed.messages[0]
    if sentence:
        return JsonResponse({"sentence": sentence}, status=422) if by_script else _page(request, sentence)
    request.session.pop(_LOCKED, None)
    request.session[_HAND] = request.at.timestamp()  # type: ignore[attr-defined]
    _note(request, Audited.SESSION_UNLOCKED)
    return HttpResponse(status=204) if by_script else _led_on(request)


for _view in (lock, hand, unlock):
    everyone(_view)


def _is_covered(request: HttpRequest, view: Any) -> bool:
    """Pages of staff, and those of one's own account, which are the login library's in part.

    Not the courier's app: it works for hours in the rain and offline, on a phone that has a lock of its own.
    """
    own_account = request.path.startswith(reverse("account"))
    return own_account or (not request.path.startswith(reverse("app")) and is_for_staff(request, view))


def _is_locked(request: HttpRequest) -> bool:
    hand = request.session.get(_HAND)
    now: float = request.at.timestamp()  # type: ignore[attr-defined]
    idle = hand is not None and now - hand > timedelta(minutes=settings.SIANTAR_IDLE_MINUTES).total_seconds()
    return bool(request.session.get(_LOCKED)) or idle


def _stamp(request: HttpRequest) -> None:
    now: float = request.at.timestamp()  # type: ignore[attr-defined]
    if request.headers.get(BACKGROUND):
        return
    if now - request.session.get(_HAND, 0.0) >= _STAMP_EVERY:
        request.session[_HAND] = now


def _lock_shown(request: HttpRequest) -> HttpResponse:
    wants_page = "text/html" in request.headers.get("Accept", "text/html")
    if not wants_page or request.headers.get(BACKGROUND):
        return JsonResponse({"sentence": _("Layar terkunci. Buka dengan kata sandi Anda.")}, status=401)
    if request.method == "POST":
        unsent.keep(request)
        return HttpResponseRedirect(reverse("unlock"))
    return HttpResponseRedirect(f"{reverse('unlock')}?next={request.get_full_path()}")


def _led_on(request: HttpRequest) -> HttpResponse:
    if unsent.is_there(request):
        return HttpResponseRedirect(reverse("unsent"))
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(wanted if safe else reverse("begin"))


def _page(request: HttpRequest, sentence: str) -> HttpResponse:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    context = {"sentence": sentence, "next": wanted, "unsent": unsent.is_there(request)}
    return render(request, "frame/unlock.html", context, status=422 if sentence else 200)


def _note(request: HttpRequest, what: Audited) -> None:
    person = int(request.user.pk)  # type: ignore[arg-type]
    audit.note(what, at=request.at, whose=person, by=person)  # type: ignore[attr-defined]
