"""An office says where it is, when it is open and how it is reached."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from siantar.directory import all_regions, audit
from siantar.directory.changes import change
from siantar.directory.models import Holiday, Office, Region
from siantar.rules.access import Act, Actor, require
from siantar.rules.audit import Audited

FIELDS = ("name", "address", "hours", "hours_en", "phone", "whatsapp", "complaint_channel", "complaint_channel_en", "lat", "lon", "proof_asked")


def keep_office(code: str, values: Mapping[str, Any], *, by: Actor, at: datetime) -> list[str]:
    """Store what was changed of an office; the names of the fields. Raises Forbidden."""
    require(by, Act.SET_UP_OFFICE, office=code)
    with transaction.atomic():
        office = Office.objects.select_for_update().get(code=code)
        changed = change(office, FIELDS, values)
        if changed:
            office.save(update_fields=changed)
            audit.note(Audited.OFFICE_SET, at=at, by=int(by.person), fields=" ".join(changed))
    return changed


def choose_district(code: str, district: str, *, by: Actor, at: datetime) -> int:
    """Say which kecamatan an office serves, with its kelurahan as built in; how many are new. Raises Forbidden.

    What is there of them stays as it is; addresses of other kelurahan stay with the files that have them.
    """
    require(by, Act.SET_UP_OFFICE, office=code)
    place = all_regions.district(district)
    if place is None:
        return 0
    names = {place.code[:2]: place.province, place.code[:5]: place.city, place.code: place.name}
    names |= all_regions.villages_in([district])[district]
    with transaction.atomic():
        there = set(Region.objects.filter(code__in=names).values_list("code", flat=True))
        fresh = [Region(code=region, name=name) for region, name in names.items() if region not in there]
        Region.objects.bulk_create(fresh)
        Office.objects.filter(code=code).update(region=district)
        audit.note(Audited.OFFICE_SET, at=at, by=int(by.person), fields="region", region=district)
    return len(fresh)


def days_off(office: str, year: int) -> QuerySet[Holiday]:
    """The days on which the office is closed in a year, those of all offices included."""
    mine = Q(office=office) | Q(office=None)
    return Holiday.objects.filter(mine, day__range=(date(year, 1, 1), date(year, 12, 31))).order_by("day")


def add_day_off(office: str, day: date, name: str, *, by: Actor, at: datetime) -> bool:
    """Close an office on a day; False where it is closed then already. Raises Forbidden."""
    require(by, Act.SET_UP_OFFICE, office=office)
    if Holiday.objects.filter(Q(office=office) | Q(office=None), day=day).exists():
        return False
    try:
        with transaction.atomic():
            Holiday.objects.create(day=day, name=name, office_id=office)
            audit.note(Audited.OFFICE_SET, at=at, by=int(by.person), fields="holiday", day=f"{day:%Y-%m-%d}")
    except IntegrityError:
        return False
    return True


def drop_day_off(row: int, *, by: Actor, at: datetime) -> None:
    """Open one's own office on a day it had closed; days of all offices stay. Raises Forbidden."""
    require(by, Act.SET_UP_OFFICE, office=by.office)
    for holiday in Holiday.objects.filter(pk=row, office=by.office):
        holiday.delete()
        day = f"{holiday.day:%Y-%m-%d}"
        audit.note(Audited.OFFICE_SET, at=at, by=int(by.person), fields="holiday", day=day)
