"""The report of an office or a city: first the sentence, then the number, then the pictures, each with its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from siantar.faces.frame import downloads
from siantar.faces.frame.language import spoken
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.faces.reports import behind
from siantar.faces.reports.choice import ReportChoice, choice_of, picture_of, report_of
from siantar.paper import csv_table, workbook
from siantar.paper.charts import Pencil
from siantar.paper.workbook import Cell
from siantar.reports import monthly, whole_report, words
from siantar.reports.month_report import MonthReport
from siantar.reports.picture import ReportPicture
from siantar.reports.report_sentence import sentence
from siantar.rules.access import Reading, scopes_for

leaders = staff(Reading.REPORT)


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of the table under a picture, with the address of its files where this person may see them."""

    value: Cell
    address: str = ""


@dataclass(frozen=True, slots=True)
class DrawnPicture:
    """A picture of the page: drawn, with its table."""

    picture: ReportPicture
    drawing: SafeString
    lines: Sequence[Sequence[TableCell]]


@leaders
@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """Show the report."""
    choice = choice_of(request)
    report = report_of(request, choice)
    first, *rest = [_drawn(picture, request, choice) for picture in whole_report.pictures_of(report, spoken())]
    context = {
        "choice": choice,
        "months": [(month.code, words.month(month.first_on, spoken())) for month in choice.months],
        "month": words.month(report.period.first_on, spoken()),
        "report": report,
        "sentence": sentence(report, spoken()),
        "trend": first,
        "pictures": rest,
        "lists": bool(scopes_for(request.actor, Reading.WORK_LIST)),
        **_before(report),
    }
    return render(request, "reports/report.html", context)


def _before(report: MonthReport) -> Mapping[str, object]:
    """The month before, to compare with."""
    before = report.trend[-2]
    return {
        "before": before if before.judged else None,
        "late": report.late.total(),
        "due": report.due_this_week.total(),
    }


def _drawn(picture: ReportPicture, request: StaffRequest, choice: ReportChoice) -> DrawnPicture:
    address = partial(behind.address_of, request, choice, picture.code)
    drawing = mark_safe(picture.draw(Pencil(address=address)))  # of our own shapes; every word in it is escaped
    lines = [
        [
            TableCell(cell, address(part) if (part := row.parts.get(place)) and cell else "")
            for place, cell in enumerate(row.cells)
        ]
        for row in picture.rows
    ]
    return DrawnPicture(picture, drawing, lines)


@leaders
@require_safe
def numbers(request: StaffRequest, code: str) -> HttpResponse:
    """The numbers of one picture as CSV."""
    choice = choice_of(request)
    picture = picture_of(request, choice, code)
    content = csv_table.csv_table(picture.headings, [row.cells for row in picture.rows])
    name = f"laporan-{code}-{choice.name}-{choice.period.code}.csv"
    return downloads.table(request, content, what="report", name=name)


@leaders
@require_safe
def numbers_excel(request: StaffRequest, code: str) -> HttpResponse:
    """The numbers of one picture as a workbook with its chart."""
    choice = choice_of(request)
    sheets = monthly.sheets([picture_of(request, choice, code)])
    name = f"laporan-{code}-{choice.name}-{choice.period.code}.xlsx"
    return downloads.excel(request, workbook.workbook_of(sheets), what="report", name=name)


@leaders
@require_safe
def excel(request: StaffRequest) -> HttpResponse:
    """All numbers of the month, a sheet a table."""
    choice = choice_of(request)
    content = monthly.workbook_of_report(report_of(request, choice), spoken())
    return downloads.excel(request, content, what="report", name=f"laporan-{choice.name}-{choice.period.code}.xlsx")


@leaders
@require_safe
def paper(request: StaffRequest) -> HttpResponse:
    """The month as paper, as it is now: marked as provisional, for only what was issued is kept."""
    choice = choice_of(request)
    content = monthly.paper_of(report_of(request, choice), request.at, issued=False)
    downloads.note_export(request, "report")
    return downloads.pdf(content, f"laporan-{choice.name}-{choice.period.code}-sementara.pdf")
