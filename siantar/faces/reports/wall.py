"""The screen in the lobby: large, for everybody, without a login; it renews itself."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from siantar.directory import offices
from siantar.faces.frame.arrival import TimedRequest
from siantar.faces.frame.language import spoken
from siantar.faces.frame.staff_access import everyone
from siantar.reports import wall, words

FRESH = 30  # seconds


@everyone
@require_safe
def page(request: TimedRequest) -> HttpResponse:
    """Show the office that was asked for, else the first; small numbers are hidden."""
    serving = list(offices.serving_residents())
    office = next(
        (office for office in serving if office.pk == request.GET.get("kantor")), serving[0] if serving else None
    )
    if office is None:
        raise Http404
    now = request.at.astimezone(ZoneInfo(office.zone))
    shown_wall = wall.wall(office, now.date())
    context = {"office": office, "wall": shown_wall, "month": words.month(now.date(), spoken()), "now": f"{now:%H.%M}"}
    response = render(request, "reports/wall.html", context)
    response["Cache-Control"] = f"max-age={FRESH}"
    return response
