"""What is still missing, where the office is, when it is closed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from siantar.directory import last_changes, office_setup
from siantar.faces.frame.staff_access import StaffRequest, own_office, staff
from siantar.faces.setup.checklist import checklist_of
from siantar.faces.setup.forms import DayOffForm, OfficeDetailsForm
from siantar.rules.access import Act


@staff(Act.SET_UP_OFFICE)
@require_safe
def checklist(request: StaffRequest) -> HttpResponse:
    """What the office still lacks, from empty to open."""
    office = own_office(request)
    lines = checklist_of(office, request.actor, request.at)
    context = {
        "office": office,
        "lines": lines,
        "done": sum(line.done for line in lines),
        "open": not any(line.lack and line.urgent for line in lines),
    }
    return render(request, "setup/checklist.html", context)


@staff(Act.SET_UP_OFFICE)
def office_page(request: StaffRequest) -> HttpResponse:
    """Name, address, hours, the point on the map, the proof asked at doors."""
    form = OfficeDetailsForm.of(own_office(request), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        office_setup.keep_office(request.actor.office, form.cleaned_data, by=request.actor, at=request.at)
        messages.success(request, _("Data kantor tersimpan."))
        return HttpResponseRedirect(reverse("setup"))
    last_change = last_changes.of_page(request.actor.office, last_changes.OFFICE)
    context = {"form": form, "last_change": last_change}
    return render(request, "setup/office.html", context, status=422 if form.errors else 200)


@staff(Act.SET_UP_OFFICE)
def days_off(request: StaffRequest) -> HttpResponse:
    """This year's and the next year's days off; the office adds its own."""
    office, today = own_office(request), timezone.localtime(request.at).date()
    form = DayOffForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if office_setup.add_day_off(office.code, data["day"], data["name"], by=request.actor, at=request.at):
            messages.success(request, _("Hari libur tersimpan."))
            return HttpResponseRedirect(reverse("setup-days"))
        form.add_error("day", _("Kantor sudah libur pada hari itu. Pilih hari lain."))
    years = [(year, office_setup.days_off(office.code, year)) for year in (today.year, today.year + 1)]
    last_change = last_changes.of_page(office.code, last_changes.DAYS)
    context = {"form": form, "years": years, "office": office, "last_change": last_change}
    return render(request, "setup/days.html", context, status=422 if form.errors else 200)


@staff(Act.SET_UP_OFFICE)
@require_POST
def open_again(request: StaffRequest, row: int) -> HttpResponse:
    """A day off that the office had added is none."""
    office_setup.drop_day_off(row, by=request.actor, at=request.at)
    messages.success(request, _("Kantor buka pada hari itu."))
    return HttpResponseRedirect(reverse("setup-days"))
