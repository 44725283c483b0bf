"""What the counter asks of each service: its papers, and what its letter or its forms want to know.

All services are on the screen, since the officer chooses without asking the server; but one is answered. What nobody
answered is drawn once for each wording and kept, so that the screen for the next file comes sooner. What somebody
typed is drawn anew and not kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.template.loader import render_to_string

from siantar.casework import intake
from siantar.catalogue.models import Service
from siantar.directory.models import Office
from siantar.faces.counter.forms import KINDS, HandInForm, letter_prefix
from siantar.faces.frame import papers, texts
from siantar.faces.frame.language import spoken
from siantar.faces.frame.letter_form import FormField, fields_of
from siantar.rules.event import Paper
from siantar.rules.letter.content import LetterContent
from siantar.rules.letter.values import Values, judge_in_part

MOST_REMEMBERED = 2000  # of some two kilobytes: services of an office, in two languages, with the days promised lately


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """A paper of a service; `answer` is how it was handed in, None while nobody said so."""

    code: str
    name: str
    note: str
    needed: bool
    answer: Paper | None


@dataclass(frozen=True, slots=True)
class Checklist:
    """A service with its papers, its working days and the day it would be promised today."""

    code: str
    name: str
    days: str
    promise: str
    papers: tuple[PaperQuestion, ...]
    chosen: bool


@dataclass(frozen=True, slots=True)
class LetterQuestions:
    """What the letter of a service asks, or its forms; `wrong` where something in it is to be mended."""

    service: str
    of_letter: bool
    fields: tuple[FormField, ...]
    wrong: bool


def drawn_checklists(form: HandInForm, office: Office | None, at: datetime) -> list[str]:
    """The papers of every service offered, as HTML; what was said of them stays."""
    days = intake.promises(form.offered, office, at) if office else {}
    drawn = []
    for service in form.offered:
        promise = papers.day(days[service.code], office.zone) if office else ""
        list_of = _checklist(form, service, promise)
        untouched = not list_of.chosen and all(paper.answer is None for paper in list_of.papers)
        drawn.append((_from_memory if untouched else _drawn)("counter/parts/checklist.html", list_of, spoken()))
    return drawn


def drawn_letters(form: HandInForm) -> list[str]:
    """What the letter of every service asks, as HTML; what was typed stays."""
    drawn = []
    for service, content in form.letters.items():
        typed = form.for_letter(service)
        draw = _drawn if any(typed.values()) else _from_memory
        drawn.append(draw("counter/parts/letter.html", _questions(service, content, typed), spoken()))
    return drawn


def _drawn(template: str, asks: Checklist | LetterQuestions, _language: str) -> str:
    return render_to_string(template, {"asks": asks, "kinds": KINDS})


_from_memory = lru_cache(MOST_REMEMBERED)(_drawn)


def _checklist(form: HandInForm, service: Service, promise: str) -> Checklist:
    return Checklist(
        service.code,
        str(service.name),
        str(texts.working_days(float(service.promise_hours))),
        promise,
        _papers(form, service),
        form["service"].value() == service.code,
    )


def _papers(form: HandInForm, service: Service) -> tuple[PaperQuestion, ...]:
    answers = {
        paper.requirement: paper for paper in form.papers(service) if form.is_answered(service, paper.requirement)
    }
    return tuple(
        PaperQuestion(each.code, each.name, each.note, each.needed, answers.get(each.code))
        for each in service.requirements.all()
    )


def _questions(service: str, content: LetterContent, typed: Values) -> LetterQuestions:
    troubles = judge_in_part(content, typed)[1] if typed else {}
    fields = tuple(fields_of(content, typed, troubles, prefix=letter_prefix(service)))
    return LetterQuestions(service, bool(content.opening), fields, bool(troubles))
