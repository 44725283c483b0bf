"""The open figures of an office and a month: what was handed in and done, promises kept, time by whose hands, SKM.

Everything is small-number-safe (`rules.suppression`): what is None or merged here must not be shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Avg, Count, Q

from siantar.casework.models import Application
from siantar.directory.models import Office
from siantar.feedback import results
from siantar.feedback.models import Complaint
from siantar.feedback.results import SurveyResult
from siantar.reports.models import Ended
from siantar.rules import suppression
from siantar.rules.period import Period, months_back
from siantar.rules.suppression import Published

MONTHS_SHOWN = 12
HANDS = ("ours", "agency", "resident", "courier")


@dataclass(frozen=True, slots=True)
class Figure:
    """A count for the public; `count` is None where it is too small to be told."""

    count: int | None

    @property
    def hidden(self) -> bool:
        """Whether it must read "fewer than five"."""
        return self.count is None


@dataclass(frozen=True, slots=True)
class KeptPromises:
    """The share of promises kept in whole per cent; `exact` false means "at least"."""

    percent: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Hand:
    """Mean working hours a file spent in these hands, and the share of the whole in per cent (for the picture)."""

    whose: str
    hours: float
    percent: float


@dataclass(frozen=True, slots=True)
class Month:
    """An office's month as anybody may see it."""

    office: Office
    period: Period
    handed_in: Figure
    done: Figure
    services: Published | None
    kept_promises: KeptPromises | None
    hands: tuple[Hand, ...]
    complaints: Figure
    survey: SurveyResult | None
    surveyed: Period


def month(office: Office, period: Period, today: date) -> Month:
    """The open figures of a month: a handful of grouped statements, none of which loads a file.

    The survey is that of a month that is over: a mean that moves with each answer would tell what the last one said.
    """
    begins, ends = results.instants(office, period.first_on, period.last_on)
    handed_in = Application.objects.filter(office=office, handed_in_at__gte=begins, handed_in_at__lt=ends).count()
    filed = Complaint.objects.filter(office=office, filed_at__gte=begins, filed_at__lt=ends).count()
    ended = Ended.objects.filter(office=office, ended_on__range=(period.first_on, period.last_on))
    rows = ended.values_list("service__name").annotate(count=Count("pk")).order_by()
    by_service = dict(rows)
    done = sum(by_service.values())
    measures = ended.aggregate(
        judged=Count("pk", filter=Q(kept__isnull=False)), kept=Count("pk", filter=Q(kept=True)),
        **{whose: Avg(whose) for whose in HANDS},
    )  # fmt: skip
    surveyed = period if period.last_on < today else months_back(period.first_on, 2)[1]
    survey = results.survey(office, surveyed).whole
    return Month(
        office,
        period,
        _figure(handed_in),
        _figure(done),
        suppression.published(by_service),
        _kept_promises(measures["kept"], measures["judged"]),
        _hands(measures) if done >= suppression.LEAST else (),
        _figure(filed),
        survey if survey.reached >= suppression.LEAST else None,
        surveyed,
    )


def months_told(today: date) -> tuple[Period, ...]:
    """The months one may ask for: this one and the eleven before."""
    return months_back(today, MONTHS_SHOWN)


def _figure(count: int) -> Figure:
    return Figure(None if suppression.small(count) else count)


def _kept_promises(in_time: int, judged: int) -> KeptPromises | None:
    return KeptPromises(*suppression.share_at_least(in_time, judged)) if judged >= suppression.LEAST else None


def _hands(measures: dict[str, float | None]) -> tuple[Hand, ...]:
    hours = {whose: float(measures[whose] or 0) / timedelta(hours=1).total_seconds() for whose in HANDS}
    whole = sum(hours.values()) or 1.0
    return tuple(Hand(whose, spent, 100 * spent / whole) for whose, spent in hours.items())
