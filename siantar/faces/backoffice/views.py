"""The page of a file with exactly the acts this person may take; where the items are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from siantar.casework import custody, disclosure, forecasts
from siantar.casework import queries as files
from siantar.casework.models import Application
from siantar.casework.outcome import Result
from siantar.casework.progress import progress_of, promised_hours
from siantar.catalogue import words
from siantar.faces.backoffice import story, work_list
from siantar.faces.backoffice.promise_bar import PromiseBars
from siantar.faces.frame import actions, holders, texts
from siantar.faces.frame.counted import last_count_of
from siantar.faces.frame.files import access_or_404
from siantar.faces.frame.files import line as one_line
from siantar.faces.frame.in_a_row import neighbours
from siantar.faces.frame.language import spoken
from siantar.faces.frame.role_words import ROLES
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.letters import population
from siantar.letters import writing as letters
from siantar.paper.population import PopulationForm
from siantar.privacy.looks import Reader
from siantar.rules import access, reasons, receipt_number
from siantar.rules.access import Act, PersonalField, Reading, Scope, fields_for
from siantar.rules.vocabulary import Kind, Role, Stage
from siantar.shelf import queries as shelf
from siantar.shelf.counting import can_be_counted

SHOWN_ON_DEMAND = frozenset({PersonalField.NIK, PersonalField.PHONE, PersonalField.ADDRESS})


@staff(Reading.FILE)
@require_safe
def file(request: StaffRequest, typed: str) -> HttpResponse:
    """The story of a file from top to bottom; acts at the end."""
    return _file_page(request, access_or_404(request, typed))


def _file_page(request: StaffRequest, application: Application, *, error: str = "") -> HttpResponse:
    opened = "data" in request.GET
    reader = _reader(request, opened=opened)
    facts = story.facts_of(application, reader, request.actor, spoken())
    offers = actions.offers(application, request.actor, spoken())
    context = {
        "file": application,
        **_standing_of(request, application),
        **_place_in_list(request, application),
        "personal": disclosure.open_file(application, reader),
        "opened": opened,
        "may_show": bool(fields_for(request.actor, "file_page") & SHOWN_ON_DEMAND),
        "story": list(reversed(facts)),
        "offers": offers,
        "other_offers": [offer for offer in offers if offer.grave or offer.papers or offer.reasons],
        "conflicts": [Conflict(fact, _settlers(fact)) for fact in facts if fact.open_conflict],
        "correctable": [fact for fact in facts if fact.correctable] if _judges(request) else [],
        "handed_over": Role.DISPATCHER in request.actor.roles
        and application.standing.stage in {Stage.DELIVERED, Stage.COLLECTED},
        "prints": Role.COUNTER in request.actor.roles,
        "has_letter": _has_letter(request, application),
        "population_forms": _population_forms(request, application),
        "error": error,
        "typed": request.POST,
    }
    return render(request, "backoffice/file.html", context, status=422 if error else 200)


def _has_letter(request: StaffRequest, application: Application) -> bool:
    """Whether this file ends in a letter of the office, and this person reads letters."""
    reads = access.may(request.actor, Reading.LETTER, office=application.office_id)
    return reads and letters.type_of(application) is not None


def _population_forms(request: StaffRequest, application: Application) -> list[PopulationForm]:
    """The population forms of this file, where this person prints them."""
    prints = access.may(request.actor, Reading.POPULATION_FORM, office=application.office_id)
    return population.forms_of(application) if prints else []


def _reader(request: StaffRequest, *, opened: bool) -> Reader:
    """NIK, phone and address are read when somebody asks for them, and that leaves a trace of its own."""
    if opened:
        return Reader(request.actor, request.at, "file_page")
    return Reader(request.actor, request.at, "file_story")


def _judges(request: StaffRequest) -> bool:
    return Scope.OFFICE in access.scopes_of(request.actor, Kind.CORRECTED)


def _standing_of(request: StaffRequest, application: Application) -> dict[str, Any]:
    """Where the file stands, whose turn it is, its way and its time, in words."""
    progress, standing = progress_of(application.standing), application.standing
    line = one_line(application, request.at)
    return {
        "number": line.number,
        "line": line,
        "bar": PromiseBars(request.at).bar_of(application),
        "foretold": forecasts.foretold([application.receipt_number]).get(application.receipt_number),
        "stations": story.way_of(progress),
        "papers": progress.papers,
        "holder": holders.in_words([standing.holder])[standing.holder],
        "lies_in": shelf.where([application.pk]).get(application.pk, ""),
        "hold": words.reason(progress.state.hold, spoken(), other=progress.words) if progress.state.hold else "",
        "reason": progress.words if standing.stage in reasons.TOLD_AT else "",
        "spent": story.clocks(application, progress, request.at),
        "promised_hours": promised_hours(application),
        "reads_bundles": bool(access.scopes_for(request.actor, Reading.BUNDLE)),
    }


def _place_in_list(request: StaffRequest, application: Application) -> dict[str, Any]:
    """Where this file stands among those that wait for me, with the ones beside it."""
    waiting = files.waiting_for(request.actor).values_list("receipt_number", flat=True)[: work_list.MOST_AT_ONCE]
    place, of, before, after = neighbours(list(waiting), application.receipt_number)
    return {"place": place, "of": of, "before": before, "after": after}


@dataclass(frozen=True, slots=True)
class Conflict:
    """A contradiction on the page of a file, and in words who settles it."""

    fact: story.FactLine
    settlers: str


def _settlers(fact: story.FactLine) -> str:
    return ", ".join(str(ROLES[role]) for role in fact.settlers)


@staff(Reading.FILE)
@require_POST
def act(request: StaffRequest, typed: str) -> HttpResponse:
    """Take one act on a file."""
    application = access_or_404(request, typed)
    kind = request.POST.get("kind", "")
    if problem := actions.problem_with(kind, request.POST, actions.ELSEWHERE - {Kind.CORRECTED}):
        return _file_page(request, application, error=problem)
    reason = actions.told_reason(Kind(kind), request.POST)
    data: dict[str, Any] = {}
    if kind == Kind.DOCUMENTS_COMPLETED:
        brought, absent = actions.papers_brought(application, request.POST)
        if absent:
            return _file_page(request, application, error=actions.still_missing(absent))
        data = {"papers": brought}
    if kind == Kind.CORRECTED:
        data = {name: request.POST[name] for name in ("event", "uphold") if request.POST.get(name)}
    outcome = actions.act(request, Kind(kind), application.receipt_number, reason=reason, data=data)
    if outcome.result is Result.REFUSED and outcome.code:
        return _file_page(request, application, error=texts.refusal(outcome.code))
    application.standing.refresh_from_db()
    messages.success(request, one_line(application, request.at).label)
    return HttpResponseRedirect(reverse("file", args=[application.receipt_number]))


@staff(Reading.WHEREABOUTS)
@require_safe
def whereabouts(request: StaffRequest) -> HttpResponse:
    """Show where the items are: the balance per holder, by the books and by the standings."""
    looked_for = custody.investigate_differences(request.actor.office, request.at)
    balances = custody.balances(request.actor.office)
    names = holders.in_words(balance.holder for balance in balances)
    last = shelf.last_counts(request.actor.office)
    held = [
        {
            "balance": balance,
            "who": names[balance.holder],
            "counted": last_count_of(last.get(balance.holder), request.at),
            "countable": can_be_counted(balance.holder),
        }
        for balance in balances
    ]
    total = sum(balance.standing for balance in balances)
    context = {
        "lines": held,
        "total": total,
        "looked_for": [receipt_number.grouped(number) for number in looked_for],
        "counts": access.may(request.actor, Act.COUNT_ITEMS, office=request.actor.office),
        "opens": bool(access.scopes_for(request.actor, Reading.WORK_LIST)),
    }
    return render(request, "backoffice/whereabouts.html", context)
