"""The screen in the lobby: large, for everybody, without a login; it renews itself."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from siantar.casework import calling
from siantar.directory import offices
from siantar.directory.models import Office
from siantar.faces.frame.arrival import TimedRequest
from siantar.faces.frame.language import spoken
from siantar.faces.frame.staff_access import everyone
from siantar.reports import wall, words

FRESH, FRESH_NUMBER = 30, 2  # seconds


@everyone
@require_safe
def page(request: TimedRequest) -> HttpResponse:
    """Show the office that was asked for, else the first; small numbers are hidden."""
    office = _office(request)
    now = request.at.astimezone(ZoneInfo(office.zone))
    shown_wall = wall.wall(office, now.date())
    context = {
        "office": office,
        "wall": shown_wall,
        "serving": calling.now_serving(office, request.at),
        "month": words.month(now.date(), spoken()),
        "now": f"{now:%H.%M}",
    }
    response = render(request, "reports/wall.html", context)
    response["Cache-Control"] = f"max-age={FRESH}"
    return response


@everyone
@require_safe
def queue(request: TimedRequest) -> HttpResponse:
    """The numbers that are served now, as that part of the screen."""
    office = _office(request)
    context = {"office": office, "serving": calling.now_serving(office, request.at)}
    response = render(request, "reports/wall_queue.html", context)
    response["Cache-Control"] = f"max-age={FRESH_NUMBER}"
    return response


def _office(request: TimedRequest) -> Office:
    """The office that was asked for, else the first. Raises Http404 where none serves residents."""
    serving = list(offices.serving_residents())
    wanted = request.GET.get("kantor")
    office = next((office for office in serving if office.pk == wanted), serving[0] if serving else None)
    if office is None:
        raise Http404
    return office
