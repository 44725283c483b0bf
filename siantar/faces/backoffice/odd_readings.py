"""Unusual reading of personal data, for the responsible person, who says a word to each."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.privacy.models import OddReading
from siantar.rights import odd_readings
from siantar.rules.access import Act, Reading
from siantar.rules.odd_reading import ALOOF, MANY, SEARCHES, Sign

SHOWN = 50
SIGNS = {
    Sign.MANY: gettext_lazy("Membuka banyak berkas satu per satu"),
    Sign.ALOOF: gettext_lazy("Membuka berkas tanpa mencatat apa pun padanya"),
    Sign.NIK: gettext_lazy("Mencari NIK tanpa mengerjakan berkas orang itu"),
    Sign.NIGHT: gettext_lazy("Membuka data di luar jam (pukul 21.00 sampai 05.00)"),
}


@staff(Reading.ODD_READINGS)
@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """What waits for a word, then what was answered."""
    return _page(request)


def _page(
    request: StaffRequest, *, typed: dict[str, str] | None = None, error: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "waiting": [(row, _sign(row)) for row in odd_readings.waiting_for(request.actor)[:SHOWN]],
        "settled": [(row, _sign(row)) for row in odd_readings.settled_for(request.actor)[:SHOWN]],
        "least": {"many": MANY, "aloof": ALOOF, "searches": SEARCHES},
        "typed": typed or {},
        "error": error,
    }
    return render(request, "backoffice/odd_readings.html", context, status=status)


def _sign(row: OddReading) -> str:
    return str(SIGNS[Sign(row.sign)]) if row.sign in set(Sign) else row.sign


@staff(Act.SETTLE_ODD_READING)
@require_POST
def settle(request: StaffRequest, row: int) -> HttpResponse:
    """Say a word to one."""
    typed = {"id": str(row), "word": request.POST.get("word", "")}
    try:
        odd_readings.settle(row, typed["word"], by=request.actor, at=request.at)
    except odd_readings.WordMissing:
        error = _("Tulis dulu tanggapannya: apa yang Anda tanyakan dan apa jawabannya.")
        return _page(request, typed=typed, error=error, status=422)
    except odd_readings.NotOdd:
        return _page(request, error=_("Ini sudah ditanggapi, atau bukan milik kantor Anda."), status=409)
    messages.success(request, _("Tanggapan tersimpan."))
    return HttpResponseRedirect(reverse("odd-readings"))
