"""Counters of wrong tries, in the database: shared by all processes and there after a restart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from siantar.directory.models import WrongTries
from siantar.rules.brake import Allowance, Tries, open_at, wrong_by

KEPT = timedelta(days=2)  # longer than any allowance remembers
Doors = Mapping[str, Allowance]  # whose tries are counted (a name, hashed before it is stored), and by which allowance


class Wait(Exception):
    """A door hears nobody before `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


@dataclass(frozen=True, slots=True)
class Taken:
    """A try counted as wrong beforehand, so that two processes cannot try at once.

    `slowed`: one too many there. `wrong`: how many count at each door, with this one.
    """

    doors: Doors
    slowed: frozenset[str]
    wrong: Mapping[str, int]


def take(doors: Doors, at: datetime) -> Taken:
    """Count a try at each of these doors. Raises Wait, counting nothing, while one of them is shut."""
    with transaction.atomic():
        rows = _locked(doors, at)
        until = max(open_at(rows[name], allowance, at) for name, allowance in doors.items())
        if until > at:
            raise Wait(until)
        counted = {name: wrong_by(rows[name], allowance, at) + 1 for name, allowance in doors.items()}
        for name, wrong in counted.items():
            WrongTries.objects.filter(pk=_digest(name)).update(wrong=wrong, last_at=at)
    slowed = frozenset(name for name, wrong in counted.items() if wrong == doors[name].free + 1)
    return Taken(doors, slowed, counted)


def was_right(taken: Taken, *, clears: frozenset[str]) -> None:
    """The try was right: the doors in `clears` begin anew, the others get the one try back."""
    digests = {name: _digest(name) for name in taken.doors}
    WrongTries.objects.filter(pk__in=[digests[name] for name in clears & taken.doors.keys()]).delete()
    others = WrongTries.objects.filter(pk__in=[digest for name, digest in digests.items() if name not in clears])
    others.filter(wrong__gt=0).update(wrong=F("wrong") - 1)


def forget(at: datetime) -> int:
    """Delete counters that count for nothing any more; how many."""
    return WrongTries.objects.filter(last_at__lt=at - KEPT).delete()[0]


def _locked(doors: Doors, at: datetime) -> Mapping[str, Tries]:
    digests = {_digest(name): name for name in doors}
    blank = [WrongTries(digest=digest, wrong=0, last_at=at) for digest in sorted(digests)]
    WrongTries.objects.bulk_create(blank, ignore_conflicts=True)
    rows = WrongTries.objects.select_for_update().filter(pk__in=digests).order_by("pk")
    return {digests[row.digest]: Tries(row.wrong, row.last_at) for row in rows}


def _digest(name: str) -> str:
    return salted_hmac("siantar.brake", name, algorithm="sha256").hexdigest()
