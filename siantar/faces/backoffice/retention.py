"""How long what is kept, what a run would erase now, which files are held back, and what the last nights erased."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from siantar.directory import last_changes
from siantar.faces.frame.files import of_own_office
from siantar.faces.frame.language import spoken
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.faces.frame.taking_back import take_back
from siantar.privacy import schedule
from siantar.privacy.models import RetentionRun
from siantar.rights import retention, words
from siantar.rules import receipt_number
from siantar.rules.access import Act, Reading
from siantar.rules.plain_number import plain_number
from siantar.rules.retention import DAYS, Retained

NIGHTS, NUMBERS = 10, 12


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """One kind of data: its words, the period as it is or as it was typed, and what of it must go now."""

    kind: Retained
    name: str
    begins: str
    reason: str
    article: str
    days: str
    ours: int
    count: int
    numbers: tuple[str, ...]
    error: str = ""


@staff(Reading.RETENTION)
@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """Show periods, holds and nights."""
    return _page(request)


def _page(
    request: StaffRequest,
    *,
    typed: Mapping[str, str] | None = None,
    wrong: tuple[Retained, str] | None = None,
    hold_error: str = "",
    status: int = 200,
) -> HttpResponse:
    office = request.actor.office
    context = {
        "lines": _lines(request, typed or {}, wrong),
        "holds": [(hold, receipt_number.grouped(number)) for hold, number in retention.holds_of(office)],
        "nights": [_night(run) for run in retention.nights_of(office)[:NIGHTS]],
        "typed": typed or {},
        "hold_error": hold_error,
        "wrong": bool(wrong),
        "last_change": last_changes.of_page(office, last_changes.PERIODS),
    }
    return render(request, "backoffice/retention.html", context, status=status)


def _lines(request: StaffRequest, typed: Mapping[str, str], wrong: tuple[Retained, str] | None) -> list[PeriodLine]:
    language = spoken()
    lines = []
    for owed in retention.owed(request.actor.office, request.at, NUMBERS):
        term = words.TERMS[owed.kind]
        lines.append(
            PeriodLine(
                owed.kind,
                term.name.in_language(language),
                term.begins.in_language(language),
                term.reason.in_language(language),
                term.article,
                typed.get(owed.kind, str(owed.days)),
                DAYS[owed.kind],
                owed.count,
                tuple(receipt_number.grouped(number) for number in owed.numbers),
                wrong[1] if wrong and wrong[0] is owed.kind else "",
            )
        )
    return lines


def _night(run: RetentionRun) -> tuple[RetentionRun, list[tuple[str, int]]]:
    counts = run.counts
    kinds = [kind for kind in Retained if kind in counts]
    return run, [(words.TERMS[kind].name.in_language(spoken()), counts[kind]["of"]) for kind in kinds]


@staff(Act.SET_RETENTION)
@require_POST
def set_periods(request: StaffRequest) -> HttpResponse:
    """Keep the periods as written; say which cannot be so."""
    typed = {str(kind): request.POST.get(kind, "").strip() for kind in Retained}
    days = {kind: plain_number(typed[kind], 999_999) for kind in Retained}
    for kind, value in days.items():
        if value is None:
            return _page(request, typed=typed, wrong=(kind, _("Tulis jumlah hari dengan angka.")), status=422)
    try:
        schedule.set_days(
            request.actor.office, {kind: value or 0 for kind, value in days.items()}, by=request.actor, at=request.at
        )
    except schedule.UnusablePeriods as problem:
        error = words.TROUBLES[problem.trouble].in_language(spoken())
        return _page(request, typed=typed, wrong=(problem.kind, error), status=422)
    messages.success(request, _("Lama penyimpanan diperbarui. Berlaku mulai malam ini."))
    return HttpResponseRedirect(reverse("retention"))


@staff(Act.SET_RETENTION)
@require_POST
def undo_periods(request: StaffRequest) -> HttpResponse:
    """The periods that were changed last as they were before."""
    return take_back(request, schedule.undo_days, "retention")


@staff(Act.HOLD_FILE)
@require_POST
def hold(request: StaffRequest) -> HttpResponse:
    """Hold a file back."""
    typed = {name: request.POST.get(name, "") for name in ("number", "reason")}
    file = of_own_office(request, typed["number"])
    if file is None:
        error = _("Nomor resi ini tidak ada di kantor Anda. Periksa angkanya.")
        return _page(request, typed=typed, hold_error=error, status=422)
    try:
        schedule.hold(file.pk, file.office_id, typed["reason"], by=request.actor, at=request.at)
    except schedule.HoldReasonMissing:
        error = _("Tulis alasannya, misalnya nomor perkara atau surat.")
        return _page(request, typed=typed, hold_error=error, status=422)
    except schedule.AlreadyHeld:
        error = _("Berkas ini sudah ditahan.")
        return _page(request, typed=typed, hold_error=error, status=409)
    messages.success(request, _("Berkas ditahan: tidak ada yang dihapus darinya."))
    return HttpResponseRedirect(reverse("retention"))


@staff(Act.HOLD_FILE)
@require_POST
def release(request: StaffRequest, row: int) -> HttpResponse:
    """End a hold."""
    try:
        schedule.release(row, by=request.actor, at=request.at)
    except schedule.NotHeld:
        messages.warning(request, _("Penahanan ini sudah berakhir."))
    else:
        messages.success(request, _("Penahanan diakhiri. Jadwal penyimpanan berlaku lagi untuk berkas ini."))
    return HttpResponseRedirect(reverse("retention"))
