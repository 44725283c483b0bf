"""The reports of the whole city as they were issued: list, files, issuing one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from siantar.faces.frame import downloads
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.faces.frame.taking_back import take_back
from siantar.faces.reports.issued import listed, month_with, no_address, say_issued
from siantar.reports import city_issuing, issuing
from siantar.reports.models import IssuedCityReport
from siantar.rules.access import Act, Reading, may
from siantar.rules.period import NotAPeriod

ONE_OFFICE = gettext_lazy("Kota ini punya satu kantor: pakai laporan bulanan kantor itu.")


@staff(Reading.REPORT)
@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """List the reports of the city, and the months that have none."""
    return _page(request)


def _page(request: StaffRequest, *, typed: str | None = None, error: str = "") -> HttpResponse:
    office = request.actor.office
    context = listed(city_issuing.all_issued(request.actor), request) | {
        "may_issue": may(request.actor, Act.ISSUE_CITY_REPORT, office=office),
        "may_set_up": may(request.actor, Act.SET_UP_CITY_REPORTS, office=office),
        "receivers": typed if typed is not None else "\n".join(city_issuing.receivers(request.actor)),
        "error": error,
        "last_change": city_issuing.last_change_of_receivers(),
    }
    return render(request, "reports/city_issued.html", context, status=422 if error else 200)


@staff(Act.SET_UP_CITY_REPORTS)
@require_POST
def set_receivers(request: StaffRequest) -> HttpResponse:
    """Name who gets the reports of the city by mail."""
    typed = request.POST.get("addresses", "")[:2000]
    try:
        city_issuing.set_receivers(typed, by=request.actor, at=request.at)
    except issuing.NotAnAddress as problem:
        return _page(request, typed=typed, error=no_address(problem))
    except city_issuing.OneOffice:
        messages.error(request, ONE_OFFICE)
    else:
        messages.success(request, _("Penerima laporan disimpan."))
    return HttpResponseRedirect(reverse("city-reports"))


@staff(Act.SET_UP_CITY_REPORTS)
@require_POST
def undo_receivers(request: StaffRequest) -> HttpResponse:
    """Who got the reports of the city before the last change."""
    try:
        return take_back(request, city_issuing.undo_receivers, "city-reports")
    except city_issuing.OneOffice:
        messages.error(request, ONE_OFFICE)
    return HttpResponseRedirect(reverse("city-reports"))


@staff(Act.ISSUE_CITY_REPORT)
@require_POST
def issue(request: StaffRequest) -> HttpResponse:
    """Issue the report of a month that is over."""
    try:
        report = city_issuing.issue(month_with(request.POST.get("bulan", "")), by=request.actor, at=request.at)
    except (NotAPeriod, issuing.NotOver):
        messages.error(request, _("Pilih dulu bulan yang sudah berakhir, lalu tekan Terbitkan lagi."))
    except city_issuing.OneOffice:
        messages.error(request, ONE_OFFICE)
    else:
        say_issued(request, report)
    return HttpResponseRedirect(reverse("city-reports"))


def _issued(request: StaffRequest, code: str) -> IssuedCityReport:
    """The report of a month. Raises Http404, Forbidden."""
    try:
        report = city_issuing.issued(month_with(code), by=request.actor)
    except NotAPeriod as error:
        raise Http404 from error
    if report is None:
        raise Http404
    return report


@staff(Reading.REPORT)
@require_safe
def paper(request: StaffRequest, code: str) -> HttpResponse:
    """The paper as it was issued."""
    report = _issued(request, code)
    downloads.note_export(request, "report")
    return downloads.pdf(bytes(report.paper), f"kinerja-kota-{code}.pdf")


@staff(Reading.REPORT)
@require_safe
def excel(request: StaffRequest, code: str) -> HttpResponse:
    """The workbook as it was issued."""
    report = _issued(request, code)
    return downloads.excel(request, bytes(report.workbook), what="report", name=f"kinerja-kota-{code}.xlsx")
