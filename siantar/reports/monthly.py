"""From the numbers of a month to its paper and its workbook."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from siantar.letters.frames import letterhead_of
from siantar.paper.charts import Pencil
from siantar.paper.monthly import MonthlyPaper, PaperPicture, monthly_pdf
from siantar.paper.workbook import Cell, WorkbookSheet, workbook_of
from siantar.reports import whole_report, words
from siantar.reports.month_report import MonthReport
from siantar.reports.picture import ReportPicture
from siantar.reports.report_sentence import sentence

LANGUAGE = "id"  # what an office hands in
PROVISIONAL = "Sementara: belum diterbitkan"
CITY = "Seluruh kota"
LONGEST_TABLE = 60  # lines on paper; the workbook has them all


def paper_of(report: MonthReport, at: datetime, *, issued: bool) -> bytes:
    """The report as PDF."""
    office, whole = report.scope.offices[0], report.whole
    zone, of_one = ZoneInfo(office.zone), len(report.scope.offices) == 1
    month = words.month(report.period.first_on, LANGUAGE)
    return monthly_pdf(
        MonthlyPaper(
            office_name=office.name if of_one else CITY,
            head=letterhead_of(office) if of_one else None,
            month=month,
            about=_service(report) or month,
            sentence=sentence(report, LANGUAGE),
            numbers=(
                ("berkas masuk", words.number(whole.handed_in, LANGUAGE)),
                ("berkas selesai", words.number(whole.served, LANGUAGE)),
                ("tepat janji", "–" if whole.percent is None else f"{whole.percent} %"),
                ("lewat janji sekarang", words.number(report.late.total(), LANGUAGE)),
            ),
            pictures=tuple(_picture(picture) for picture in whole_report.pictures_of(report, LANGUAGE)),
            made_at=f"{at.astimezone(zone):%d-%m-%Y %H.%M}",
            provisional="" if issued else PROVISIONAL,
        )
    )


def _service(report: MonthReport) -> str:
    return next((flow.name for flow in report.services if flow.code == report.scope.service), "")


def _picture(picture: ReportPicture) -> PaperPicture:
    rows = [tuple(_written(cell) for cell in row.cells) for row in picture.rows[:LONGEST_TABLE]]
    return PaperPicture(
        picture.question, picture.hint, picture.draw(Pencil(on_paper=True)), picture.headings, tuple(rows)
    )


def _written(cell: Cell) -> str:
    if isinstance(cell, float):
        return words.number(cell, LANGUAGE, 1)
    return words.number(cell, LANGUAGE) if isinstance(cell, int) else str(cell or "")


def workbook_of_report(report: MonthReport, language: str = LANGUAGE) -> bytes:
    """All tables, each with the chart that Excel draws."""
    return workbook_of(sheets(whole_report.pictures_of(report, language)))


def sheets(pictures: Iterable[ReportPicture]) -> list[WorkbookSheet]:
    """A sheet a picture."""
    return [
        WorkbookSheet(
            picture.code, picture.headings, [row.cells for row in picture.rows], picture.shape, picture.charted,
            picture.question,
        )
        for picture in pictures
    ]  # fmt: skip
