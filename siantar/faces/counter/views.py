"""The counter: hand in, print, add documents, hand over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from siantar.casework import disclosure, intake, ledger
from siantar.casework import queries as files
from siantar.casework.facts import NewEvent, Result
from siantar.casework.models import Application
from siantar.catalogue.queries import services_of
from siantar.directory import offices
from siantar.faces.counter.forms import KINDS, HandInForm
from siantar.faces.frame import papers, texts
from siantar.faces.frame.people import StaffRequest, staff
from siantar.rules import identity, receipt_number
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import Kind, Role
from siantar.trail.looks import Reader

SIZES = ["80mm", "58mm", "a5", "a4"]


def _form(request: StaffRequest, data: Any = None) -> HandInForm:
    villages = offices.villages_of(request.actor.office)
    return HandInForm(data, services=services_of(request.actor.office), villages=villages)


def _page(request: StaffRequest, form: HandInForm, *, status: int = 200) -> HttpResponse:
    recent = files.visible_to(request.actor).order_by("-handed_in_at")[:10]
    services = form.fields["service"].queryset  # type: ignore[attr-defined]
    lists = [(service, _ticked(form, service)) for service in services]
    context = {"form": form, "recent": recent, "lists": lists, "kinds": KINDS, "done": _done(request), "sizes": SIZES}
    return render(request, "counter/counter.html", context, status=status)


def _ticked(form: HandInForm, service: Any) -> list[dict[str, Any]]:
    told = {paper.requirement: paper for paper in form.papers(service)} if form.is_bound else {}
    return [
        {"requirement": requirement, "paper": told.get(requirement.code)} for requirement in service.requirements.all()
    ]


def _done(request: StaffRequest) -> Application | None:
    number = request.GET.get("resi", "")
    return files.access_file(request.actor, number) if number else None


@staff(Role.COUNTER)
def counter(request: StaffRequest) -> HttpResponse:
    """One screen: take in a file, see its receipt, go on to the next."""
    if request.method != "POST":
        return _page(request, _form(request))
    form = _form(request, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    receipt = intake.hand_in(form.asked(), by=request.actor, at=request.at)
    for warning in receipt.warnings:
        messages.warning(request, str(texts.WARNINGS[warning]))
    return HttpResponseRedirect(f"/loket/?resi={receipt.application.receipt_number}")


@staff(Role.COUNTER)
@require_POST
def known_person(request: StaffRequest) -> HttpResponse:
    """The person this office knows by NIK, offered to the form; NIK comes in the body, never in the address."""
    nik = identity.digits_of(request.POST.get("nik", ""))
    found = disclosure.find_person(request.actor.office, nik, Reader(request.actor.person, request.at, "intake"))
    if found is None:
        return JsonResponse({"known": False})
    person, phone = found
    return JsonResponse({"known": True, "name": person.name, "phone": phone})


def _file(request: StaffRequest, typed: str) -> Application:
    try:
        application = files.access_file(request.actor, receipt_number.parse(typed).text)
    except ValueError as error:
        raise Http404 from error
    if application is None:
        raise Http404
    return application


@staff(Role.COUNTER)
@require_safe
def receipt(request: StaffRequest, typed: str, paper: str) -> HttpResponse:
    """The receipt for printing; the second time and later it is marked as a copy."""
    if paper not in SIZES:
        raise Http404
    application = _file(request, typed)
    again = "ulang" in request.GET
    reader = Reader(request.actor.person, request.at, "print_receipt")
    name = request.name
    pdf = papers.receipt_pdf(application, reader, officer=name, paper=paper, again=again)
    return HttpResponse(pdf, content_type="application/pdf")


@staff(Role.COUNTER)
def hand_over(request: StaffRequest) -> HttpResponse:
    """Hand a finished document over at the counter by scanning the receipt."""
    typed = request.POST.get("scan", "").strip()
    context: dict[str, Any] = {"typed": typed, "values": request.POST}
    if request.method == "POST" and typed:
        address, _hash, proof = typed.partition("#")
        try:
            number = receipt_number.parse(address.rsplit("/", 1)[-1]).text
        except ValueError:
            context["error"] = texts.refusal("mistyped_receipt")
            return render(request, "counter/hand_over.html", context, status=422)
        context["file"] = files.access_file(request.actor, number)
        if context["file"] is None:
            context["error"] = texts.refusal("unknown_receipt")
        elif request.POST.get("receiver_name"):
            return _collect(request, number, proof or request.POST.get("proof", ""), context)
        context["proof"] = proof
    return render(request, "counter/hand_over.html", context, status=422 if context.get("error") else 200)


def _collect(request: StaffRequest, number: str, proof: str, context: dict[str, Any]) -> HttpResponse:
    told = {key: request.POST.get(key, "") for key in ("relation", "identity_check", "old_ktp")}
    event = NewEvent(
        uuid7(request.at), Kind.COLLECTED, number, request.at,
        data=told,
        private={"receiver_name": request.POST["receiver_name"][:60]},
        secret={"proof": proof, "pin": request.POST.get("pin", "")},
    )  # fmt: skip
    outcome = ledger.record([event], by=request.actor, at=request.at)[0]
    if outcome.result is Result.RECORDED:
        messages.success(request, _("Sudah diserahkan. Terima kasih."))
        return HttpResponseRedirect("/loket/")
    context["error"] = texts.refusal(outcome.code) if outcome.code else ""
    context["proof"] = proof
    return render(request, "counter/hand_over.html", context, status=422)
