"""Yesterday's unusual reading, listed for the responsible person, who says a word to each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Min, QuerySet

from siantar.casework.models import EventRow
from siantar.directory.models import Office
from siantar.directory.offices import day_in
from siantar.privacy.models import Look, OddReading
from siantar.rules import odd_reading
from siantar.rules.access import Act, Actor, Reading, require
from siantar.rules.odd_reading import Sight

DAY = timedelta(days=1)
PATIENCE = timedelta(days=5)  # from the day that was odd: listed the day after, then a long weekend
LONGEST = 500


class NotOdd(Exception):
    """There is no such reading of this office that waits for a word."""


class WordMissing(ValueError):
    """Nothing was written."""


def list_yesterday(at: datetime) -> int:
    """List what was odd about yesterday, once, in every office with staff; how many lines are new."""
    return sum(_list_day(office, day_in(office, at) - DAY) for office in Office.objects.all())


def _list_day(office: Office, day: date) -> int:
    zone = ZoneInfo(office.zone)
    begins = datetime.combine(day, time(), zone)
    looks = Look.objects.filter(at__gte=begins, at__lt=begins + DAY, by__office=office)
    already = set(OddReading.objects.filter(day=day, office=office).values_list("reader", "sign"))
    rows = [
        OddReading(
            office=office, day=day, reader_id=reader, sign=oddity.sign, times=oddity.times,
            first_at=oddity.first_at, last_at=oddity.last_at,
        )
        for reader, sights in _sights(looks, begins).items()
        for oddity in odd_reading.oddities(sights, zone)
        if (reader, oddity.sign) not in already
    ]  # fmt: skip
    OddReading.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _sights(looks: QuerySet[Look], begins: datetime) -> dict[int, list[Sight]]:
    """The looks of each reader, with whether they told anything of that file, or of a file of that person."""
    rows = list(looks.values_list("by", "at", "why", "file", "subject").iterator())
    readers = {str(reader) for reader, *_ in rows}
    acted = EventRow.objects.filter(recorded_at__gte=begins, recorded_at__lt=begins + DAY, person__in=readers)
    pairs = list(acted.values_list("person", "application", "application__person"))
    files = {(person, file) for person, file, _subject in pairs}
    people = {(person, subject) for person, _file, subject in pairs}
    sights: dict[int, list[Sight]] = defaultdict(list)
    for reader, at, why, file, subject in rows:
        own = (str(reader), file) in files or (file is None and (str(reader), subject) in people)
        sights[reader].append(Sight(at, why, file, subject, own))
    return sights


def waiting_for(actor: Actor) -> QuerySet[OddReading]:
    """What waits for a word, the newest day on top. Raises Forbidden."""
    return _of_office(actor).filter(settled_at=None).order_by("-day", "pk")


def settled_for(actor: Actor) -> QuerySet[OddReading]:
    """What a word was said to, the latest first. Raises Forbidden."""
    return _of_office(actor).exclude(settled_at=None).order_by("-settled_at")


def _of_office(actor: Actor) -> QuerySet[OddReading]:
    require(actor, Reading.ODD_READINGS, office=actor.office)
    return OddReading.objects.filter(office=actor.office).select_related("reader", "settled_by")


def settle(id: int, word: str, *, by: Actor, at: datetime) -> None:
    """Say a word to it. Raises WordMissing, NotOdd, Forbidden."""
    require(by, Act.SETTLE_ODD_READING, office=by.office)
    word = " ".join(word.split())[:LONGEST]
    if not word:
        raise WordMissing
    mine = OddReading.objects.filter(pk=id, office=by.office, settled_at=None)
    if not mine.update(word=word, settled_at=at, settled_by=int(by.person)):
        raise NotOdd


@dataclass(frozen=True, slots=True)
class SilenceAboutReading:
    """Unusual reading nobody of an office has said a word to for longer than it may wait: how many, since which day."""

    office: str
    count: int
    oldest: date


def overdue(at: datetime) -> list[SilenceAboutReading]:
    """Where readings have waited for a word for longer than PATIENCE."""
    last_day = (at - PATIENCE).date()
    open_rows = OddReading.objects.filter(settled_at=None, day__lt=last_day)
    lines = open_rows.values("office").annotate(count=Count("pk"), oldest=Min("day")).order_by("office")
    return [SilenceAboutReading(line["office"], line["count"], line["oldest"]) for line in lines]


def waiting_everywhere() -> dict[str, int]:
    """How many wait for a word, by office."""
    counts: dict[str, int] = defaultdict(int)
    for office in OddReading.objects.filter(settled_at=None).values_list("office", flat=True):
        counts[office] += 1
    return counts
