"""How the offices of a city did in a month, kept as issued: by a leader, or by itself once every office issued its own.

The figures are those of the page (`/laporan/`) for the whole city: offices beside each other by name, none first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from siantar.directory import audit, last_changes, offices
from siantar.directory.models import LastChange, Office
from siantar.directory.offices import day_in
from siantar.reports import issuing
from siantar.reports.models import CityReceivers, CityReportCopy, IssuedCityReport, IssuedReport, MonthTally
from siantar.reports.month_report import ReportScope
from siantar.rules import period as periods
from siantar.rules.access import Act, Actor, Forbidden, Reading, Scope, require, scopes_for
from siantar.rules.audit import Audited
from siantar.rules.period import Period

FEWEST = 2  # offices that make a city


class OneOffice(ValueError):
    """A city of one office has that office's monthly report."""


def issue(month: Period, *, by: Actor, at: datetime) -> IssuedCityReport:
    """Issue the report of a month, or give back the one that is there. Raises issuing.NotOver, OneOffice, Forbidden."""
    require(by, Act.ISSUE_CITY_REPORT, office=by.office)
    return _issue(month, at, by=int(by.person))


def _issue(month: Period, at: datetime, *, by: int | None) -> IssuedCityReport:
    city, today = _city(), _today(at)
    if len(city) < FEWEST:
        raise OneOffice
    if month.last_on >= today:
        raise issuing.NotOver
    if (there := IssuedCityReport.objects.filter(month=month.first_on).first()) is not None:
        return there
    columns = issuing.as_issued(ReportScope(city), month, today, at)
    try:
        with transaction.atomic():
            fresh = IssuedCityReport.objects.create(issued_by_id=by, **columns)
            copies = [CityReportCopy(report=fresh, address=address, next_at=at) for address in _receivers()]
            CityReportCopy.objects.bulk_create(copies)
            return fresh
    except IntegrityError:  # somebody else issued it a moment ago
        return IssuedCityReport.objects.get(month=month.first_on)


def issued(month: Period, *, by: Actor) -> IssuedCityReport | None:
    """The report of a month as it was issued. Raises Forbidden."""
    _require_city(by)
    return IssuedCityReport.objects.filter(month=month.first_on).first()


def all_issued(by: Actor) -> Sequence[IssuedCityReport]:
    """The reports of the city, newest first, without their bytes. Raises Forbidden."""
    _require_city(by)
    reports = IssuedCityReport.objects.defer("paper", "workbook").prefetch_related("copies")
    return list(reports.order_by("-month"))


def receivers(by: Actor) -> list[str]:
    """The addresses that get the reports of the city. Raises Forbidden."""
    _require_city(by)
    return _receivers()


def _receivers() -> list[str]:
    row = CityReceivers.objects.first()
    return row.addresses.split() if row else []


def set_receivers(text: str, *, by: Actor, at: datetime) -> None:
    """Name who gets the reports of the city from now on. Raises issuing.NotAnAddress, OneOffice, Forbidden."""
    require(by, Act.SET_UP_CITY_REPORTS, office=by.office)
    addresses = issuing.addresses_in(text)
    with transaction.atomic():
        first = _locked_first()
        before = _receivers()
        if before == addresses:
            return
        CityReceivers.objects.update_or_create(pk=1, defaults={"addresses": "\n".join(addresses)})
        last_changes.keep(first, last_changes.CITY, {"addresses": before}, {"addresses": addresses}, at)
        audit.note(Audited.OFFICE_SET, at=at, by=int(by.person), fields=last_changes.CITY)


def undo_receivers(_office: str, *, by: Actor, at: datetime) -> None:
    """Put back who got the city's reports before the last change, whoever of its leaders made it.

    Raises Forbidden, OneOffice, last_changes.ChangedSince.
    """
    require(by, Act.SET_UP_CITY_REPORTS, office=by.office)
    with transaction.atomic():
        before = last_changes.to_undo(_locked_first(), last_changes.CITY, {"addresses": _receivers()})
        set_receivers("\n".join(before["addresses"]), by=by, at=at)


def issue_all_due(at: datetime) -> int:
    """Issue what is due, of each office and then of the city; how many."""
    return issuing.issue_due(at) + issue_due(at)


def issue_due(at: datetime) -> int:
    """Issue last month's once each office that has numbers issued its own; how many."""
    last_month = periods.month_of(_today(at).replace(day=1) - timedelta(days=1))
    first = last_month.first_on
    city = _city()
    there = IssuedCityReport.objects.filter(month=first).exists()
    if there or len(city) < FEWEST:
        return 0
    counted = set(MonthTally.objects.filter(month=first).exclude(amount=0).values_list("office", flat=True))
    own = set(IssuedReport.objects.filter(month=first).values_list("office", flat=True))
    waited_for = counted & {office.code for office in city}
    if not waited_for or waited_for - own:
        return 0
    _issue(last_month, at, by=None)
    return 1


def _city() -> tuple[Office, ...]:
    return tuple(offices.serving_residents())


def last_change_of_receivers() -> LastChange | None:
    """The change that `undo_receivers` takes back; kept with the first office, for leaders need not have one."""
    city = _city()
    return last_changes.of_page(city[0].pk, last_changes.CITY) if city else None


def _locked_first() -> str:
    """The first office, locked. Raises OneOffice where there is none."""
    if not (city := _city()):
        raise OneOffice
    return Office.objects.select_for_update().get(pk=city[0].pk).pk


def _today(at: datetime) -> date:
    """The day that has begun in every office."""
    return min((day_in(office, at) for office in _city()), default=at.date())


def _require_city(by: Actor) -> None:
    if Scope.CITY not in scopes_for(by, Reading.REPORT):
        raise Forbidden(Reading.REPORT)
