"""What hangs in the lobby for everybody: today, the promise of the month, published thanks. Small numbers are hidden.

Nothing personal is read for it, so that a screen without a login may show it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from siantar.casework.models import Application
from siantar.directory.models import Office
from siantar.feedback import published_thanks, results
from siantar.reports import figures
from siantar.reports.figures import Figure, Month
from siantar.reports.models import Ended
from siantar.rules import period, suppression


@dataclass(frozen=True, slots=True)
class Wall:
    """The lobby's screen."""

    handed_in_today: Figure
    served_today: Figure
    month: Month
    thanks: Sequence[str]


def wall(office: Office, today: date) -> Wall:
    """Read it: a handful of counts over indexed days."""
    begins, ends = results.instants(office, today, today)
    handed_in = Application.objects.filter(office=office, handed_in_at__gte=begins, handed_in_at__lt=ends).count()
    served = Ended.objects.filter(office=office, ended_on=today).count()
    month = figures.month(office, period.month_of(today), today)
    return Wall(_hidden(handed_in), _hidden(served), month, published_thanks.of(office.code))


def _hidden(count: int) -> Figure:
    return Figure(None if suppression.small(count) else count)
