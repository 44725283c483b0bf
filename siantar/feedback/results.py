"""The results of the survey, live: one grouped statement over the answers, one over the files that were served."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth

from siantar.casework.models import Standing
from siantar.directory.models import Office
from siantar.feedback.models import Answer
from siantar.feedback.survey import SERVED
from siantar.rules import satisfaction
from siantar.rules.access import Actor, Reading, require
from siantar.rules.period import Period
from siantar.rules.satisfaction import Element, Score


@dataclass(frozen=True, slots=True)
class SurveyResult:
    """The survey of one service or of all: `score` is None while nobody answered."""

    name: str
    users: int
    score: Score | None

    @property
    def needed(self) -> int:
        """How many answers the regulation asks for."""
        return satisfaction.needed(self.users)

    @property
    def reached(self) -> int:
        """How many there are."""
        return self.score.count if self.score else 0

    @property
    def missing(self) -> int:
        """How many are still missing."""
        return max(self.needed - self.reached, 0)


@dataclass(frozen=True, slots=True)
class Survey:
    """An office's survey over a period: the whole, each service by code, and who answered."""

    whole: SurveyResult
    services: Mapping[str, SurveyResult]
    about: Mapping[str, Mapping[str, int]]


def survey_for(actor: Actor, office: Office, period: Period, *, service: str = "") -> Survey:
    """The results of an office for a person of the staff. Raises Forbidden."""
    require(actor, Reading.SURVEY, office=office.code)
    return survey(office, period, service=service)


def survey(office: Office, period: Period, *, service: str = "") -> Survey:
    """The results of an office; `service` (a code) narrows the whole to one."""
    each = _by_service(office, period)
    chosen = [each[service]] if service in each else list(each.values())
    name = each[service].name if service in each else ""
    return Survey(_together(chosen, name), each, _about(office, period, service))


def offices(period: Period) -> Mapping[str, SurveyResult]:
    """Compute the whole result of every office with a counter, by code."""
    counters = Office.objects.filter(nature=Office.Nature.OFFICE).order_by("name")
    return {office.code: _together(list(_by_service(office, period).values()), office.name) for office in counters}


def _by_service(office: Office, period: Period) -> dict[str, SurveyResult]:
    sums = {str(element): Sum(str(element)) for element in Element}
    answers = Answer.objects.filter(office=office, given_on__range=(period.first_on, period.last_on))
    rows = answers.values_list("service__code", "service__name").annotate(count=Count("pk"), **sums).order_by()
    scores = {code: satisfaction.score(count, points) for code, _name, count, *points in rows}
    names = {code: name for code, name, *_ in rows}
    users = _users(office, period)
    names |= {code: name for code, (name, _count) in users.items()}
    results = {code: SurveyResult(names[code], users.get(code, ("", 0))[1], scores.get(code)) for code in names}
    return dict(sorted(results.items(), key=lambda entry: entry[1].name))


def _users(office: Office, period: Period) -> dict[str, tuple[str, int]]:
    """Name and number of residents served, by service."""
    begins, ends = instants(office, period.first_on, period.last_on)
    served = Standing.objects.filter(
        office=office, stage__in=[str(stage) for stage in SERVED], since__gte=begins, since__lt=ends
    )
    rows = served.values("application__service__code", "application__service__name").annotate(count=Count("pk"))
    return {
        row["application__service__code"]: (row["application__service__name"], row["count"]) for row in rows.order_by()
    }


def instants(office: Office, first_on: date, last_on: date) -> tuple[datetime, datetime]:
    """The first instant of the span and the first after it, in the office's zone."""
    zone = ZoneInfo(office.zone)
    return (
        datetime.combine(first_on, time(), zone),
        datetime.combine(last_on + timedelta(days=1), time(), zone),
    )


def _together(results: list[SurveyResult], name: str) -> SurveyResult:
    scores = [result.score for result in results if result.score]
    users = sum(result.users for result in results)
    if not scores:
        return SurveyResult(name, users, None)
    sums = [sum(int(score.means[place] * score.count) for score in scores) for place in range(len(Element))]
    return SurveyResult(name, users, satisfaction.score(sum(score.count for score in scores), sums))


def _about(office: Office, period: Period, service: str) -> dict[str, dict[str, int]]:
    wanted = Q(office=office, given_on__range=(period.first_on, period.last_on))
    if service:
        wanted &= Q(service__code=service)
    counts: dict[str, dict[str, int]] = {}
    for name in ("sex", "schooling", "work"):
        rows = Answer.objects.filter(wanted).values(name).annotate(count=Count("pk")).order_by()
        counts[name] = {row[name]: row["count"] for row in rows}
    return counts


def by_month(office_codes: Sequence[str], first_on: date, last_on: date, service: str = "") -> Mapping[date, Score]:
    """The scores of these offices together, by the first day of the month they were given in."""
    wanted = Q(office__in=office_codes, given_on__range=(first_on, last_on))
    if service:
        wanted &= Q(service__code=service)
    sums = {str(element): Sum(str(element)) for element in Element}
    months = Answer.objects.filter(wanted).annotate(month=TruncMonth("given_on"))
    rows = months.values_list("month").annotate(count=Count("pk"), **sums).order_by()
    return {month: satisfaction.score(count, points) for month, count, *points in rows}
