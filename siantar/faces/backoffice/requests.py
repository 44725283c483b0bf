"""Residents' requests about their data: a clock of 3 x 24 hours, answered in words the resident reads on their page."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.feedback import data_requests
from siantar.privacy.looks import Reader
from siantar.rules.access import Reading

SHOWN = 50
answerers = staff(Reading.DATA_REQUESTS)


@answerers
@require_safe
def requests(request: StaffRequest) -> HttpResponse:
    """What waits, the one due first on top; then what was answered."""
    return _page(request)


def _page(
    request: StaffRequest, *, typed: dict[str, str] | None = None, error: str = "", status: int = 200
) -> HttpResponse:
    reader = Reader(request.actor, request.at, "data_request")
    context = {
        "waiting": data_requests.opened(list(data_requests.waiting_for(request.actor)), reader),
        "answered": data_requests.answered_for(request.actor)[:SHOWN],
        "now": request.at,
        "typed": typed or {},
        "error": error,
    }
    return render(request, "backoffice/requests.html", context, status=status)


@answerers
@require_POST
def answer(request: StaffRequest, id: UUID) -> HttpResponse:
    """Answer one request; keep what was written when something is wrong."""
    words = request.POST.get("words", "")
    typed = {"id": str(id), "words": words}
    try:
        data_requests.answer(id, words, by=request.actor, at=request.at)
    except data_requests.RequestWordsMissing:
        return _page(request, typed=typed, error=_("Tulis dulu jawabannya, lalu simpan lagi."), status=422)
    except data_requests.NotOpen:
        error = _("Permintaan ini sudah dijawab, atau bukan milik kantor Anda.")
        return _page(request, typed=typed, error=error, status=409)
    messages.success(request, _("Jawaban tersimpan. Warga membacanya di halamannya."))
    return HttpResponseRedirect(reverse("data-requests"))
