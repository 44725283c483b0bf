"""Monthly reports as they were issued: list, files, issuing one, who gets them by mail."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from siantar.directory import last_changes, offices
from siantar.directory.models import Office
from siantar.faces.frame import downloads
from siantar.faces.frame.language import spoken
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.faces.frame.taking_back import take_back
from siantar.reports import issuing, words
from siantar.reports.models import IssuedCityReport, IssuedReport
from siantar.rules import period as periods
from siantar.rules.access import Act, Reading, may, require
from siantar.rules.period import NotAPeriod, Period

MONTHS = 13


def _office(request: StaffRequest) -> Office:
    """The office that was asked for, else the own one. Raises Http404, Forbidden."""
    office = offices.by_code(request.GET.get("kantor", "") or request.actor.office)
    if office is None:
        raise Http404
    require(request.actor, Reading.REPORT, office=office.code)
    return office


@staff(Reading.REPORT)
@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """List the reports of an office, and the months that have none."""
    return _page(request, _office(request))


def _page(request: StaffRequest, office: Office, *, typed: str | None = None, error: str = "") -> HttpResponse:
    context = listed(issuing.all_issued(office.code), request) | {
        "office": office,
        "may_issue": may(request.actor, Act.ISSUE_REPORT, office=office.code),
        "may_set_up": may(request.actor, Act.SET_UP_REPORTS, office=office.code),
        "receivers": typed if typed is not None else "\n".join(issuing.receivers(office.code)),
        "error": error,
        "last_change": last_changes.of_page(office.code, last_changes.RECEIVERS),
    }
    return render(request, "reports/issued.html", context, status=422 if error else 200)


def listed(reports: Sequence[IssuedReport | IssuedCityReport], request: StaffRequest) -> dict[str, object]:
    """Reports with the words of their months, and the months of the last year that have none, for their page."""
    there = {report.month for report in reports}
    months = periods.months_back(timezone.localtime(request.at).date(), MONTHS)[1:]
    return {
        "reports": [(report, words.month(report.month, spoken())) for report in reports],
        "open_months": [(m.code, words.month(m.first_on, spoken())) for m in months if m.first_on not in there],
    }


@staff(Act.ISSUE_REPORT)
@require_POST
def issue(request: StaffRequest) -> HttpResponse:
    """Issue the report of a month that is over."""
    office = offices.by_code(request.actor.office)
    if office is None:
        raise Http404
    try:
        month = month_with(request.POST.get("bulan", ""))
        report = issuing.issue(office, month, by=request.actor, at=request.at)
    except (NotAPeriod, issuing.NotOver):
        messages.error(request, _("Pilih dulu bulan yang sudah berakhir, lalu tekan Terbitkan lagi."))
    else:
        say_issued(request, report)
    return HttpResponseRedirect(reverse("issued-reports"))


def say_issued(request: StaffRequest, report: IssuedReport | IssuedCityReport) -> None:
    """That it stands from now on."""
    month = words.month(report.month, spoken())
    messages.success(request, _("Laporan %(month)s terbit dan disimpan.") % {"month": month})


def month_with(code: str) -> Period:
    """The month with this code. Raises NotAPeriod."""
    month = periods.parse(code)
    if month != periods.month_of(month.first_on):
        raise NotAPeriod(code)
    return month


@staff(Act.SET_UP_REPORTS)
@require_POST
def set_receivers(request: StaffRequest) -> HttpResponse:
    """Name who gets the reports by mail."""
    typed = request.POST.get("addresses", "")[:2000]
    try:
        issuing.set_receivers(request.actor.office, typed, by=request.actor, at=request.at)
    except issuing.NotAnAddress as problem:
        return _page(request, _office(request), typed=typed, error=no_address(problem))
    messages.success(request, _("Penerima laporan disimpan."))
    return HttpResponseRedirect(reverse("issued-reports"))


def no_address(problem: issuing.NotAnAddress) -> str:
    """What is wrong with the addresses, in words."""
    if not (wrong := str(problem)):
        return _("Paling banyak sepuluh alamat. Hapus sebagian, lalu simpan lagi.")
    return _("%(address)s bukan alamat e-mail. Perbaiki, lalu simpan lagi.") % {"address": wrong}


@staff(Act.SET_UP_REPORTS)
@require_POST
def undo_receivers(request: StaffRequest) -> HttpResponse:
    """Who got the reports before the last change."""
    return take_back(request, issuing.undo_receivers, "issued-reports")


def _issued(request: StaffRequest, code: str) -> IssuedReport:
    """The report of a month. Raises Http404."""
    try:
        report = issuing.issued(_office(request).code, month_with(code))
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
    return downloads.pdf(bytes(report.paper), f"laporan-{report.office_id}-{code}.pdf")


@staff(Reading.REPORT)
@require_safe
def excel(request: StaffRequest, code: str) -> HttpResponse:
    """The workbook as it was issued."""
    report = _issued(request, code)
    return downloads.excel(
        request, bytes(report.workbook), what="report", name=f"laporan-{report.office_id}-{code}.xlsx"
    )
