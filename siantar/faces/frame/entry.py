"""Login of staff: no self-made accounts; after login everybody lands where their work is."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from siantar.directory import audit, second_factor
from siantar.directory import staff as people
from siantar.faces.frame import login_brake
from siantar.faces.frame.arrival import TimedRequest
from siantar.faces.frame.navigation import landing_of
from siantar.faces.frame.visitor import address_of, valid_address
from siantar.faces.frame.working_as import account_of
from siantar.rules.audit import Audited


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the administrator; wrong passwords are counted by us, and every way in is recorded."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """The visitor's address, read in the one place: behind a proxy all visitors would count as one."""
        return valid_address(address_of(request))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try. Raises ValidationError while this account hears nobody from here."""
        self._taken = login_brake.knock(request, str(credentials.get("username", "")))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Look at the password; a right one takes its try back."""
        user = super().authenticate(request, **credentials)
        if user is not None:
            login_brake.was_right(self._taken)
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record a wrong password; where it was one too many, that too."""
        whose = people.number_of(str(credentials.get("username", "")))
        at = request.at  # type: ignore[attr-defined]
        audit.note(Audited.LOGIN_FAILED, at=at, whose=whose)
        for door in self._taken.slowed:
            what = Audited.MANY_FAILURES if door == "everybody" else Audited.LOGIN_SLOWED
            audit.note(what, at=at, whose=whose, door=door.partition(" ")[0])

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        """Whoever came in by all factors is known on this device from now on."""
        response: HttpResponse = super().post_login(request, user, **more)
        login_brake.remember(request, response, user.get_username())
        return response

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Who logged in sets up the second factor at once; to change it later the code is asked once more."""
        user = self.request.user
        if app == "allauth.mfa" and user.is_authenticated and second_factor.is_setting_up(user):
            return False
        return bool(super().is_reauthentication_required(app=app, **more))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """How somebody shows again that it is them: by the second factor, where there is one."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        stronger = [method for method in methods if method["id"] != "reauthenticate"]
        return stronger or methods

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves."""
        del request
        return False


@login_required
def begin(request: TimedRequest) -> HttpResponse:
    """Send a person to the first of their doors; who only stands in for somebody, to theirs."""
    account = account_of(request)
    if account is None:
        logout(request)
        return redirect_to_login(request.get_full_path())
    actor = people.actor_of(account, request.at)
    landing = landing_of(actor.own.roles) or landing_of(actor.roles)
    return HttpResponseRedirect(landing or reverse("admin:index" if request.user.is_staff else "home"))
