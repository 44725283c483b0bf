"""The first draft of each year's holidays, by a library; from then on the table is the administrator's.

Lunar days of a coming year are estimates and named so ("perkiraan"); joint leave (cuti bersama) of a year is decided by
the government in the autumn before, so that the draft is made from October on.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import holidays
from django.db import connection, transaction
from django.utils.timezone import localdate

from siantar.directory.models import Holiday

AUTUMN = 10  # the month from which the year to come is looked at
_CATEGORIES = ("public", "government")
_LOCK = 0x53_4C_42_52  # of this draft, among the advisory locks


def years_without(at: datetime) -> list[int]:
    """This year, and from the autumn on the next, where the table has no holiday of it."""
    today = localdate(at)
    return [year for year in (today.year, *([today.year + 1] if today.month >= AUTUMN else [])) if not _has(year)]


def draft_missing(at: datetime) -> int:
    """Draft what `years_without` lists, and at setting up the next year too; how many days. Nothing is overwritten."""
    if not years_without(at):
        return 0
    with transaction.atomic():
        _be_alone()
        missing = years_without(at)
        this_year = localdate(at).year
        if this_year in missing and not _has(this_year + 1):
            missing = [this_year, this_year + 1]
        return len(Holiday.objects.bulk_create(_drafted(missing)))


def _drafted(years: Iterable[int]) -> list[Holiday]:
    days = holidays.country_holidays("ID", years=list(years), categories=_CATEGORIES, language="id") if years else {}
    return [Holiday(day=day, name=name[:120]) for day, name in sorted(days.items())]


def _has(year: int) -> bool:
    return Holiday.objects.filter(day__range=(date(year, 1, 1), date(year, 12, 31))).exists()


def _be_alone() -> None:
    """Several workers may draft at the same moment; SQLite writes one transaction at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
