"""The old contact stops a redirection by the link they were sent: without PIN, because another may have the receipt."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from siantar.casework import redirects, resident_changes
from siantar.casework.models import Application
from siantar.faces.frame.arrival import TimedRequest
from siantar.faces.frame.files import by_typed
from siantar.faces.frame.staff_access import everyone
from siantar.faces.public.contact import NOBODY, of_office


@everyone
@csrf_exempt  # nothing of a session is used here: whoever posts must know the token
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: TimedRequest, typed: str, token: str) -> HttpResponse:
    """Ask once more, then leave everything as it was. Machines open links too, so opening it changes nothing."""
    file = by_typed(typed)
    state = "over"
    if file is not None and redirects.fits(file, token):
        state = _stopped(file, request) if request.method == "POST" else "ask"
    contact = of_office(file.office) if file is not None else NOBODY
    context = {"state": state, "ways": dict(contact.ways(""))}
    response = render(request, "public/redirect_stop.html", context, status=404 if state == "over" else 200)
    response["Cache-Control"] = "no-store"
    return response


def _stopped(file: Application, request: TimedRequest) -> str:
    try:
        resident_changes.stop_redirect(file, at=request.at)
    except resident_changes.NotNow:
        return "over"
    return "stopped"
