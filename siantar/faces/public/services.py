"""What the offices offer: services with their published standards, searched by word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from siantar.catalogue import queries as catalogue
from siantar.catalogue import standards
from siantar.catalogue.models import Service
from siantar.catalogue.standards import COMPONENTS
from siantar.directory import offices
from siantar.directory.models import Office
from siantar.faces.frame.language import spoken
from siantar.faces.frame.staff_access import everyone
from siantar.faces.public.contact import OfficeContact, of_office
from siantar.rules import working_time
from siantar.rules.standard import OF_OFFICE

LONGEST = 60


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service as the page lists it: its name in the reader's language, working days, and what it is searched by."""

    service: Service
    name: str
    days: int
    words: str


@dataclass(frozen=True, slots=True)
class OfficeServices:
    """An office and the services of it that were searched for."""

    office: Office
    contact: OfficeContact
    lines: Sequence[ServiceLine]
    standard: Sequence[tuple[str, str]]  # what holds for all its services: component and text


@everyone
@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """List services and their published standards; those whose name or papers hold every word of `cari`."""
    search = request.GET.get("cari", "").strip()[:LONGEST]
    offered = [_of_office(office, search) for office in offices.serving_residents()]
    count = sum(len(each.lines) for each in offered)
    context = {"offices": offered, "search": search, "count": count, "longest": LONGEST}
    return render(request, "public/services.html", context)


def _of_office(office: Office, search: str) -> OfficeServices:
    lines = [_line(service) for service in catalogue.services_of(office.code)]
    matching = [line for line in lines if _holds(line.words, search)]
    matching.sort(key=lambda line: not _holds(_folded((line.service.name, line.service.name_en)), search))
    return OfficeServices(office, of_office(office), matching, _standard(office))


def _standard(office: Office) -> list[tuple[str, str]]:
    texts = standards.texts_of(office.code)
    return [(COMPONENTS[each].in_language(spoken()), texts[each]) for each in OF_OFFICE if texts[each]]


def _line(service: Service) -> ServiceLine:
    name = service.name_en if spoken() == "en" and service.name_en else service.name
    days = working_time.as_days(float(service.promise_hours))
    return ServiceLine(service, name, days, _folded((service.name, service.name_en, *_papers(service))))


def _papers(service: Service) -> Iterable[str]:
    return (requirement.name for requirement in service.requirements.all())


def _folded(parts: Iterable[str]) -> str:
    """One line of small letters without hyphens: `ktp el` finds `KTP-el`, and `ktpel` does too."""
    text = " ".join(parts).casefold()
    return f"{text.replace('-', ' ')} {text.replace('-', '')}"


def _holds(words: str, search: str) -> bool:
    return all(word in words for word in search.casefold().replace("-", " ").split())
