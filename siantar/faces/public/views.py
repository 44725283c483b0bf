"""The pages of residents: the box on `/`, tracking, services and their standards."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from siantar.casework import private_view
from siantar.catalogue import queries as catalogue
from siantar.directory import offices
from siantar.faces.frame.arrival import TimedRequest
from siantar.faces.frame.staff_access import everyone
from siantar.faces.public import fast_path, session
from siantar.faces.public.session import Way
from siantar.rules import reading, receipt_number


def respond(answer: fast_path.FastAnswer) -> HttpResponse:
    """Turn the framework-free answer into a response of Django."""
    response = HttpResponse(answer.body, status=answer.status, content_type=answer.kind)
    if answer.etag:
        response["ETag"] = f'"{answer.etag}"'
    response["Cache-Control"] = "no-cache"
    return response


@everyone
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Enter or scan a receipt number."""
    typed = request.GET.get("resi", "").strip()
    if not typed:
        return render(request, "public/home.html", {"typed": ""})
    try:
        return HttpResponseRedirect(reverse("track", args=[reading.read_receipt(typed).number.text]))
    except receipt_number.Mistyped:
        error = _("Nomor resi salah ketik. Periksa lagi huruf dan angkanya satu per satu.")
    except receipt_number.NotANumber:
        error = _("Ini bukan nomor resi Siantar. Nomor resi terdiri dari 12 huruf dan angka, tertera di bawah barcode.")
    return render(request, "public/home.html", {"typed": typed[:40], "error": error}, status=404)


@everyone
@csrf_exempt  # nothing of a session is used here: whoever posts must know the PIN, and wrong ones are counted
def track(request: TimedRequest, typed: str) -> HttpResponse:
    """The tracking page; with the PIN also masked name, address and who may receive."""
    language = "en" if (get_language() or "id").startswith("en") else "id"
    if request.method == "POST":
        return _with_pin(request, typed, language)
    return respond(fast_path.as_page(typed, language, request.headers.get("If-None-Match", ""), at=request.at))


def _with_pin(request: TimedRequest, typed: str, language: str) -> HttpResponse:
    answer = fast_path.as_page(typed, language, at=request.at)
    if answer.status != 200:
        return respond(answer)
    number = reading.read_receipt(typed).number.text
    admission = session.try_pin(request, number, request.at)
    context = {"shown": admission.private, "way": admission.way, "number": number}
    private = render(request, "public/private.html", context).content
    body = answer.body.replace(b'<div id="private"></div>', b'<div id="private">' + private + b"</div>")
    if not admission.private.open:
        return _unseen(HttpResponse(body, status=429 if admission.way is Way.TOO_OFTEN else 403))
    return _with_ticket(HttpResponse(body), number, request.at)


def _with_ticket(response: HttpResponse, number: str, at: datetime) -> HttpResponse:
    """Whoever was let in may act without telling the PIN again for a while."""
    session.give(response, number, at)
    return _unseen(response)


def _unseen(response: HttpResponse) -> HttpResponse:
    """Private answers are kept nowhere."""
    response["Cache-Control"] = "no-store"
    return response


@everyone
@csrf_exempt  # see track
@require_POST
def track_with_proof(request: TimedRequest, typed: str) -> HttpResponse:
    """Show the private part to whoever scanned the paper: the page sends what stands behind the `#`."""
    try:
        number = reading.read_receipt(typed).number.text
    except ValueError:
        return HttpResponse(status=404)
    private = private_view.show_with_proof(number, request.POST.get("proof", ""), request.at)
    response = render(request, "public/private.html", {"shown": private, "number": number})
    if not private.open:
        response.status_code = 403
        return _unseen(response)
    return _with_ticket(response, number, request.at)


@everyone
@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """List services and their published standards."""
    services_by_office = [(office, catalogue.services_of(office.code)) for office in offices.serving_residents()]
    return render(request, "public/services.html", {"offices": services_by_office})


@everyone
@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """A sign of life for the machine in front."""
    return HttpResponse("ok", content_type="text/plain")
