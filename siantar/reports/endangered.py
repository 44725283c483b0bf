"""Files that broke their promise, and those that will break it this week by what is expected of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from siantar.casework import forecasts, queries
from siantar.casework.models import Application
from siantar.rules import promise
from siantar.rules.access import Actor
from siantar.rules.promise import PromiseAnswer
from siantar.rules.vocabulary import Stage

MOST = 200
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class EndangeredFiles:
    """Those past their promise and those that will be, the nearest promise first; `MOST` of each."""

    late: Sequence[Application]
    expected: Sequence[Application]


def endangered(actor: Actor, at: datetime, zone: ZoneInfo) -> EndangeredFiles:
    """What this person may see of them in their own office."""
    midnight = at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    running = queries.visible_to(actor).filter(
        office=actor.office, standing__stage__in=[str(stage) for stage in Stage if promise.can_be_missed(stage)]
    )
    running = running.order_by("standing__promised_at", "pk")
    late = list(running.filter(standing__promised_at__lt=midnight)[:MOST])
    due = running.filter(standing__promised_at__gte=midnight, standing__promised_at__lt=midnight + WEEK)
    return EndangeredFiles(late, _expected(list(due), at, zone)[:MOST])


def _expected(due: Sequence[Application], at: datetime, zone: ZoneInfo) -> list[Application]:
    """Those of which even the first day on which they may be done lies behind their promise."""
    days = forecasts.foretold([file.receipt_number for file in due])
    today = at.astimezone(zone).date()
    endangered_files = []
    for file in due:
        span, promised_at = days.get(file.receipt_number), file.standing.promised_at
        if span is None or promised_at is None:
            continue
        begins_on = span[0].astimezone(zone).date()
        if promise.answer_on(promised_at.astimezone(zone).date(), begins_on, today) is PromiseAnswer.ENDANGERED:
            endangered_files.append(file)
    return endangered_files
