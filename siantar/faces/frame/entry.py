"""Login of staff: no self-made accounts; after login everybody lands where their work is."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from siantar.faces.frame.navigation import landing_of
from siantar.faces.frame.visitor import address_of


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the administrator."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """The visitor's address, read in the one place: behind a proxy all visitors would count as one."""
        return address_of(request)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves."""
        del request
        return False


@login_required
def begin(request: HttpRequest) -> HttpResponse:
    """Send a person to the first of their doors."""
    landing = landing_of(request.user.role_set())  # type: ignore[union-attr]
    return HttpResponseRedirect(landing or ("/admin/" if request.user.is_staff else "/"))
