"""What residents think: results of the survey live, their words, the form to hand in, the tablet."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from siantar.directory import offices
from siantar.directory.models import Office
from siantar.faces.feedback import papers, spans
from siantar.faces.frame import kiosk
from siantar.faces.frame.language import spoken
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.feedback import published_thanks, queries, survey_comments
from siantar.feedback import results as surveys
from siantar.feedback.questions import GRADES, QUESTIONS
from siantar.privacy.looks import Reader
from siantar.rules.access import Act, Reading, Scope, may, scopes_for
from siantar.rules.period import Period
from siantar.rules.satisfaction import Element, Score, rounded

listeners = staff(Reading.SURVEY)


@dataclass(frozen=True, slots=True)
class Selection:
    """What the page is about: whose survey, over which span, of which service."""

    office: Office
    span: Period
    service: str
    others: tuple[Office, ...]


@dataclass(frozen=True, slots=True)
class ElementBar:
    """One element as the page shows it; `length` of its bar in per cent."""

    code: str
    name: str
    mean: Decimal
    weighted: Decimal
    grade: str
    length: float
    weakest: bool


def _selection(request: StaffRequest) -> Selection:
    """Read what the page is about: one's own office; leaders of a city may choose any."""
    mine = offices.by_code(request.actor.office)
    citywide = Scope.CITY in scopes_for(request.actor, Reading.SURVEY)
    others = tuple(offices.serving_residents()) if citywide else ()
    wanted = next((office for office in others if office.pk == request.GET.get("kantor")), mine)
    today = timezone.localtime(request.at).date()
    span = spans.chosen(request.GET.get("masa", ""), today)
    if wanted is None:
        raise Http404
    return Selection(wanted, span, request.GET.get("layanan", ""), others)


@listeners
@require_safe
def results(request: StaffRequest) -> HttpResponse:
    """Show the survey: one sentence, one number, the nine elements; then services and what is still missing."""
    selection = _selection(request)
    survey = surveys.survey_for(request.actor, selection.office, selection.span, service=selection.service)
    score = survey.whole.score
    context = {
        "selection": selection,
        "span": spans.named(selection.span),
        "spans": spans.offered(timezone.localtime(request.at).date()),
        "survey": survey,
        "whole": survey.whole,
        "score": score,
        "grade": GRADES[score.grade].in_language(spoken()) if score else "",
        "lines": _lines(score) if score else [],
        "offices": surveys.offices(selection.span) if len(selection.others) > 1 else {},
        "open_count": queries.waiting(request.actor, request.at).count(),
        "reads_words": may(request.actor, Reading.SURVEY_COMMENTS, office=request.actor.office),
    }
    return render(request, "feedback/results.html", context)


def _lines(score: Score) -> list[ElementBar]:
    return [
        ElementBar(
            element.upper(),
            QUESTIONS[element].name.in_language(spoken()),
            rounded(score.means[place], 3),
            rounded(score.weighted[place], 3),
            str(score.grades[place]),
            float(25 * score.means[place]),
            element is score.weakest,
        )
        for place, element in enumerate(Element)
    ]


@listeners
@require_safe
def paper(request: StaffRequest) -> HttpResponse:
    """Print the form to hand in."""
    selection = _selection(request)
    survey = surveys.survey_for(request.actor, selection.office, selection.span, service=selection.service)
    pdf = papers.survey_paper(survey, selection.office, spans.named(selection.span), request.at)
    return HttpResponse(pdf, content_type="application/pdf")


@staff(Reading.SURVEY_COMMENTS)
@require_safe
def words(request: StaffRequest) -> HttpResponse:
    """Show words of thanks and grief; reading them leaves a trace."""
    selection = _selection(request)
    reader = Reader(request.actor, request.at, "survey_words")
    comments = survey_comments.read(request.actor.office, selection.span, reader=reader)
    context = {
        "selection": selection,
        "span": spans.named(selection.span),
        "spans": spans.offered(timezone.localtime(request.at).date()),
        "thanks": [comment for comment in comments if comment.thanks],
        "grief": [comment for comment in comments if comment.grief],
    }
    return render(request, "feedback/words.html", context)


@staff(Act.PUBLISH_THANKS)
@require_POST
def publish(request: StaffRequest, id: UUID) -> HttpResponse:
    """Put words of thanks up in the lobby, or take them down."""
    up = "down" not in request.POST
    if not published_thanks.publish(id, up=up, by=request.actor, at=request.at):
        raise Http404
    messages.success(request, _("Tampil di layar lobi.") if up else _("Diturunkan dari layar lobi."))
    return HttpResponseRedirect(reverse("voice-words"))


@staff(Act.PUT_UP_TABLET)
@require_POST
def tablet(request: StaffRequest) -> HttpResponse:
    """Turn this browser into the tablet of the counter; the officer is logged out of it."""
    kiosk.put_up(request)
    return HttpResponseRedirect(reverse("survey"))
