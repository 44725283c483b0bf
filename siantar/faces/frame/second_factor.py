"""The second factor of staff: who works with people's data shows it at login, and sets it up before anything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from siantar.directory import second_factor
from siantar.faces.frame.staff_access import is_for_staff
from siantar.privacy import vault

_PLACE = "staff.second_factor"
_HAS_ONE = "second_factor"


class SealedSecrets(DefaultMFAAdapter):  # type: ignore[misc]
    """The secrets of second factors lie in the database sealed, and their refusals speak Indonesian."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("Kode ini tidak cocok. Tunggu kode berikutnya di aplikasi, lalu coba lagi."),
        "cannot_generate_recovery_codes": gettext_lazy("Aktifkan dulu aplikasi kode, lalu buat kode cadangan."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return vault.seal(_PLACE, "", text).hex()

    def decrypt(self, encrypted_text: str) -> str:
        """Unseal it. Raises vault.Unreadable."""
        return vault.unseal(_PLACE, "", bytes.fromhex(encrypted_text))

    def get_totp_label(self, user: Any) -> str:
        """The name in the app: the account's, never a person's."""
        return str(user.get_username())


class SecondFactorDemanded:
    """Middleware: whoever logged in without a second factor sets one up before any page of staff opens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; the question is asked when the view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_more: Any) -> HttpResponse | None:
        """Lead to the set-up page instead of a page of staff."""
        if settings.SIANTAR_SECOND_FACTOR and is_for_staff(request, view) and _lacks_one(request):
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        return None


def _lacks_one(request: HttpRequest) -> bool:
    """Asked of the database until it is there, then remembered by the session."""
    if not request.user.is_authenticated or request.session.get(_HAS_ONE):
        return False
    if not second_factor.has_one(request.user):
        return True
    request.session[_HAS_ONE] = True
    return False
