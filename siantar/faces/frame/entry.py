"""Login of staff: no self-made accounts; after login everybody lands where their work is."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from siantar.directory import second_factor
from siantar.faces.frame.navigation import landing_of
from siantar.faces.frame.visitor import address_of


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the administrator."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """The visitor's address, read in the one place: behind a proxy all visitors would count as one."""
        return address_of(request)

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Who logged in sets up the second factor at once; to change it later the code is asked once more."""
        user = self.request.user
        if app == "allauth.mfa" and user.is_authenticated and second_factor.is_setting_up(user):
            return False
        return bool(super().is_reauthentication_required(app=app, **more))

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves."""
        del request
        return False


@login_required
def begin(request: HttpRequest) -> HttpResponse:
    """Send a person to the first of their doors."""
    landing = landing_of(request.user.role_set())  # type: ignore[union-attr]
    return HttpResponseRedirect(landing or reverse("admin:index" if request.user.is_staff else "home"))
