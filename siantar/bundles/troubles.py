"""Bundles that raise themselves: late on the way, short on arrival, with files nobody expected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import F

from siantar.bundles import queries
from siantar.bundles.models import Batch, Item, Stray
from siantar.directory.calendars import calendar_of
from siantar.rules import working_time
from siantar.rules.access import Actor
from siantar.rules.vocabulary import Stage
from siantar.rules.working_time import Calendar

LATE_AFTER = timedelta(hours=working_time.HOURS_A_DAY)  # of work since it was handed over: a day on the way


class TroubleKind(StrEnum):
    """Why a bundle raises itself."""

    LATE = "late"
    SHORT = "short"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class BundleTrouble:
    """A bundle that needs somebody; `numbers` are the files it is about, `since` when it began."""

    kind: TroubleKind
    batch: Batch
    since: datetime
    numbers: tuple[str, ...] = ()


def troubles_of(actor: Actor, at: datetime) -> list[BundleTrouble]:
    """The bundles of the person's office that need somebody, the oldest trouble first."""
    bundles = queries.visible_to(actor)
    every = [*_late(bundles.filter(status=Batch.Status.ON_THE_WAY), at), *_short(bundles), *_foreign(bundles)]
    return sorted(every, key=lambda trouble: trouble.since)


def _late(travelling: Iterable[Batch], at: datetime) -> Iterable[BundleTrouble]:
    calendars: dict[str, Calendar] = {}
    for batch in travelling:
        if batch.origin_id not in calendars:
            calendars[batch.origin_id] = calendar_of(batch.origin)
        if batch.sent_at and working_time.between(calendars[batch.origin_id], batch.sent_at, at) > LATE_AFTER:
            yield BundleTrouble(TroubleKind.LATE, batch, batch.sent_at)


def _short(bundles: Iterable[Batch]) -> Iterable[BundleTrouble]:
    missing = Item.objects.filter(
        batch__in=bundles, found=Item.Found.MISSING, application__standing__stage=Stage.UNDER_INVESTIGATION
    )
    yield from _by_batch(TroubleKind.SHORT, missing.select_related("batch__origin", "batch__target", "application"))


def _foreign(bundles: Iterable[Batch]) -> Iterable[BundleTrouble]:
    strays = Stray.objects.filter(batch__in=bundles, application__standing__seq=F("seq"))
    yield from _by_batch(TroubleKind.FOREIGN, strays.select_related("batch__origin", "batch__target", "application"))


def _by_batch(kind: TroubleKind, rows: Iterable[Item | Stray]) -> Iterable[BundleTrouble]:
    numbers: dict[Batch, list[str]] = {}
    for row in rows:
        numbers.setdefault(row.batch, []).append(row.application.receipt_number)
    for batch, named in numbers.items():
        yield BundleTrouble(kind, batch, batch.arrived_at or batch.sent_at or batch.made_at, tuple(named))
