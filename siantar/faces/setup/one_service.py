"""One service: a change is looked at, published with the day it begins on, and taken back in one press."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from siantar.casework import queries as files
from siantar.catalogue import setting_up, succession, versions
from siantar.catalogue.models import Service, VersionOfService
from siantar.catalogue.setting_up import Proposal, ServiceChange
from siantar.directory import offices
from siantar.directory.offices import day_in
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.faces.setup.forms import BeginsForm, ServiceSetupForm
from siantar.faces.setup.paper_rows import PaperRows
from siantar.faces.setup.service_words import ON_THE_WALL, field_names, lines_of, station_names, way
from siantar.rules import path_check
from siantar.rules.access import Act
from siantar.rules.plain_number import plain_number
from siantar.rules.written_day import day_of

_REFUSALS = (
    path_check.BrokenPath, setting_up.UnknownStation, setting_up.UnknownForm, succession.InThePast,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Page:
    """What is shown of a service: its form, its papers, when a change begins, the change that is looked at.

    `service`: as it is on the day `seen`, None for today.
    """

    service: Service
    seen: date | None
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
            "seen": self.seen,
            "waiting": _named(versions.planned(service, request.at)),
            "versions": _named(versions.in_order(service)),
            "today": day_in(service.office, request.at),
        }
        wrong = self.form.errors or self.rows.error or self.begins.errors
        return render(request, "setup/service.html", context, status=422 if wrong else 200)


@staff(Act.SET_UP_SERVICES)
def service(request: StaffRequest, code: str) -> HttpResponse:
    """One service; what is changed holds for files handed in from the day it begins on."""
    typed = request.POST if request.method == "POST" else None
    page = _page(request, code, typed)
    if typed is None or not (page.form.is_valid() & page.begins.is_valid()):
        return page.answer(request)
    return _looked_at(request, page, ServiceChange(page.form.values(), begins=page.begins.day(), seen=page.seen))


@staff(Act.SET_UP_SERVICES)
@require_POST
def papers(request: StaffRequest, code: str) -> HttpResponse:
    """The papers a service asks for."""
    page = _page(request, code, None)
    page = replace(page, rows=PaperRows.typed(request.POST), begins=BeginsForm(request.POST), of_papers=True)
    if page.rows.error or not page.begins.is_valid():
        return page.answer(request)
    return _looked_at(request, page, ServiceChange(papers=page.rows.rows, begins=page.begins.day(), seen=page.seen))


@staff(Act.SET_UP_SERVICES)
@require_POST
def undo(request: StaffRequest, code: str) -> HttpResponse:
    """Take back the version that was pressed: one that waits for its day, or the one in force."""
    number = plain_number(request.POST.get("version", ""))
    try:
        if setting_up.undo_service(request.actor.office, code, number, by=request.actor, at=request.at) is None:
            raise Http404
    except succession.NothingToUndo:
        messages.error(request, _("Tidak ada yang dibatalkan: versi itu tidak berlaku lagi, atau sudah dibatalkan."))
    except _REFUSALS:
        messages.error(
            request, _("Versi sebelumnya tidak dapat dipakai lagi: ada stasiun atau formulir yang tidak ada.")
        )
    else:
        messages.success(request, _("Perubahan itu dibatalkan. Berkas yang sudah masuk tetap memakai aturannya."))
    return HttpResponseRedirect(reverse("setup-service", args=[code]))


def _page(request: StaffRequest, code: str, typed: QueryDict | None) -> _Page:
    """The service as it is today, or on the day of the address (`hari`), with forms that show it so."""
    day = day_of((request.POST or request.GET).get("hari", ""), today=request.at.date())
    current = setting_up.one_of(request.actor.office, code, day, request.at)
    if current is None:
        raise Http404
    form = ServiceSetupForm(typed, initial=ServiceSetupForm.initial_of(current), agencies=offices.agencies())
    return _Page(current, day, form, PaperRows.of(current), BeginsForm(typed, initial={"begins": day}))


def _named(each: Iterable[VersionOfService]) -> list[tuple[VersionOfService, list[str]]]:
    return [(version, field_names(version.changed)) for version in each]


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
    day = change.begins or day_in(current.office, request.at)
    messages.success(request, words % {"day": formats.date_format(day, "j F Y")})
    return HttpResponseRedirect(reverse("setup-service", args=[current.code]))


def _refused(page: _Page, refusal: Exception) -> _Page:
    if isinstance(refusal, succession.InThePast):
        page.begins.add_error("begins", _("Pilih hari ini atau sesudahnya."))
    elif page.of_papers:
        return replace(page, rows=replace(page.rows, error=_("Jalan layanan ini buntu. Betulkan dulu stasiunnya.")))
    elif isinstance(refusal, path_check.BrokenPath):
        words = _(
            "Jalan berkasnya buntu, sekarang atau bersama perubahan yang menunggu harinya. "
            "Hasil digital memerlukan paling sedikit satu stasiun."
        )
        page.form.add_error("station_1", words)
    else:
        page.form.add_error("station_1", _("Instansinya tidak ada lagi. Pilih dari daftarnya."))
    return page
