"""The numbers of a month for those who lead an office or a city: read from tallies, never from files.

Nothing is suppressed here: these are for staff (`rules.access.Reading.REPORT`); what the public sees is `figures`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from siantar.directory.models import Office
from siantar.directory.offices import names_of_offices
from siantar.reports import tallies
from siantar.reports.models import MonthTally
from siantar.reports.shares import NOW, HandCode, Measure
from siantar.rules import period as periods
from siantar.rules.access import Actor, Reading, require
from siantar.rules.period import Period

TREND = 12  # months
WEEK = timedelta(days=7)
FLOWS = (Measure.HANDED_IN, Measure.SERVED, Measure.PROMISE)


@dataclass(frozen=True, slots=True)
class ReportScope:
    """Whose numbers: these offices together, and all their services or one (a code)."""

    offices: tuple[Office, ...]
    service: str = ""

    @property
    def codes(self) -> list[str]:
        """The codes of the offices."""
        return [office.code for office in self.offices]


@dataclass(frozen=True, slots=True)
class Flow:
    """What went through: of one month, service or office (`code`, `name`)."""

    code: str
    name: str
    handed_in: int
    served: int
    in_time: int
    judged: int

    @property
    def percent(self) -> int | None:
        """The share of promises that were kept, in whole per cent rounded down; None where none was judged."""
        return self.in_time * 100 // self.judged if self.judged else None


@dataclass(frozen=True, slots=True)
class StepTime:
    """How often files went from one stage to the next, and the median of whole working hours that took."""

    before: str
    after: str
    count: int
    median: int


@dataclass(frozen=True, slots=True)
class MonthReport:
    """All numbers of a report. `now` are those of open files, whichever month it is about."""

    scope: ReportScope
    period: Period
    today: date
    trend: tuple[Flow, ...]
    services: tuple[Flow, ...]
    offices: tuple[Flow, ...]
    month: Mapping[Measure, Counter[str]]
    now: Mapping[Measure, Counter[str]]
    agencies: Mapping[str, str]

    @property
    def whole(self) -> Flow:
        """The month as one line."""
        return self.trend[-1]

    @property
    def stopped(self) -> int:
        """Files that ended without a document."""
        return sum(self.month[Measure.STOPPED].values())

    @property
    def open(self) -> int:
        """Files whose story is not over."""
        return sum(self.now[Measure.OPEN_STAGE].values())

    @property
    def late(self) -> Counter[str]:
        """Open files whose promised day is over, by hand."""
        return self._due(*self.late_days)

    @property
    def due_this_week(self) -> Counter[str]:
        """Open files whose promise ends today or in the six days after, by hand."""
        return self._due(*self.days_of_week)

    @property
    def late_days(self) -> tuple[date, date]:
        """All days before today."""
        return date.min, self.today - timedelta(days=1)

    @property
    def days_of_week(self) -> tuple[date, date]:
        """Today and the six days after."""
        return self.today, self.today + WEEK - timedelta(days=1)

    def _due(self, first: date, last: date) -> Counter[str]:
        hands: Counter[str] = Counter()
        for key, count in self.now[Measure.OPEN_DUE].items():
            day, _, hand = key.partition("|")
            if first <= date.fromisoformat(day) <= last:
                hands[hand] += count
        return hands

    @property
    def ages(self) -> list[tuple[int, str, int]]:
        """Days since handing in, hand and number of the open files."""
        split = [(*key.partition("|"), count) for key, count in self.now[Measure.OPEN_SINCE].items()]
        return [((self.today - date.fromisoformat(day)).days, hand, count) for day, _bar, hand, count in split]

    @property
    def open_by_hand(self) -> Counter[str]:
        """Open files by whose turn it is."""
        hands: Counter[str] = Counter()
        for _days, hand, count in self.ages:
            hands[hand] += count
        return hands

    @property
    def steps(self) -> list[StepTime]:
        """The steps that files took which were served in the month, the most frequent first."""
        hours: dict[str, Counter[int]] = {}
        for key, count in self.month[Measure.STEP].items():
            step, _, spent = key.rpartition("|")
            hours.setdefault(step, Counter())[int(spent)] += count
        steps = [_step(step, spent) for step, spent in hours.items()]
        return sorted(steps, key=lambda step: (-step.count, step.before, step.after))


def _step(key: str, spent: Counter[int]) -> StepTime:
    before, _arrow, after = key.partition(">")
    return StepTime(before, after, spent.total(), median(spent))


def median(values: Counter[int]) -> int:
    """The lower median of numbers with how often each was seen."""
    half, seen = (values.total() + 1) // 2, 0
    for value in sorted(values):
        seen += values[value]
        if seen >= half:
            return value
    raise ValueError("there is no median of nothing")


def report_for(actor: Actor, scope: ReportScope, period: Period, today: date) -> MonthReport:
    """The report for a person of the staff. Raises Forbidden."""
    for office in scope.offices:
        require(actor, Reading.REPORT, office=office.code)
    return report(scope, period, today)


def report(scope: ReportScope, period: Period, today: date) -> MonthReport:
    """The numbers, in half a dozen statements however many files there are."""
    month = tallies.amounts_of(scope.codes, period.first_on, list(Measure), service=scope.service)
    now = tallies.amounts_of(scope.codes, NOW, list(Measure), service=scope.service)
    hands = {*month[Measure.SECONDS], *(key.rpartition("|")[2] for key in now[Measure.OPEN_SINCE])}
    return MonthReport(
        scope=scope, period=period, today=today, trend=tuple(_trend(scope, period)), services=_services(scope, period),
        offices=_offices(scope, period), month=month, now=now, agencies=_agencies({*hands, *now[Measure.OPEN_HOLDER]}),
    )  # fmt: skip


def _agencies(hands: set[str]) -> dict[str, str]:
    """Names by code of the agencies among these hands."""
    return names_of_offices({hand.partition(":")[2] for hand in hands if hand.startswith(f"{HandCode.AGENCY}:")})


def _rows(scope: ReportScope) -> QuerySet[MonthTally]:
    rows = MonthTally.objects.filter(office__in=scope.codes, measure__in=FLOWS)
    return rows.filter(service__code=scope.service) if scope.service else rows


def _flows(rows: QuerySet[MonthTally], *by: str) -> list[tuple[object, ...]]:
    """Handed in, served, in time and judged, by these columns."""
    sums = {
        "handed_in": Q(measure=Measure.HANDED_IN),
        "served": Q(measure=Measure.SERVED),
        "in_time": Q(measure=Measure.PROMISE, key="kept"),
        "judged": Q(measure=Measure.PROMISE),
    }
    columns = {name: Coalesce(Sum("amount", filter=wanted), 0) for name, wanted in sums.items()}
    return list(rows.values_list(*by).annotate(**columns).order_by(*by))


def _trend(scope: ReportScope, period: Period) -> list[Flow]:
    months = list(reversed(periods.months_back(period.first_on, TREND)))
    rows = _rows(scope).filter(month__range=(months[0].first_on, period.first_on))
    flows = {row[0]: row[1:] for row in _flows(rows, "month")}
    return [Flow(month.code, month.code, *flows.get(month.first_on, (0, 0, 0, 0))) for month in months]  # type: ignore[arg-type]


def _services(scope: ReportScope, period: Period) -> tuple[Flow, ...]:
    """By service, in the order of its name; the same service of several offices is one."""
    rows = _flows(_rows(scope).filter(month=period.first_on), "service__code", "service__name")
    services = []
    for code, same in groupby(rows, key=lambda row: row[0]):
        lines = list(same)
        sums = [sum(numbers) for numbers in zip(*(line[2:] for line in lines), strict=True)]
        services.append(Flow(str(code), str(lines[0][1]), *sums))
    return tuple(sorted((flow for flow in services if flow.handed_in or flow.served), key=lambda flow: flow.name))


def _offices(scope: ReportScope, period: Period) -> tuple[Flow, ...]:
    """Each office of the scope, in the order of its name: not one before the other by its numbers."""
    flows = {row[0]: row[1:] for row in _flows(_rows(scope).filter(month=period.first_on), "office")}
    ordered: Sequence[Office] = sorted(scope.offices, key=lambda office: office.name)
    return tuple(Flow(office.code, office.name, *flows.get(office.code, (0, 0, 0, 0))) for office in ordered)  # type: ignore[arg-type]
