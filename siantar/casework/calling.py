"""Numbers of the waiting room, called by the counters of an office; each morning they begin at 1."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from siantar.casework.models import CalledNumber
from siantar.directory.models import Office
from siantar.directory.offices import day_in
from siantar.rules.access import Act, Actor, require

LARGEST, LONGEST_COUNTER, SHOWN = 9_999, 20, 4


def call_next(counter: str, *, after: int, by: Actor, at: datetime) -> CalledNumber:
    """Call the next number to this counter; one that had not called `after` last pressed twice, and calls nothing.

    Two counters never call one number. Raises Forbidden.
    """
    with transaction.atomic():
        office = _locked(by, at)
        mine = _last(office, counter, at)
        if mine is not None and mine.number != after:
            return mine
        return _called(office, following(office, at), counter, at)


def call(number: int, counter: str, *, by: Actor, at: datetime) -> CalledNumber:
    """Call this number, again or out of turn; the next ones follow it. Raises Forbidden."""
    with transaction.atomic():
        return _called(_locked(by, at), number, counter, at)


def now_serving(office: Office, at: datetime) -> Sequence[CalledNumber]:
    """What was called last at each counter today, the newest first; empty where nobody calls."""
    latest: dict[str, CalledNumber] = {}
    for row in _today(office, at):
        latest.setdefault(row.counter, row)
    return list(latest.values())[:SHOWN]


def following(office: Office, at: datetime) -> int:
    """The first number after the one called last that was not called yet; after the largest comes 1."""
    rows = list(_today(office, at).values_list("number", flat=True))
    taken, number = set(rows), rows[0] if rows else 0
    while (number := number % LARGEST + 1) in taken and len(taken) < LARGEST:
        pass
    return number


def last_of(office: Office, counter: str, at: datetime) -> int:
    """The number this counter called last today; 0 before the first."""
    row = _last(office, counter, at)
    return row.number if row else 0


def _locked(by: Actor, at: datetime) -> Office:
    """The office, for whoever calls there one after the other; the rows of other days go."""
    require(by, Act.CALL_NUMBER, office=by.office)
    office = Office.objects.select_for_update().get(code=by.office)
    CalledNumber.objects.filter(office=office).exclude(day=day_in(office, at)).delete()
    return office


def _called(office: Office, number: int, counter: str, at: datetime) -> CalledNumber:
    now, day = {"counter": counter, "called_at": at}, day_in(office, at)
    return CalledNumber.objects.update_or_create(office=office, day=day, number=number, defaults=now)[0]


def _last(office: Office, counter: str, at: datetime) -> CalledNumber | None:
    return _today(office, at).filter(counter=counter).first()


def _today(office: Office, at: datetime) -> QuerySet[CalledNumber]:
    """What was called today, the newest first."""
    return CalledNumber.objects.filter(office=office, day=day_in(office, at)).order_by("-called_at", "-pk")
