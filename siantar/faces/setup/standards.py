"""Service standards: what is missing of the fourteen components, what the office says of them, and the posters."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from siantar.catalogue import standards
from siantar.catalogue.models import Service
from siantar.catalogue.standards import COMPONENTS, ServiceStandard
from siantar.directory import last_changes
from siantar.faces.frame import downloads
from siantar.faces.frame.language import spoken
from siantar.faces.frame.staff_access import StaffRequest, own_office, staff
from siantar.faces.setup import poster_parts
from siantar.faces.setup.forms import StandardsForm
from siantar.letters.frames import letterhead_of
from siantar.paper import posters
from siantar.paper.posters import PledgePoster, StandardList, StandardPoster
from siantar.rules.access import Act
from siantar.rules.standard import OF_OFFICE, PLEDGE, Component

WALL = (
    Component.LEGAL_BASIS, Component.REQUIREMENTS, Component.PROCEDURE, Component.COST, Component.TIME,
)  # fmt: skip
WALL_COLUMNS = ("No.", "Jenis", "Dasar", "Syarat", "Mekanisme", "Biaya", "Waktu")


@dataclass(frozen=True, slots=True)
class StandardGap:
    """What a service lacks beside what the whole office lacks, in words."""

    service: Service
    lacks: list[str]


@staff(Act.SET_UP_SERVICES)
def page(request: StaffRequest) -> HttpResponse:
    """The gaps, the texts of the office, the posters."""
    office = own_office(request)
    typed = request.POST if request.method == "POST" else None
    form = StandardsForm(typed, initial=standards.texts_of(office.code))
    if form.is_valid():
        standards.keep_texts(office.code, form.cleaned_data, by=request.actor, at=request.at)
        messages.success(request, _("Standar pelayanan tersimpan."))
        return HttpResponseRedirect(reverse("setup-standards"))
    every = standards.standards_of(office, request.at)
    texts = standards.texts_of(office.code)
    context = {
        "form": form,
        "gaps": [_gap(each) for each in every],
        "of_office": [_name(component) for component in OF_OFFICE if not texts[component]],
        "has_pledge": bool(texts[PLEDGE]),
        "papers": (("a3", "A3"), ("a4", "A4")),
        "last_change": last_changes.of_page(office.code, last_changes.STANDARDS),
    }
    return render(request, "setup/standards.html", context, status=422 if form.errors else 200)


def _gap(standard: ServiceStandard) -> StandardGap:
    own = [component for component in standard.gaps if component not in OF_OFFICE]
    return StandardGap(standard.service, [_name(component) for component in own])


def _name(component: Component) -> str:
    return COMPONENTS[component].in_language(spoken())


@staff(Act.SET_UP_SERVICES)
@require_safe
def poster(request: StaffRequest, code: str) -> HttpResponse:
    """The standard of one service."""
    office = own_office(request)
    every = standards.standards_of(office, request.at)
    standard = next((each for each in every if each.service.code == code), None)
    if standard is None:
        raise Http404
    rows = tuple((COMPONENTS[component].id, standard.texts[component]) for component in Component)
    size, head = poster_parts.size_of(request), letterhead_of(office)
    paper = StandardPoster(size, head, standard.service.name, standard.service.decree, rows)
    return downloads.pdf(posters.standard_pdf(paper), f"standar-{code}-{size}.pdf")


@staff(Act.SET_UP_SERVICES)
@require_safe
def whole_list(request: StaffRequest) -> HttpResponse:
    """All services on one sheet after another."""
    office = own_office(request)
    every = enumerate(standards.standards_of(office, request.at), 1)
    rows = tuple((str(n), each.service.name, *(each.texts[component] for component in WALL)) for n, each in every)
    size = poster_parts.size_of(request)
    paper = StandardList(size, letterhead_of(office), WALL_COLUMNS, rows)
    return downloads.pdf(posters.list_pdf(paper), f"standar-pelayanan-{size}.pdf")


@staff(Act.SET_UP_SERVICES)
@require_safe
def pledge(request: StaffRequest) -> HttpResponse:
    """The maklumat in the office's own words; where there are none, the page that asks for them."""
    office = own_office(request)
    words = standards.texts_of(office.code)[PLEDGE]
    if not words:
        messages.error(request, _("Kata-kata maklumat belum diisi. Isi dulu, lalu cetak."))
        return HttpResponseRedirect(f"{reverse('setup-standards')}#id_pledge")
    size, signer = poster_parts.size_of(request), poster_parts.signer_of(office, request.at)
    paper = PledgePoster(size, letterhead_of(office), words, poster_parts.place_of(office), signer)
    return downloads.pdf(posters.pledge_pdf(paper), f"maklumat-{size}.pdf")
