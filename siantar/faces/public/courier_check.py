"""Is this really our courier? The code of the minute from the courier's phone answers, with first name and photo."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from siantar.delivery import badge, portraits
from siantar.directory import offices
from siantar.faces.frame.arrival import TimedRequest
from siantar.faces.frame.staff_access import everyone
from siantar.faces.frame.visitor import network_of
from siantar.feedback import rate_limit

DOOR = "badge"


@everyone
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What to ask of a courier at the door; a typed code leads to its answer."""
    typed = request.GET.get("kode", "").strip()[:60]
    if typed:
        return HttpResponseRedirect(f"{reverse('courier-check')}{urlencode({'': typed})[1:]}")
    return render(request, "public/courier_check.html", {"answer": "ask"})


@never_cache
@everyone
@require_safe
def check(request: TimedRequest, code: str) -> HttpResponse:
    """Answer yes with first name and photo, or no with what to do. Wrong codes count for the visitor's address."""
    at = request.at
    context: dict[str, object] = {"offices": offices.serving_residents()}
    try:
        knock = rate_limit.knock(network_of(request), at=at, door=DOOR)
        courier = badge.bearer(code, at)
    except rate_limit.TooOften:
        return render(request, "public/courier_check.html", {**context, "answer": "too_often"}, status=429)
    except badge.NotProven as doubt:
        return render(request, "public/courier_check.html", {**context, "answer": doubt.doubt}, status=404)
    rate_limit.forgive(knock)
    facts = {
        "answer": "yes",
        "name": (courier.first_name.split() or [_("Kurir")])[0],
        "photo": portraits.of(courier),
        "office": courier.office,
        "at": at,
    }
    return render(request, "public/courier_check.html", context | facts)
