"""Who is there: every view declares its audience, staff views carry the acting person."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from siantar.directory import deputies, offices
from siantar.directory.absences import zone_of
from siantar.directory.models import Office, User
from siantar.directory.staff import actor_of
from siantar.faces.frame.arrival import TimedRequest
from siantar.faces.frame.working_as import account_of
from siantar.rules.access import Act, Actor, Forbidden, Reading, scopes_for

View = Callable[..., HttpResponse]


class StaffRequest(TimedRequest):
    """A request of a member of staff: who acts, with which account, and when."""

    actor: Actor
    account: User
    name: str


def own_office(request: StaffRequest) -> Office:
    """The office of whoever asks; without one there is no such page."""
    office = offices.by_code(request.actor.office)
    if office is None:
        raise Http404
    return office


def everyone(view: View) -> View:
    """Declare that anyone may open this page."""
    view.audience = "everyone"  # type: ignore[attr-defined]
    return view


def is_for_staff(request: HttpRequest, view: Any) -> bool:
    """Whether this page is one of staff, or of the operator."""
    by_admin = request.resolver_match is not None and request.resolver_match.app_name == "admin"
    return by_admin or getattr(view, "audience", "everyone") != "everyone"


def staff(what: Act | Reading) -> Callable[[View], View]:
    """Declare which act or reading of the gate's table this page is for; who has no line there does not come in."""

    def declare(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            account = request.user if what is Reading.OWN_ACCOUNT else account_of(request)
            if account is None:
                logout(request)
                return redirect_to_login(request.get_full_path())
            request.account, request.actor = account, actor_of(account, request.at)  # type: ignore[assignment, arg-type]
            request.name = account.get_full_name() or account.get_username()  # type: ignore[union-attr]
            if not scopes_for(request.actor, what):
                raise PermissionDenied
            if request.method == "POST":
                deputies.note_act(request.actor, what, request.at)
            try:
                with timezone.override(zone_of(account)):  # type: ignore[arg-type]
                    return view(request, *args, **kwargs)
            except Forbidden as refusal:
                raise PermissionDenied from refusal

        guarded.audience = what  # type: ignore[attr-defined]
        return guarded

    return declare
