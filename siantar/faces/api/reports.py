"""The monthly reports of the token's office and of the city for other systems: as issued, and only that."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Query, Router

from siantar.faces.api.problems import ERRORS, ApiProblem
from siantar.paper import workbook
from siantar.reports import city_issuing, issuing
from siantar.reports.models import IssuedCityReport, IssuedReport
from siantar.rules import period
from siantar.rules.access import Reading, require

router = Router()
Month = Annotated[str, Query(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")]


@router.get("/reports/monthly.pdf", response={200: bytes, **ERRORS})
def monthly_pdf(request: Any, month: Month) -> HttpResponse:
    """The paper of a month, as it was issued."""
    return HttpResponse(bytes(_issued(request, month).paper), content_type="application/pdf")


@router.get("/reports/monthly.xlsx", response={200: bytes, **ERRORS})
def monthly_xlsx(request: Any, month: Month) -> HttpResponse:
    """The workbook of a month, as it was issued."""
    return HttpResponse(bytes(_issued(request, month).workbook), content_type=workbook.TYPE)


@router.get("/reports/city/monthly.pdf", response={200: bytes, **ERRORS})
def city_pdf(request: Any, month: Month) -> HttpResponse:
    """The paper of all offices of the city for a month, as it was issued; for those who lead the city."""
    return HttpResponse(bytes(_issued_of_city(request, month).paper), content_type="application/pdf")


@router.get("/reports/city/monthly.xlsx", response={200: bytes, **ERRORS})
def city_xlsx(request: Any, month: Month) -> HttpResponse:
    """The workbook of all offices of the city for a month, as it was issued; for those who lead the city."""
    return HttpResponse(bytes(_issued_of_city(request, month).workbook), content_type=workbook.TYPE)


def _issued_of_city(request: Any, month: str) -> IssuedCityReport:
    report = city_issuing.issued(period.parse(month), by=request.auth)
    if report is None:
        raise ApiProblem(404, "not_found")
    return report


def _issued(request: Any, month: str) -> IssuedReport:
    office = request.auth.office
    require(request.auth, Reading.REPORT, office=office)
    report = issuing.issued(office, period.parse(month))
    if report is None:
        raise ApiProblem(404, "not_found")
    return report
