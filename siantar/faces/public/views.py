"""The pages of residents: the box on `/`, tracking, a sign of life."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from siantar.casework import private_view, queries, tracking
from siantar.casework.private_view import PrivateView
from siantar.delivery import visit_outlook
from siantar.faces.frame.arrival import TimedRequest
from siantar.faces.frame.staff_access import everyone
from siantar.faces.public import fast_path, session
from siantar.faces.public.session import Way
from siantar.rules import reading, receipt_number
from siantar.rules.receipt_number import NumberKind


def respond(answer: fast_path.FastAnswer) -> HttpResponse:
    """Turn the framework-free answer into a response of Django."""
    response = HttpResponse(answer.body, status=answer.status, content_type=answer.kind)
    if answer.etag:
        response["ETag"] = f'"{answer.etag}"'
    for name, value in fast_path.common():
        response[name] = value
    return response


MOST_TRIED = 8  # readings of one sentence
SLIPS = {
    "nik": gettext_lazy(
        "Ini NIK, bukan nomor resi. NIK tidak kami cari dan tidak kami simpan. "
        "Ketik 12 huruf dan angka di bawah barcode resi."
    ),
    "several": gettext_lazy("Ada beberapa nomor resi di tulisan ini. Ketik satu nomor saja."),
    "mistyped": gettext_lazy("Nomor resi salah ketik. Periksa lagi huruf dan angkanya satu per satu."),
    "none": gettext_lazy(
        "Ini bukan nomor resi Siantar. Nomor resi terdiri dari 12 huruf dan angka, tertera di bawah barcode."
    ),
}


@everyone
@csrf_exempt  # nothing of a session is used here: it only finds the page of a number
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """Enter or scan a receipt number; typed ones are posted, so that no slip (a NIK) stands in an address."""
    typed = (request.POST if request.method == "POST" else request.GET).get("resi", "").strip()
    if not typed:
        slip = SLIPS["nik"] if request.GET.get("salah") == "nik" else ""
        return render(request, "public/home.html", {"typed": "", "error": slip}, status=404 if slip else 200)
    address, slip = _meant(typed)
    if address:
        return HttpResponseRedirect(address)
    if slip == "nik" and request.method != "POST":
        return HttpResponseRedirect(f"{reverse('home')}?salah=nik")
    context = {"typed": "" if slip == "nik" else typed[:200], "error": SLIPS[slip]}
    return render(request, "public/home.html", context, status=404)


def _meant(typed: str) -> tuple[str, str]:
    """Where the number in a text leads, pasted links and sentences among them; or why it leads nowhere."""
    text, has_nik = reading.without_nik(typed)
    try:
        return reverse("track", args=[reading.read_receipt(text).number.text]), ""
    except reading.SeveralNumbers:
        return _the_one_that_exists(text)
    except reading.OtherKind as other:
        if other.number.kind is NumberKind.COMPLAINT:
            return reverse("complaint", args=[other.number.text]), ""
        return "", "none"
    except receipt_number.Mistyped:
        return "", "nik" if has_nik else "mistyped"
    except receipt_number.NotANumber:
        return "", "nik" if has_nik else "none"


def _the_one_that_exists(text: str) -> tuple[str, str]:
    """Words beside a number can make another by chance: `resi saya 003K ...` may read as RE51 5AYA 003K too."""
    numbers = [number.text for number in reading.numbers_in(text) if number.kind is NumberKind.RECEIPT]
    here = [number for number in numbers[:MOST_TRIED] if tracking.look_up(number)]
    return (reverse("track", args=here), "") if len(here) == 1 else ("", "several")


@everyone
@csrf_exempt  # nothing of a session is used here: whoever posts must know the PIN, and wrong ones are counted
def track(request: TimedRequest, typed: str) -> HttpResponse:
    """The tracking page; with the PIN also masked name, address and who may receive."""
    language = "en" if (get_language() or "id").startswith("en") else "id"
    if request.method == "POST":
        return _with_pin(request, typed, language)
    return respond(fast_path.as_page(typed, language, request.headers.get("If-None-Match", ""), at=request.at))


def _with_pin(request: TimedRequest, typed: str, language: str) -> HttpResponse:
    """The page with the answer to the PIN on top."""
    answer = fast_path.as_page(typed, language, at=request.at)
    if answer.status != 200:
        return respond(answer)
    number = reading.read_receipt(typed).number.text
    admission = session.try_pin(request, number, request.at)
    context = {**_opened(number, admission.private, request.at), "way": admission.way}
    context["content"] = fast_path.content_of(number, language, request.at)
    response = render(request, "public/track.html", context)
    response["Content-Security-Policy"] = dict(fast_path.common())["Content-Security-Policy"]
    if not admission.private.open:
        response.status_code = 429 if admission.way is Way.TOO_OFTEN else 403
        return _unseen(response)
    return _with_ticket(response, number, request.at)


def _opened(number: str, private: PrivateView, at: datetime) -> dict[str, Any]:
    """What the holder of the receipt sees on the tracking page, the next visit of the courier with it."""
    file = queries.by_number(number) if private.open else None
    visit = visit_outlook.outlook_of(file, at) if file else None
    return {"shown": private, "number": number, "visit": visit}


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
    response = render(request, "public/private.html", _opened(number, private, request.at))
    if not private.open:
        response.status_code = 403
        return _unseen(response)
    return _with_ticket(response, number, request.at)


@everyone
@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """A sign of life for the machine in front."""
    return HttpResponse("ok", content_type="text/plain")
