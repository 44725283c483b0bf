"""Files and what waits for me; the page of a file with exactly the acts this person may take."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from siantar.casework import custody, disclosure
from siantar.casework import queries as files
from siantar.casework.facts import Result
from siantar.casework.models import Application
from siantar.catalogue import words
from siantar.directory.staff import names_of
from siantar.faces.frame import acts, texts
from siantar.faces.frame.people import StaffRequest, staff
from siantar.rules import receipt_number
from siantar.rules.vocabulary import Kind, Stage
from siantar.trail.looks import Reader


def _language() -> str:
    return get_language() or "id"


def _lines(found: Any) -> list[dict[str, Any]]:
    language = _language()
    return [
        {
            "file": file,
            "label": words.label(Stage(file.standing.stage), language),
            "clock": words.clock(Stage(file.standing.stage)),
            "number": receipt_number.grouped(file.receipt_number),
        }
        for file in found
    ]


@staff()
@require_safe
def waiting(request: StaffRequest) -> HttpResponse:
    """What waits for me by role, oldest promise first; or what was searched for."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    stage = request.GET.get("tahap", "")
    found = files.search(request.actor, text) if text else files.waiting_for(request.actor)
    if stage in set(Stage):
        found = (found if text else files.visible_to(request.actor).order_by("-handed_in_at")).filter(
            standing__stage=stage
        )
    page = Paginator(found, 50).get_page(request.GET.get("hal"))
    stages = [(code, words.label(code, _language())) for code in Stage]
    conflicts = _lines(files.open_conflicts(request.actor.office)[:20])
    context = {"lines": _lines(page), "page": page, "q": text, "stage": stage, "stages": stages, "conflicts": conflicts}
    return render(request, "backoffice/waiting.html", context)


def _file(request: StaffRequest, typed: str) -> Application:
    try:
        number = receipt_number.parse(typed).text
    except ValueError as error:
        raise Http404 from error
    application = files.access_file(request.actor, number)
    if application is None:
        raise Http404
    return application


@staff()
@require_safe
def file(request: StaffRequest, typed: str) -> HttpResponse:
    """The story of a file from top to bottom; acts at the end."""
    return _file_page(request, _file(request, typed))


def _file_page(request: StaffRequest, application: Application, *, error: str = "", reason: str = "") -> HttpResponse:
    personal = disclosure.open_file(application, Reader(request.actor.person, request.at, "file_page"))
    story = list(files.events_of(application))
    names = names_of({event.person for event in story})
    context = {
        **_lines([application])[0],
        "personal": personal,
        "story": [
            {
                "event": event,
                "verb": texts.VERBS[Kind(event.kind)],
                "who": names.get(event.person, ""),
                "reason": words.reason(event.reason, _language()) if event.reason else "",
                "conflict": texts.refusal(event.conflict) if event.conflict else "",
            }
            for event in story
        ],
        "papers": application.standing.progress["papers"],
        "holder": application.standing.holder,
        "offers": acts.offers(application, request.actor, _language()),
        "error": error,
        "typed_reason": reason,
    }
    return render(request, "backoffice/file.html", context, status=422 if error else 200)


@staff()
@require_POST
def act(request: StaffRequest, typed: str) -> HttpResponse:
    """Take one act on a file."""
    application = _file(request, typed)
    kind = request.POST.get("kind", "")
    reason = request.POST.get("reason", "").replace("\x00", "")[:500]
    if kind not in set(Kind) or Kind(kind) in acts.ELSEWHERE | {Kind.HANDED_IN}:
        return _file_page(request, application, error=texts.refusal("unknown_type"), reason=reason)
    outcome = acts.act(request, Kind(kind), application.receipt_number, reason=reason)
    if outcome.result is Result.REFUSED and outcome.code:
        return _file_page(request, application, error=texts.refusal(outcome.code), reason=reason)
    messages.success(request, words.label(Stage(outcome.stage), _language()))
    return HttpResponseRedirect(f"/berkas/{application.receipt_number}/")


@staff()
@require_safe
def whereabouts(request: StaffRequest) -> HttpResponse:
    """Where the items are: the balance per holder, by the books and by the standings."""
    found = custody.balances(request.actor.office)
    people = {balance.holder.partition(":")[2] for balance in found}
    names = names_of(people)
    lines = [
        {"balance": balance, "kind": balance.holder.partition(":")[0], "who": _who(balance.holder, names)}
        for balance in found
    ]
    total = sum(balance.standing for balance in found)
    context = {"lines": lines, "total": total, "odd": custody.differences(request.actor.office)}
    return render(request, "backoffice/whereabouts.html", context)


def _who(holder: str, names: dict[str, str]) -> str:
    name = holder.partition(":")[2]
    return names.get(name, name)
