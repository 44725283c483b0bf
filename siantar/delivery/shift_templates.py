"""The shifts an office uses again and again: morning, afternoon, the whole day, or what it made of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time

from django.db import transaction

from siantar.delivery.models import ShiftTemplate
from siantar.directory.models import Office
from siantar.rules.access import Act, Actor, require

MOST = 6
LONGEST_NAME = 20


@dataclass(frozen=True, slots=True)
class ShiftHours:
    """A named shift."""

    name: str
    begins: time
    ends: time


AT_FIRST = (
    ShiftHours("Pagi", time(8), time(12)),
    ShiftHours("Siang", time(13), time(17)),
    ShiftHours("Penuh", time(8), time(16)),
)


class NotAShift(ValueError):
    """A name twice, too many, or an hour that ends before it begins."""


def of(office: Office) -> Sequence[ShiftHours]:
    """The office's own shifts; three to begin with where it has none."""
    rows = ShiftTemplate.objects.filter(office=office).order_by("begins", "ends", "pk")
    return [ShiftHours(row.name, row.begins, row.ends) for row in rows] or AT_FIRST


def keep(office: Office, shifts: Iterable[ShiftHours], *, by: Actor) -> None:
    """These and no others from now on. Raises Forbidden, NotAShift."""
    require(by, Act.PLAN_RUNS, office=office.code)
    wanted = list(shifts)
    names = {shift.name.casefold() for shift in wanted}
    too_long = any(len(shift.name) > LONGEST_NAME for shift in wanted)
    if len(names) < len(wanted) or len(wanted) > MOST or too_long or any(s.ends <= s.begins for s in wanted):
        raise NotAShift
    with transaction.atomic():
        Office.objects.select_for_update().get(pk=office.pk)
        ShiftTemplate.objects.filter(office=office).delete()
        ShiftTemplate.objects.bulk_create(
            ShiftTemplate(office=office, name=shift.name, begins=shift.begins, ends=shift.ends) for shift in wanted
        )
