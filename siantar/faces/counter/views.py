"""The counter: hand in, print, add documents, hand over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from csp.constants import SELF
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST, require_safe

from siantar.casework import disclosure, intake
from siantar.casework import queries as files
from siantar.casework.models import Application, Person
from siantar.catalogue.models import Service
from siantar.catalogue.queries import service_of, services_of
from siantar.directory import offices
from siantar.directory.models import Office
from siantar.faces.counter import drafts, family, waiting_room
from siantar.faces.counter.family import Carried
from siantar.faces.counter.forms import HandInForm
from siantar.faces.counter.questions import drawn_checklists, drawn_letters
from siantar.faces.counter.shapes import KnownResident, OpenFile
from siantar.faces.frame import papers, preference_form, texts
from siantar.faces.frame.files import access_or_404, lines
from siantar.faces.frame.language import spoken
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.letters import answers, population
from siantar.privacy.looks import Reader
from siantar.rules import identity, receipt_number
from siantar.rules.access import Reading

SIZES = {"80mm": "80 mm", "58mm": "58 mm", "a5": "A5", "a4": "A4"}
OFTEN = 6
RECENT = 3


@dataclass(frozen=True, slots=True)
class AtTheCounter:
    """Where somebody stands at the counter, the files they handed in before this one, and what those tell of it."""

    office: Office | None
    before: Sequence[Application]
    carried: Carried | None = None


def _form(
    request: StaffRequest, office: Office | None, data: Any = None, initial: Mapping[str, Any] | None = None
) -> HandInForm:
    villages = offices.villages_of(request.actor.office)
    services = services_of(request.actor.office, request.at)
    letters = answers.contents_of(office, services, request.at) if office else {}
    return HandInForm(data, services=services, villages=villages, at=request.at, letters=letters, initial=initial)


def _page(request: StaffRequest, form: HandInForm, place: AtTheCounter) -> HttpResponse:
    """The screen; 422 where the form was refused."""
    office, before = place.office, place.before
    recent = files.visible_to(request.actor).order_by("-handed_in_at")[:RECENT]
    done = _done(request)
    context = {
        "form": form,
        "office": office,
        "received": papers.moment(request.at, office.zone) if office else "",
        "recent": lines(recent, request),
        "often": _often(request, form.offered),
        "checklists": drawn_checklists(form, office, request.at),
        "letters": drawn_letters(form),
        "done": done,
        "done_number": receipt_number.grouped(done.receipt_number) if done else "",
        "done_forms": population.forms_of(done) if done else (),
        "sizes": SIZES.items(),
        "family": [file.receipt_number for file in before],
        "visit": _visit(request),
        "carried": place.carried,
        "calls": waiting_room.button(request, office),
        "draft": drafts.key_of(request.account),
        "consents": preference_form.consents(office.name if office else "", spoken()),
    }
    return render(request, "counter/counter.html", context, status=422 if form.errors else 200)


def _often(request: StaffRequest, services: Sequence[Service]) -> list[Service]:
    """The services on Alt and a number: what this office takes in most often, filled up in the office's order."""
    by_code = {service.code: service for service in services}
    often = [by_code[code] for code in files.most_handed_in(request.actor.office, at_most=OFTEN) if code in by_code]
    return list(dict.fromkeys([*often, *services]))[:OFTEN]


def _done(request: StaffRequest) -> Application | None:
    number = request.GET.get("resi", "")
    return files.access_file(request.actor, number) if number else None


@staff(Reading.COUNTER)
def counter(request: StaffRequest) -> HttpResponse:
    """Take in a file, show its receipt, go on to the next: one screen."""
    if request.method != "POST":
        return _begin(request)
    office, before = offices.by_code(request.actor.office), family.files_in(request, request.POST.get("family", ""))
    form = _form(request, office, request.POST)
    if not form.is_valid():
        return _page(request, form, AtTheCounter(office, before))
    receipt = _taken_in(request, form)
    for warning in receipt.warnings:
        messages.warning(request, str(texts.WARNINGS[warning]))
    return HttpResponseRedirect(_next(request, before, receipt.application.receipt_number))


def _visit(request: StaffRequest) -> str:
    """The numbers of this visit for one slip, joined by dots; empty where it has one file."""
    typed = request.GET.get("bersama", "") or request.GET.get("keluarga", "")
    numbers = [file.receipt_number for file in family.files_in(request, typed)]
    return ".".join(numbers) if len(numbers) > 1 else ""


def _taken_in(request: StaffRequest, form: HandInForm) -> intake.Receipt:
    file = form.hand_in()
    typed = form.for_letter(file.service.code)
    return answers.hand_in(file, form.wishes(), typed, by=request.actor, at=request.at)


def _begin(request: StaffRequest) -> HttpResponse:
    """An empty form, or one that begins with what the file before tells."""
    before = family.files_in(request, request.GET.get("keluarga", ""))
    carried = family.carried_from(request, before) if before else None
    office = offices.by_code(request.actor.office)
    form = _form(request, office, initial=carried.initial if carried else None)
    return _page(request, form, AtTheCounter(office, before, carried))


def _next(request: StaffRequest, before: Sequence[Application], number: str) -> str:
    """Where the officer goes on: to the next file of this family, or to an empty form with the slip of them all."""
    query, numbers = {"resi": number}, ".".join([*(file.receipt_number for file in before), number])
    if request.POST.get("next") == "family":
        query["keluarga"] = numbers
    elif before:
        query["bersama"] = numbers
    return f"{reverse('counter')}?{urlencode(query)}"


@staff(Reading.COUNTER)
@require_POST
def known_person(request: StaffRequest) -> HttpResponse:
    """Offer who this office knows by NIK (in the body, never in the address), and say what is odd before saving."""
    nik, name = identity.digits_of(request.POST.get("nik", "")), request.POST.get("name", "")
    match = disclosure.find_person(request.actor, nik, request.at)
    service = service_of(request.actor.office, request.POST.get("service", ""), request.at)
    open_files = files.open_files(match[0], service) if match and service else []
    doubts = intake.doubts_about(nik=nik, phone=request.POST.get("phone", ""))
    if match and name and identity.is_another_name(match[0].name, name):
        doubts = (*doubts, "nik_other_name")
    if open_files:
        doubts = (*doubts, "open_application")
    return JsonResponse(
        KnownResident(
            known=match is not None,
            name=match[0].name if match else "",
            phone=match[1] if match else "",
            last=_last_day(match[0]) if match else "",
            doubts=[str(texts.WARNINGS[doubt]) for doubt in doubts],
            open=[_open(file) for file in open_files],
        )
    )


def _last_day(person: Person) -> str:
    last = files.last_of(person)
    return date_format(timezone.localtime(last.handed_in_at), "j F Y") if last else ""


def _open(file: Application) -> OpenFile:
    number = file.receipt_number
    address = reverse("file", args=[number])
    return OpenFile(number=receipt_number.grouped(number), address=address, service=file.service.name)


@staff(Reading.COUNTER)
@require_safe
def receipt(request: StaffRequest, typed: str, paper: str) -> HttpResponse:
    """The receipt for printing; the second time and later it is marked as a copy."""
    if paper not in SIZES:
        raise Http404
    application = access_or_404(request, typed)
    again = "ulang" in request.GET
    reader = Reader(request.actor, request.at, "print_receipt")
    name = request.name
    pdf = papers.receipt_pdf(application, reader, officer=name, paper=paper, again=again)
    return _framed(HttpResponse(pdf, content_type="application/pdf"))


def _framed(response: HttpResponse) -> HttpResponse:
    """Let the counter's own page print it from a hidden frame."""
    response["X-Frame-Options"] = "SAMEORIGIN"
    response._csp_replace = {"frame-ancestors": [SELF]}  # type: ignore[attr-defined]
    return response


@staff(Reading.COUNTER)
@require_safe
def receipt_of_visit(request: StaffRequest, typed: str, paper: str) -> HttpResponse:
    """One slip for the files of a visit, their numbers joined by dots, and the sheet of each."""
    visit = family.files_in(request, typed)
    if paper not in SIZES or not visit:
        raise Http404
    reader = Reader(request.actor, request.at, "print_receipt")
    pdf = papers.family_pdf(visit, reader, officer=request.name, paper=paper, again="ulang" in request.GET)
    return _framed(HttpResponse(pdf, content_type="application/pdf"))


@staff(Reading.COUNTER)
@require_safe
def label(request: StaffRequest, typed: str) -> HttpResponse:
    """The barcode label for a file or its envelope."""
    return HttpResponse(
        papers.label_pdf(access_or_404(request, typed), Reader(request.actor, request.at, "print_label")),
        content_type="application/pdf",
    )


@staff(Reading.COUNTER)
@require_safe
def today(request: StaffRequest) -> HttpResponse:
    """What came in today at this counter."""
    start = timezone.localtime(request.at).replace(hour=0, minute=0, second=0, microsecond=0)
    came = files.visible_to(request.actor).filter(handed_in_at__gte=start).order_by("-handed_in_at")
    return render(request, "counter/today.html", {"lines": lines(came[:500], request), "day": start})
