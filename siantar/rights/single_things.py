"""What is kept beside files and counted from a day of its own: words, complaints, requests, places, days of looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from siantar.delivery import erasing as delivery
from siantar.directory.offices import serving_residents
from siantar.feedback import erasing as feedback
from siantar.legacy import erasing as legacy
from siantar.privacy import schedule, trail
from siantar.privacy.models import Erasure, LegalHold, RetentionRun
from siantar.rules.retention import DAY, Retained


@dataclass(frozen=True, slots=True)
class Single:
    """How things of one kind that ended before a moment are found, and how one is erased: items, and a hash."""

    old: Callable[[str, datetime], Iterator[Any]]
    erase: Callable[[Any], tuple[int, str]]


def erase(run: RetentionRun, kind: Retained, thing: Any, at: datetime) -> int:
    """Erase one thing and note it; 1, or 0 where another worker was faster."""
    with transaction.atomic():
        note, new = Erasure.objects.get_or_create(
            office_id=run.office_id, kind=kind, what=str(thing), defaults={"run": run, "at": at, "items": 0}
        )
        if not new:
            return 0
        items, digest = SINGLES[kind].erase(thing)
        Erasure.objects.filter(pk=note.pk).update(items=items, digest=digest)
    return 1


def _not_noted(office: str, kind: Retained, things: Iterator[Any]) -> Iterator[Any]:
    gone = set(Erasure.objects.filter(office=office, kind=kind).values_list("what", flat=True))
    return (thing for thing in things if str(thing) not in gone)


def _old_places(office: str, before: datetime) -> Iterator[Any]:
    return iter(delivery.old_places(office, before).order_by("pk").values_list("pk", flat=True))


def _old_words(office: str, before: datetime) -> Iterator[Any]:
    return iter(feedback.old_answers(office, before).order_by("pk").values_list("pk", flat=True))


def _old_complaints(office: str, before: datetime) -> Iterator[Any]:
    old = feedback.old_complaints(office, before).filter(_not_held()).order_by("pk")
    return _not_noted(office, Retained.COMPLAINTS, iter(old.values_list("pk", flat=True)))


def _old_requests(office: str, before: datetime) -> Iterator[Any]:
    old = feedback.old_requests(office, before).filter(_not_held()).order_by("pk")
    return _not_noted(office, Retained.REQUESTS, iter(old.values_list("pk", flat=True)))


def _old_entries(office: str, before: datetime) -> Iterator[Any]:
    held = Exists(LegalHold.objects.filter(ended_at=None, file=OuterRef("file")))
    old = legacy.old_entries(office, before).exclude(held).order_by("pk")
    return iter(old.values_list("pk", flat=True))


def _not_held() -> Q:
    return ~Q(Exists(LegalHold.objects.filter(ended_at=None, file=OuterRef("application"))))


def _old_days(office: str, before: datetime) -> Iterator[Any]:
    """Days of looks, which no office has for itself: the first one sees to them, by the longest of all periods."""
    offices = list(serving_residents().values_list("code", flat=True))
    if office != offices[0]:
        return iter(())
    periods = [schedule.days_of(code)[Retained.LOOKS] for code in offices]
    return trail.old_days(before - (max(periods) - periods[0]) * DAY)


SINGLES: Mapping[Retained, Single] = {
    Retained.SURVEY: Single(_old_words, lambda id: (feedback.erase_words([id]), "")),
    Retained.COMPLAINTS: Single(_old_complaints, lambda number: (feedback.erase_complaint(number), "")),
    Retained.REQUESTS: Single(_old_requests, lambda id: (feedback.erase_request(id), "")),
    Retained.PLACES: Single(_old_places, lambda id: (delivery.erase_places([id]), "")),
    Retained.LOOKS: Single(_old_days, trail.erase),
    Retained.OLD_REGISTER: Single(_old_entries, lambda id: (legacy.erase_entry(id), "")),
}
