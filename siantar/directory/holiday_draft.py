"""The first draft of each year's holidays and Ramadan, by a library; then the tables are the administrator's.

Lunar days of a coming year are estimates and named so ("perkiraan"); joint leave (cuti bersama) of a year is decided by
the government in the autumn before, so that the draft is made from October on. Ramadan, with its shorter hours, begins
by the criteria Indonesia shares with its neighbours (MABIMS) and ends on the eve of Idul Fitri.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

import holidays
from django.db import connection, transaction
from django.utils.timezone import localdate

from siantar.directory.models import Holiday, Ramadan

AUTUMN = 10  # the month from which the year to come is looked at
_CATEGORIES = ("public", "government")
_SAME_CRITERIA = "BN"  # Brunei keeps the first of Ramadan as a public holiday, by the same criteria
_LOCK = 0x53_4C_42_52  # of this draft, among the advisory locks


def years_without(at: datetime) -> list[int]:
    """This year, and from the autumn on the next, where the table has no holiday of it."""
    return _bare(at, _has)


def years_without_ramadan(at: datetime) -> list[int]:
    """The same of the table of Ramadan."""
    return _bare(at, _has_ramadan)


def _bare(at: datetime, has: Callable[[int], bool]) -> list[int]:
    today = localdate(at)
    return [year for year in (today.year, *([today.year + 1] if today.month >= AUTUMN else [])) if not has(year)]


def draft_missing(at: datetime) -> int:
    """Draft what these list, and at setting up the next year too; how many rows. Nothing is overwritten."""
    if not years_without(at) and not years_without_ramadan(at):
        return 0
    with transaction.atomic():
        _be_alone()
        days = Holiday.objects.bulk_create(_drafted(_to_draft(at, _has)))
        months = Ramadan.objects.bulk_create(_drafted_months(_to_draft(at, _has_ramadan)))
        return len(days) + len(months)


def _to_draft(at: datetime, has: Callable[[int], bool]) -> list[int]:
    missing, this_year = _bare(at, has), localdate(at).year
    return [this_year, this_year + 1] if this_year in missing and not has(this_year + 1) else missing


def _drafted(years: Iterable[int]) -> list[Holiday]:
    days = holidays.country_holidays("ID", years=list(years), categories=_CATEGORIES, language="id") if years else {}
    return [Holiday(day=day, name=name[:120]) for day, name in sorted(days.items())]


def _drafted_months(years: Iterable[int]) -> list[Ramadan]:
    """Each Ramadan that begins in these years; a year of the sun may see two begin."""
    return [
        Ramadan(first_on=first, last_on=_eve_of_fitri(first))
        for year in years
        for first in holidays.country_holidays(_SAME_CRITERIA, years=year, observed=False, language="en_US").get_named(
            "First Day of Ramadan", lookup="startswith"
        )
        if first.year == year
    ]


def _eve_of_fitri(first_on: date) -> date:
    """The last day of the Ramadan that begins on `first_on`; its 30th where the library has no Idul Fitri after it."""
    days = holidays.country_holidays("ID", years=[first_on.year, first_on.year + 1], language="id")
    eves = (fitri - timedelta(days=1) for fitri in sorted(days.get_named("Hari Raya Idul Fitri", lookup="startswith")))
    return next((eve for eve in eves if 28 <= (eve - first_on).days <= 29), first_on + timedelta(days=29))


def _has(year: int) -> bool:
    return Holiday.objects.filter(day__range=(date(year, 1, 1), date(year, 12, 31))).exists()


def _has_ramadan(year: int) -> bool:
    return Ramadan.objects.filter(first_on__range=(date(year, 1, 1), date(year, 12, 31))).exists()


def _be_alone() -> None:
    """Several workers may draft at the same moment; SQLite writes one transaction at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
