"""What the offices offer: services with their published standards, searched by word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from siantar.catalogue import queries as catalogue
from siantar.catalogue import standards
from siantar.catalogue.models import Requirement, Service
from siantar.catalogue.standards import COMPONENTS
from siantar.directory import offices
from siantar.directory.models import Office
from siantar.faces.frame.arrival import TimedRequest
from siantar.faces.frame.language import spoken
from siantar.faces.frame.staff_access import everyone
from siantar.faces.public.contact import OfficeContact, of_office
from siantar.rules import working_time
from siantar.rules.standard import OF_OFFICE

LONGEST = 60


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper that is asked for, in the reader's language where the office wrote it."""

    name: str
    note: str
    needed: bool


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service as the page lists it, in the reader's language where the office wrote it; `words`: searched by."""

    service: Service
    name: str
    days: int
    words: str
    papers: Sequence[PaperLine]
    procedure: str
    product: str


@dataclass(frozen=True, slots=True)
class OfficeServices:
    """An office and the services of it that were searched for."""

    office: Office
    contact: OfficeContact
    complaints: str
    lines: Sequence[ServiceLine]
    standard: Sequence[tuple[str, str]]  # what holds for all its services: component and text


@everyone
@require_safe
def services(request: TimedRequest) -> HttpResponse:
    """List services and their published standards; those whose name or papers hold every word of `cari`."""
    search = request.GET.get("cari", "").strip()[:LONGEST]
    offered = [_of_office(office, search, request.at) for office in offices.serving_residents()]
    count = sum(len(each.lines) for each in offered)
    context = {"offices": offered, "search": search, "count": count, "longest": LONGEST}
    return render(request, "public/services.html", context)


def _of_office(office: Office, search: str, at: datetime) -> OfficeServices:
    lines = [_line(service) for service in catalogue.services_of(office.code, at)]
    matching = [line for line in lines if _holds(line.words, search)]
    matching.sort(key=lambda line: not _holds(_folded((line.service.name, line.service.name_en)), search))
    complaints = _in_language(office.complaint_channel, office.complaint_channel_en)
    return OfficeServices(office, of_office(office).in_language(spoken()), complaints, matching, _standard(office, at))


def _standard(office: Office, at: datetime) -> list[tuple[str, str]]:
    texts = standards.texts_of(office, at)
    return [(COMPONENTS[each].in_language(spoken()), texts[each]) for each in OF_OFFICE if texts[each]]


def _line(service: Service) -> ServiceLine:
    return ServiceLine(
        service,
        name=_in_language(service.name, service.name_en),
        days=working_time.as_days(float(service.promise_hours)),
        words=_folded((service.name, service.name_en, *_paper_words(service))),
        papers=[_paper(paper) for paper in service.requirements.all()],
        procedure=_in_language(service.procedure, service.procedure_en),
        product=_in_language(service.product, service.product_en),
    )


def _in_language(indonesian: str, english: str) -> str:
    return english if english and spoken() == "en" else indonesian


def _paper(paper: Requirement) -> PaperLine:
    return PaperLine(_in_language(paper.name, paper.name_en), _in_language(paper.note, paper.note_en), paper.needed)


def _paper_words(service: Service) -> Iterable[str]:
    return (words for paper in service.requirements.all() for words in (paper.name, paper.name_en))


def _folded(parts: Iterable[str]) -> str:
    """One line of small letters without hyphens: `ktp el` finds `KTP-el`, and `ktpel` does too."""
    text = " ".join(parts).casefold()
    return f"{text.replace('-', ' ')} {text.replace('-', '')}"


def _holds(words: str, search: str) -> bool:
    return all(word in words for word in search.casefold().replace("-", " ").split())
