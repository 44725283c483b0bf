"""What a report is about: whose numbers, of which month and service; kept in an address."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404
from django.utils import timezone
from django.utils.http import urlencode

from siantar.catalogue.queries import services_of
from siantar.directory import offices
from siantar.directory.models import Office
from siantar.faces.frame.language import spoken
from siantar.faces.frame.staff_access import StaffRequest
from siantar.reports import month_report, whole_report
from siantar.reports.month_report import MonthReport, ReportScope
from siantar.reports.picture import ReportPicture
from siantar.rules import period as periods
from siantar.rules.access import Reading, Scope, scopes_for
from siantar.rules.period import Period

ALL = "semua"
MONTHS = 24


@dataclass(frozen=True, slots=True)
class ReportChoice:
    """What was chosen, and what there is to choose from; `office` is empty for a whole city."""

    scope: ReportScope
    period: Period
    office: str
    offices: tuple[Office, ...]
    months: tuple[Period, ...]
    services: tuple[tuple[str, str], ...]

    @property
    def parameters(self) -> str:
        """The same as parameters of an address."""
        chosen = {"kantor": self.office, "bulan": self.period.code, "layanan": self.scope.service}
        return urlencode({name: value for name, value in chosen.items() if value})

    @property
    def name(self) -> str:
        """Whose numbers these are, for a file's name."""
        return self.office or self.scope.offices[0].code


def choice_of(request: StaffRequest) -> ReportChoice:
    """Read it; a month, service or office that is not there is as if none was chosen."""
    others = _reached(request)
    mine = offices.by_code(request.actor.office)
    if mine is None and not others:
        raise Http404
    wanted = request.GET.get("kantor", "") or (ALL if len(others) > 1 else "")
    chosen = tuple(office for office in others if wanted in {office.pk, ALL}) or ((mine,) if mine else others)
    today = timezone.localtime(request.at).date()
    months = periods.months_back(today, MONTHS)
    period = next((month for month in months if month.code == request.GET.get("bulan")), months[0])
    offered = {(service.code, service.name) for each in chosen for service in services_of(each.pk, request.at)}
    services = tuple(sorted(offered, key=_by_name))
    service = next((code for code, _name in services if code == request.GET.get("layanan")), "")
    whole = wanted if wanted == ALL and len(others) > 1 else chosen[0].pk if others else ""
    return ReportChoice(ReportScope(chosen, service), period, whole, others, months, services)


def _reached(request: StaffRequest) -> tuple[Office, ...]:
    """The offices whose numbers this person may see beside the own one's."""
    citywide = Scope.CITY in scopes_for(request.actor, Reading.REPORT)
    return tuple(offices.serving_residents()) if citywide else ()


def _by_name(service: tuple[str, str]) -> str:
    return service[1]


def report_of(request: StaffRequest, choice: ReportChoice) -> MonthReport:
    """The numbers that were asked for. Raises Forbidden."""
    today = timezone.localtime(request.at).date()
    return month_report.report_for(request.actor, choice.scope, choice.period, today)


def picture_of(request: StaffRequest, choice: ReportChoice, code: str) -> ReportPicture:
    """The picture with this code. Raises Http404, Forbidden."""
    report = report_of(request, choice)
    for picture in whole_report.pictures_of(report, spoken()):
        if picture.code == code:
            return picture
    raise Http404
