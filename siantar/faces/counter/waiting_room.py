"""Calling the waiting room: the next number by one press, or a typed one.

How a workstation is called is remembered by its browser.
"""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote, unquote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from siantar.casework import calling
from siantar.casework.models import CalledNumber
from siantar.directory.models import Office
from siantar.faces.counter.shapes import NumberCalled
from siantar.faces.frame.staff_access import StaffRequest, own_office, staff
from siantar.rules.access import Act
from siantar.rules.plain_number import plain_number

COOKIE = "__Host-siantar_loket" if settings.HTTPS else "siantar_loket"
YEAR = timedelta(days=365)


def counter_of(request: HttpRequest) -> str:
    """How this workstation is called; "" where it never called anybody."""
    return _name(unquote(request.COOKIES.get(COOKIE, "")[:200]))


def button(request: StaffRequest, office: Office | None) -> NumberCalled | None:
    """What the button at the counter says; None for a workstation that does not call."""
    counter = counter_of(request)
    if office is None or not counter:
        return None
    return _shape(office, calling.last_of(office, counter, request.at), request)


@staff(Act.CALL_NUMBER)
def queue(request: StaffRequest) -> HttpResponse:
    """Call the next number or the typed one; what was called last, by counter."""
    office = own_office(request)
    if request.method != "POST":
        return _page(request, office, counter_of(request))
    counter = _name(request.POST.get("counter", "") or counter_of(request))
    typed = request.POST.get("number", "").strip()[:20]
    number = plain_number(typed)
    if not counter:
        return _page(request, office, "", _("Isi dulu nama loket ini, misalnya Loket 2."), typed)
    if typed and (number is None or not 1 <= number <= calling.LARGEST):
        return _page(request, office, counter, _("Isi nomor dari 1 sampai 9999."), typed)
    return _answer(request, office, _call(request, counter, number))


def _call(request: StaffRequest, counter: str, number: int | None) -> CalledNumber:
    if number is not None:
        return calling.call(number, counter, by=request.actor, at=request.at)
    after = plain_number(request.POST.get("after", "")) or 0
    return calling.call_next(counter, after=after, by=request.actor, at=request.at)


def _answer(request: StaffRequest, office: Office, row: CalledNumber) -> HttpResponse:
    by_script = request.headers.get("Accept") == "application/json"
    response: HttpResponse = (
        JsonResponse(_shape(office, row.number, request))
        if by_script
        else HttpResponseRedirect(reverse("waiting-room"))
    )
    response.set_cookie(
        COOKIE, quote(row.counter), max_age=YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax", path="/"
    )
    return response


def _shape(office: Office, number: int, request: StaffRequest) -> NumberCalled:
    words = {"number": calling.following(office, request.at)}
    label, called = _("Panggil %(number)s") % words, _("Nomor %(number)s dipanggil.") % {"number": number}
    return NumberCalled(number=number, label=label, sentence=called)


def _page(request: StaffRequest, office: Office, counter: str, error: str = "", typed: str = "") -> HttpResponse:
    context = {
        "counter": counter,
        "error": error,
        "typed": typed,
        "last": calling.last_of(office, counter, request.at) if counter else 0,
        "following": calling.following(office, request.at),
        "serving": calling.now_serving(office, request.at),
        "office": office,
        "longest": calling.LONGEST_COUNTER,
    }
    return render(request, "counter/waiting_room.html", context, status=422 if error else 200)


def _name(typed: str) -> str:
    words = " ".join(typed.split())[: calling.LONGEST_COUNTER]
    return words if words.isprintable() else ""
