"""What is asked of offices and regions."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from siantar.directory.models import Office, Region
from siantar.rules import position
from siantar.rules.position import Area


def serving_residents() -> QuerySet[Office]:
    """The offices with a counter."""
    return Office.objects.filter(nature=Office.Nature.OFFICE).order_by("code")


def villages_of(office_code: str) -> QuerySet[Region]:
    """The kelurahan of an office's region; all known ones where it has none."""
    office = Office.objects.get(code=office_code)
    prefix = f"{office.region_id}." if office.region_id else ""
    return Region.objects.filter(code__startswith=prefix, code__regex=r"^\d\d\.\d\d\.\d\d\.\d{4}$").order_by("code")


def area_of(office_code: str) -> Area:
    """Where the office's addresses lie, as far as its own place and the middles of its kelurahan say."""
    office = Office.objects.get(code=office_code)
    return position.area_of((office.lat, office.lon), villages_of(office_code).values_list("lat", "lon"))


def villages_by_name() -> dict[str, list[str]]:
    """Codes of the kelurahan of all offices, by their folded names; a name that several bear has several."""
    codes: dict[str, list[str]] = {}
    for office in serving_residents():
        for region in villages_of(office.code):
            mine = codes.setdefault(region.name.casefold(), [])
            mine += [region.code] if region.code not in mine else []
    return codes


def is_village(code: str) -> bool:
    """Whether this is the code of a kelurahan or desa known here."""
    return Region.objects.filter(code=code).exists()


def partners(office: str) -> QuerySet[Office]:
    """Where bundles of an office may go: agencies for an office with a counter, such offices for an agency."""
    mine = Office.objects.get(code=office)
    other = Office.Nature.AGENCY if mine.nature == Office.Nature.OFFICE else Office.Nature.OFFICE
    return Office.objects.filter(nature=other).order_by("name")


def partner(office: str, code: str) -> Office | None:
    """One of the partners, or nobody."""
    return partners(office).filter(code=code).first()


def agencies() -> QuerySet[Office]:
    """The agencies files may go to, by name."""
    return Office.objects.filter(nature=Office.Nature.AGENCY).order_by("name")


def silent_agencies() -> frozenset[str]:
    """Agencies that do not use Siantar: a liaison speaks for them."""
    silent = agencies().filter(uses_siantar=False)
    return frozenset(silent.values_list("code", flat=True))


def others(office: str) -> QuerySet[Office]:
    """Every other office and agency of this installation, by name."""
    return Office.objects.exclude(code=office).order_by("name")


def by_code(code: str) -> Office | None:
    """Find the office or agency with this code; None where there is none."""
    return Office.objects.filter(code=code).first()


def by_number(number: int) -> Office | None:
    """Find the office by the number inside its receipts; None where there is none."""
    return Office.objects.filter(number=number).first()


def names_of_offices(codes: set[str]) -> dict[str, str]:
    """Names by code."""
    return dict(Office.objects.filter(code__in=codes).values_list("code", "name"))


def names_of_regions(codes: set[str]) -> dict[str, str]:
    """Names of regions by code."""
    return dict(Region.objects.filter(code__in=codes).values_list("code", "name"))


def day_in(office: Office, at: datetime) -> date:
    """The day of a moment in the office's zone."""
    return at.astimezone(ZoneInfo(office.zone)).date()
