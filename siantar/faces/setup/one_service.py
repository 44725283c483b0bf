"""One service: a change is looked at, published with the day it begins on, and taken back in one press."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from siantar.casework import queries as files
from siantar.catalogue import setting_up, versions
from siantar.catalogue.models import Service
from siantar.catalogue.setting_up import Proposal, ServiceChange
from siantar.directory import offices
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.faces.setup.forms import BeginsForm, ServiceSetupForm
from siantar.faces.setup.paper_rows import PaperRows
from siantar.faces.setup.service_words import ON_THE_WALL, field_names, lines_of, station_names, way
from siantar.rules import path_check
from siantar.rules.access import Act

_REFUSALS = (
    path_check.BrokenPath, setting_up.UnknownStation, setting_up.UnknownForm, versions.InThePast,
    versions.ChangePlanned,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Page:
    """What is shown of a service: its form, its papers, when a change begins, the change that is looked at."""

    service: Service
    form: ServiceSetupForm
    rows: PaperRows
    begins: BeginsForm
    proposal: Proposal | None = None
    of_papers: bool = False

    def answer(self, request: StaffRequest) -> HttpResponse:
        """The page; 422 where something is wrong with what was typed."""
        service = self.service
        names = self.proposal.names if self.proposal else []
        context = {
            "form": self.form,
            "rows": self.rows,
            "begins": self.begins,
            "service": service,
            "way": way(service.steps, station_names(), digital=service.digital),
            "running": files.open_of_service(request.actor.office, service.code).count(),
            "proposal": self.proposal,
            "lines": list(lines_of(self.proposal)) if self.proposal else [],
            "on_the_wall": bool(ON_THE_WALL & set(names)),
            "of_papers": self.of_papers,
            "versions": [(version, field_names(version.changed)) for version in versions.of_service(service)],
            "today": versions.today_of(service.office, request.at),
        }
        wrong = self.form.errors or self.rows.error or self.begins.errors
        return render(request, "setup/service.html", context, status=422 if wrong else 200)


@staff(Act.SET_UP_SERVICES)
def service(request: StaffRequest, code: str) -> HttpResponse:
    """One service; what is changed holds for files handed in from the day it begins on."""
    current = _current(request, code)
    typed = request.POST if request.method == "POST" else None
    form = ServiceSetupForm(typed, initial=ServiceSetupForm.initial_of(current), agencies=offices.agencies())
    page = _Page(current, form, PaperRows.of(current), BeginsForm(typed))
    if typed is None or not (form.is_valid() & page.begins.is_valid()):
        return page.answer(request)
    return _looked_at(request, page, ServiceChange(form.values(), begins=page.begins.day()))


@staff(Act.SET_UP_SERVICES)
@require_POST
def papers(request: StaffRequest, code: str) -> HttpResponse:
    """The papers a service asks for."""
    current = _current(request, code)
    form = ServiceSetupForm(initial=ServiceSetupForm.initial_of(current), agencies=offices.agencies())
    page = _Page(current, form, PaperRows.typed(request.POST), BeginsForm(request.POST), of_papers=True)
    if page.rows.error or not page.begins.is_valid():
        return page.answer(request)
    return _looked_at(request, page, ServiceChange(papers=page.rows.rows, begins=page.begins.day()))


@staff(Act.SET_UP_SERVICES)
@require_POST
def undo(request: StaffRequest, code: str) -> HttpResponse:
    """Take back the last change."""
    try:
        if setting_up.undo_service(request.actor.office, code, by=request.actor, at=request.at) is None:
            raise Http404
    except versions.NothingToUndo:
        messages.error(request, _("Tidak ada perubahan yang dapat dibatalkan."))
    except _REFUSALS:
        messages.error(
            request, _("Versi sebelumnya tidak dapat dipakai lagi: ada stasiun atau formulir yang tidak ada.")
        )
    else:
        messages.success(request, _("Perubahan terakhir dibatalkan. Berkas yang sudah masuk tetap memakai aturannya."))
    return HttpResponseRedirect(reverse("setup-service", args=[code]))


def _current(request: StaffRequest, code: str) -> Service:
    current = setting_up.all_of(request.actor.office).select_related("office").filter(code=code).first()
    if current is None:
        raise Http404
    return current


def _looked_at(request: StaffRequest, page: _Page, change: ServiceChange) -> HttpResponse:
    """The change as it would be; published once the same was looked at."""
    current = page.service
    try:
        proposal = setting_up.proposal_of(current, change, request.at)
        if request.POST.get("publish") != proposal.mark:
            if not proposal.names:
                messages.info(request, _("Tidak ada yang berubah."))
            return replace(page, proposal=proposal if proposal.names else None).answer(request)
        setting_up.change_service(request.actor.office, current.code, change, by=request.actor, at=request.at)
    except _REFUSALS as refusal:
        return _refused(page, refusal).answer(request)
    words = _("Diterbitkan; berlaku untuk berkas yang masuk mulai %(day)s.")
    day = change.begins or versions.today_of(current.office, request.at)
    messages.success(request, words % {"day": formats.date_format(day, "j F Y")})
    return HttpResponseRedirect(reverse("setup-service", args=[current.code]))


def _refused(page: _Page, refusal: Exception) -> _Page:
    if isinstance(refusal, versions.InThePast):
        page.begins.add_error("begins", _("Pilih hari ini atau sesudahnya."))
    elif isinstance(refusal, versions.ChangePlanned):
        page.begins.add_error(
            "begins", _("Ada perubahan lain yang menunggu harinya. Batalkan dulu di bawah, lalu ubah.")
        )
    elif page.of_papers:
        return replace(page, rows=replace(page.rows, error=_("Jalan layanan ini buntu. Betulkan dulu stasiunnya.")))
    elif isinstance(refusal, path_check.BrokenPath):
        words = _("Jalan berkasnya buntu. Hasil digital memerlukan paling sedikit satu stasiun.")
        page.form.add_error("station_1", words)
    else:
        page.form.add_error("station_1", _("Instansinya tidak ada lagi. Pilih dari daftarnya."))
    return page
