"""Monthly reports as they were issued: by a head of the office, or by themselves on the first working day after.

What is issued is kept as it is. Whoever the office names gets it by mail; what fails is tried again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from siantar.directory import audit, last_changes, offices
from siantar.directory.calendars import calendar_of
from siantar.directory.models import Office
from siantar.directory.offices import day_in
from siantar.reports import month_report, monthly, tallies
from siantar.reports.models import IssuedReport, MonthTally, ReportCopy, ReportReceivers
from siantar.reports.month_report import ReportScope
from siantar.reports.report_sentence import sentence
from siantar.rules import period as periods
from siantar.rules.access import Act, Actor, require
from siantar.rules.audit import Audited
from siantar.rules.period import Period
from siantar.rules.working_time import windows_on

MOST_RECEIVERS = 10


class NotOver(Exception):
    """The month is not over: its report would not be its last word."""


class NotAnAddress(ValueError):
    """A line is no e-mail address, or there are too many."""


def issue(office: Office, month: Period, *, by: Actor, at: datetime) -> IssuedReport:
    """Issue the report of a month, or give back the one that is there. Raises NotOver, Forbidden."""
    require(by, Act.ISSUE_REPORT, office=office.code)
    return _issue(office, month, at, by=int(by.person))


def _issue(office: Office, month: Period, at: datetime, *, by: int | None) -> IssuedReport:
    today = day_in(office, at)
    if month.last_on >= today:
        raise NotOver
    if (there := issued(office.code, month)) is not None:
        return there
    columns = as_issued(ReportScope((office,)), month, today, at)
    try:
        with transaction.atomic():
            fresh = IssuedReport.objects.create(office=office, issued_by_id=by, **columns)
            copies = [ReportCopy(report=fresh, address=address, next_at=at) for address in receivers(office.code)]
            ReportCopy.objects.bulk_create(copies)
    except IntegrityError:  # somebody else issued it a moment ago
        return IssuedReport.objects.get(office=office, month=month.first_on)
    return fresh


def as_issued(scope: ReportScope, month: Period, today: date, at: datetime) -> dict[str, Any]:
    """What is kept of a report: its month, its sentence, its paper and its workbook, everything counted before."""
    tallies.count_missing()
    report = month_report.report(scope, month, today)
    return {
        "month": month.first_on,
        "issued_at": at,
        "summary": sentence(report, monthly.LANGUAGE)[:300],
        "paper": monthly.paper_of(report, at, issued=True),
        "workbook": monthly.workbook_of_report(report),
    }


def issued(office: str, month: Period) -> IssuedReport | None:
    """The report of a month as it was issued."""
    return IssuedReport.objects.filter(office=office, month=month.first_on).first()


def all_issued(office: str) -> Sequence[IssuedReport]:
    """The reports of an office, newest first, without their bytes; with how many copies went out."""
    reports = IssuedReport.objects.filter(office=office).defer("paper", "workbook").select_related("issued_by")
    return list(reports.prefetch_related("copies").order_by("-month"))


def receivers(office: str) -> list[str]:
    """The addresses that get the reports of an office."""
    row = ReportReceivers.objects.filter(office=office).first()
    return row.addresses.split() if row else []


def set_receivers(office: str, text: str, *, by: Actor, at: datetime) -> None:
    """Name who gets the reports from now on. Raises NotAnAddress, Forbidden."""
    require(by, Act.SET_UP_REPORTS, office=office)
    addresses = addresses_in(text)
    with transaction.atomic():
        Office.objects.select_for_update().get(pk=office)
        before = receivers(office)
        if before == addresses:
            return
        ReportReceivers.objects.update_or_create(office_id=office, defaults={"addresses": "\n".join(addresses)})
        last_changes.keep(office, last_changes.RECEIVERS, {"addresses": before}, {"addresses": addresses}, at)
        audit.note(Audited.OFFICE_SET, at=at, by=int(by.person), fields=last_changes.RECEIVERS)


def undo_receivers(office: str, *, by: Actor, at: datetime) -> None:
    """Put back who got the reports before the last change. Raises Forbidden, last_changes.ChangedSince."""
    require(by, Act.SET_UP_REPORTS, office=office)
    with transaction.atomic():
        Office.objects.select_for_update().get(pk=office)
        before = last_changes.to_undo(office, last_changes.RECEIVERS, {"addresses": receivers(office)})
        set_receivers(office, "\n".join(before["addresses"]), by=by, at=at)


def addresses_in(text: str) -> list[str]:
    """The addresses of what was typed, each once. Raises NotAnAddress."""
    addresses = list(dict.fromkeys(text.replace(",", " ").replace(";", " ").split()))
    if len(addresses) > MOST_RECEIVERS:
        raise NotAnAddress
    for address in addresses:
        try:
            validate_email(address)
        except ValidationError as error:
            raise NotAnAddress(address) from error
    return addresses


def issue_due(at: datetime) -> int:
    """Issue last month's report of each office whose first working day of the month has begun; how many."""
    count = 0
    for office in offices.serving_residents():
        today = day_in(office, at)
        last_month = periods.month_of(today.replace(day=1) - timedelta(days=1))
        if issued(office.code, last_month) is None and _has_begun(office, today) and _has_numbers(office, last_month):
            _issue(office, last_month, at, by=None)
            count += 1
    return count


def _has_begun(office: Office, today: date) -> bool:
    """Whether the office has worked, or works today, in this month."""
    calendar = calendar_of(office)
    return any(windows_on(calendar, today.replace(day=day)) for day in range(1, today.day + 1))


def _has_numbers(office: Office, month: Period) -> bool:
    return MonthTally.objects.filter(office=office, month=month.first_on).exclude(amount=0).exists()
