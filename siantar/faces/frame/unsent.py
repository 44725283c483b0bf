"""A form that met a lock or a question first: sealed in the session, and offered again afterwards."""

from __future__ import annotations

import json

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from siantar.faces.frame.staff_access import everyone
from siantar.privacy import vault

KEPT, _PLACE = "unsent", "session.unsent"
_LARGEST = 64 * 1024
_NEVER_KEPT = ("csrfmiddlewaretoken", "password", "current", "again", "passphrase", "totp", "code", "credential")


def keep(request: HttpRequest) -> None:
    """Keep what this form carried; too large a one is not kept, its page still has it by the way back."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name not in _NEVER_KEPT]
    text = json.dumps([request.get_full_path(), fields])
    if len(text) <= _LARGEST:
        request.session[KEPT] = vault.seal(_PLACE, "", text).hex()


def is_there(request: HttpRequest) -> bool:
    """Whether a form waits."""
    return KEPT in request.session


@everyone
@login_required
@require_safe
def offered(request: HttpRequest) -> HttpResponse:
    """Offer the form that waits, once."""
    sealed = request.session.pop(KEPT, None)
    if sealed is None:
        return HttpResponseRedirect(reverse("begin"))
    address, fields = json.loads(vault.unseal(_PLACE, "", bytes.fromhex(sealed)))
    return render(request, "frame/unsent.html", {"action": address, "fields": fields})
