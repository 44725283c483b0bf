"""An office says where it is, when it is open and how it is reached."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from siantar.directory import all_regions, audit, last_changes
from siantar.directory.changes import change
from siantar.directory.models import Holiday, Office, Region
from siantar.rules.access import Act, Actor, require
from siantar.rules.audit import Audited

FIELDS = (
    "name", "address", "hours", "hours_en", "phone", "whatsapp", "complaint_channel", "complaint_channel_en", "lat",
    "lon", "proof_asked",
)  # fmt: skip


def keep_office(code: str, values: Mapping[str, Any], *, by: Actor, at: datetime) -> list[str]:
    """Store what was changed of an office; the names of the fields. Raises Forbidden."""
    require(by, Act.SET_UP_OFFICE, office=code)
    with transaction.atomic():
        office = Office.objects.select_for_update().get(code=code)
        before = {name: getattr(office, name) for name in FIELDS}
        changed = change(office, FIELDS, values)
        if changed:
            office.save(update_fields=changed)
            was, is_now = ({name: state[name] for name in changed} for state in (before, {**before, **values}))
            last_changes.keep(code, last_changes.OFFICE, was, is_now, at)
            audit.note(Audited.OFFICE_SET, at=at, by=int(by.person), fields=" ".join(changed))
    return changed


def undo_office(code: str, *, by: Actor, at: datetime) -> list[str]:
    """Put back what the last change of the details changed; the names of the fields.

    Raises Forbidden, last_changes.ChangedSince.
    """
    require(by, Act.SET_UP_OFFICE, office=code)
    with transaction.atomic():
        office = Office.objects.select_for_update().get(code=code)
        present = {name: getattr(office, name) for name in FIELDS}
        return keep_office(code, last_changes.to_undo(code, last_changes.OFFICE, present), by=by, at=at)


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
            _keep_day(office, day, "", name, at)
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
        _keep_day(by.office, holiday.day, holiday.name, "", at)


def undo_day_off(office: str, *, by: Actor, at: datetime) -> date:
    """Open again on the day that was closed last, or close again the one that was opened; the day.

    Raises Forbidden, last_changes.ChangedSince.
    """
    require(by, Act.SET_UP_OFFICE, office=office)
    with transaction.atomic():
        Office.objects.select_for_update().get(code=office)
        change = last_changes.of_page(office, last_changes.DAYS)
        day = date.fromisoformat(change.after["day"]) if change else at.date()
        own = Holiday.objects.filter(office=office, day=day).first()
        present = {"day": day.isoformat(), "name": own.name if own else ""}
        name = last_changes.to_undo(office, last_changes.DAYS, present)["name"]
        if own is not None:
            drop_day_off(own.pk, by=by, at=at)
        elif not add_day_off(office, day, name, by=by, at=at):
            raise last_changes.ChangedSince
    return day


def _keep_day(office: str, day: date, was: str, is_now: str, at: datetime) -> None:
    """A day and the name it is closed by, "" while it is open."""
    before, after = ({"day": day.isoformat(), "name": name} for name in (was, is_now))
    last_changes.keep(office, last_changes.DAYS, before, after, at)
