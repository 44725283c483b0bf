"""The pictures of a report about what residents say: satisfaction with its trend and sample, complaints."""

from __future__ import annotations

from functools import partial

from siantar.catalogue.words import Words
from siantar.feedback import queries, results
from siantar.paper import charts
from siantar.reports import words
from siantar.reports.month_report import MonthReport
from siantar.reports.picture import PictureRow, ReportPicture, counted_bars
from siantar.rules import satisfaction as survey
from siantar.rules.period import Period, parse


def _months(report: MonthReport) -> list[Period]:
    return [parse(flow.code) for flow in report.trend]


def satisfaction(report: MonthReport, language: str) -> ReportPicture:
    """The index month by month; its sample against what the regulation asks for."""
    months = _months(report)
    scores = results.by_month(report.scope.codes, months[0].first_on, months[-1].last_on, report.scope.service)
    lived = [month for month in months if month.first_on in scores]
    points = [(words.short_month(month.first_on, language), float(scores[month.first_on].index)) for month in lived]
    rows = [
        (words.month(month.first_on, language), float(score.index), str(score.grade), score.count)
        for month in lived
        for score in (scores[month.first_on],)
    ]
    return ReportPicture(
        "skm",
        Words("Seberapa puas warga?", "How content are residents?").in_language(language),
        (
            Words("Bulan", "Month").in_language(language),
            "IKM",
            Words("Mutu", "Grade").in_language(language),
            Words("Jawaban", "Answers").in_language(language),
        ),
        [PictureRow(row) for row in rows],
        partial(charts.line, points, says=lambda index: words.number(index, language, 1), most=100),
        hint=_sample(report, lived, language, sum(score.count for score in scores.values())),
        shape="line",
    )


def _sample(report: MonthReport, lived: list[Period], language: str, answers: int) -> str:
    served = sum(flow.served for flow in report.trend)
    form = Words(
        "IKM bulan demi bulan. {n} jawaban dalam {months} bulan; sampel yang diperlukan {needed} (Krejcie dan Morgan).",
        "The index month by month. {n} answers in {months} months; the sample needed is {needed} (Krejcie and Morgan).",
    ).in_language(language)
    return form.format(n=answers, months=len(lived), needed=survey.needed(served))


def complaints(report: MonthReport, language: str) -> ReportPicture:
    """How many complaints were filed, month by month; they are about the office, so none where a service is chosen."""
    months = _months(report)
    span = Period("", months[0].first_on, months[-1].last_on)
    counts = queries.filed_by_month(report.scope.offices, span)
    rows = [(words.month(month.first_on, language), counts[month.code]) for month in months if month.code in counts]
    if report.scope.service:
        rows = []
    return ReportPicture(
        "aduan",
        Words("Berapa pengaduan yang masuk?", "How many complaints were filed?").in_language(language),
        (Words("Bulan", "Month").in_language(language), Words("Pengaduan", "Complaints").in_language(language)),
        [PictureRow(row) for row in rows],
        partial(charts.bars, counted_bars(rows, language)),
    )
