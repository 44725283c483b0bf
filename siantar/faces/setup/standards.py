"""Service standards: what is missing of the fourteen components, what the office says of them, and the posters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from siantar.catalogue import standards
from siantar.catalogue.models import Service, VersionOfStandards
from siantar.catalogue.standards import COMPONENTS, ServiceStandard, StandardsChange
from siantar.catalogue.succession import InThePast
from siantar.directory.models import Office
from siantar.directory.offices import day_in
from siantar.faces.frame import downloads
from siantar.faces.frame.language import spoken
from siantar.faces.frame.staff_access import StaffRequest, own_office, staff
from siantar.faces.setup import poster_parts
from siantar.faces.setup.forms import StandardsForm, TextsBeginForm
from siantar.letters.frames import letterhead_of
from siantar.paper import posters
from siantar.paper.posters import PledgePoster, StandardList, StandardPoster
from siantar.rules import calendar_words
from siantar.rules.access import Act
from siantar.rules.standard import OF_OFFICE, PLEDGE, Component
from siantar.rules.written_day import day_of

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
    """The gaps, the texts of the office, the posters: as they hold today, or on the day of the address (`hari`)."""
    office, seen = own_office(request), _day(request)
    typed = request.POST if request.method == "POST" else None
    texts = standards.texts_of(office, request.at, seen)
    form, begins = StandardsForm(typed, initial=texts), TextsBeginForm(typed, initial={"begins": seen})
    if form.is_valid() & begins.is_valid():
        change = StandardsChange(form.cleaned_data, begins.day(), seen)
        try:
            version = standards.keep_texts(office.code, change, by=request.actor, at=request.at)
        except InThePast:
            begins.add_error("begins", _("Pilih hari ini atau sesudahnya."))
        else:
            messages.success(request, _stored(version))
            return HttpResponseRedirect(reverse("setup-standards"))
    context = {
        "form": form, "begins": begins, "seen": seen, "papers": (("a3", "A3"), ("a4", "A4")),
        "on_day": f"&hari={seen.isoformat()}" if seen else "",
    }  # fmt: skip
    context |= _gaps(office, request, seen) | _versions(office, request)
    return render(request, "setup/standards.html", context, status=422 if form.errors or begins.errors else 200)


def _day(request: StaffRequest) -> date | None:
    """The day to come that is looked at; None for today, and for one that is over."""
    today = day_in(own_office(request), request.at)
    day = day_of((request.POST or request.GET).get("hari", ""), today=today)
    return day if day and day > today else None


def _stored(version: VersionOfStandards | None) -> str:
    if version is None:
        return _("Tidak ada yang berubah.")
    day = formats.date_format(version.valid_from, "j F Y")
    return _("Standar pelayanan tersimpan; berlaku mulai %(day)s.") % {"day": day}


def _gaps(office: Office, request: StaffRequest, seen: date | None) -> dict[str, Any]:
    texts = standards.texts_of(office, request.at, seen)
    return {
        "gaps": [_gap(each) for each in standards.standards_of(office, request.at, seen)],
        "of_office": [_name(component) for component in OF_OFFICE if not texts[component]],
        "has_pledge": bool(texts[PLEDGE]),
    }


def _versions(office: Office, request: StaffRequest) -> dict[str, Any]:
    """What waits for its day, what holds, what was: with the names of what each changes."""
    return {
        "waiting": [(version, _changed(version)) for version in standards.planned(office, request.at)],
        "versions": [(version, _changed(version)) for version in standards.in_order(office)],
        "in_force": standards.in_force(office, request.at),
        "today": day_in(office, request.at),
    }


def _changed(version: VersionOfStandards) -> list[str]:
    return [_("Maklumat") if name == PLEDGE else _name(Component(name)) for name in version.texts]


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
    day = _day(request)
    every = standards.standards_of(office, request.at, day)
    standard = next((each for each in every if each.service.code == code), None)
    if standard is None:
        raise Http404
    rows = tuple((COMPONENTS[component].id, standard.texts[component]) for component in Component)
    size, head = poster_parts.size_of(request), letterhead_of(office)
    paper = StandardPoster(size, head, standard.service.name, standard.service.decree, rows, _since(day))
    return downloads.pdf(posters.standard_pdf(paper), f"standar-{code}-{size}.pdf")


@staff(Act.SET_UP_SERVICES)
@require_safe
def whole_list(request: StaffRequest) -> HttpResponse:
    """All services on one sheet after another."""
    office = own_office(request)
    day = _day(request)
    every = enumerate(standards.standards_of(office, request.at, day), 1)
    rows = tuple((str(n), each.service.name, *(each.texts[component] for component in WALL)) for n, each in every)
    size = poster_parts.size_of(request)
    paper = StandardList(size, letterhead_of(office), WALL_COLUMNS, rows, _since(day))
    return downloads.pdf(posters.list_pdf(paper), f"standar-pelayanan-{size}.pdf")


@staff(Act.SET_UP_SERVICES)
@require_safe
def pledge(request: StaffRequest) -> HttpResponse:
    """The maklumat in the office's own words; where there are none, the page that asks for them."""
    office = own_office(request)
    day = _day(request)
    words = standards.texts_of(office, request.at, day)[PLEDGE]
    if not words:
        messages.error(request, _("Kata-kata maklumat belum diisi. Isi dulu, lalu cetak."))
        return HttpResponseRedirect(f"{reverse('setup-standards')}#id_pledge")
    size, signer = poster_parts.size_of(request), poster_parts.signer_of(office, request.at)
    paper = PledgePoster(size, letterhead_of(office), words, poster_parts.place_of(office), signer, _since(day))
    return downloads.pdf(posters.pledge_pdf(paper), f"maklumat-{size}.pdf")


def _since(day: date | None) -> str:
    """What the paper of a day to come says of itself; nothing where it holds already."""
    return f"Berlaku mulai {calendar_words.long_date(day)}" if day else ""
