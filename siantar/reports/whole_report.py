"""All pictures of a report in the order in which they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from siantar.reports import report_delivery, report_letters, report_pictures, report_process, report_voice
from siantar.reports.month_report import MonthReport
from siantar.reports.picture import ReportPicture

Drawn = Callable[[MonthReport, str], ReportPicture]
PICTURES: tuple[Drawn, ...] = (
    report_pictures.threatened,
    report_pictures.open_by_hand,
    report_pictures.ages,
    report_pictures.hands_of_time,
    report_pictures.stages,
    report_pictures.by_service,
    report_pictures.holders,
    report_letters.letters,
    report_letters.desks,
    report_delivery.attempts,
    report_delivery.reasons,
    report_delivery.villages,
    report_delivery.counter_load,
    report_voice.satisfaction,
    report_voice.complaints,
    report_process.detours,
    report_process.steps,
    report_process.whole_ways,
)


def pictures_of(report: MonthReport, language: str) -> Iterator[ReportPicture]:
    """Those with something to show, each reckoned when asked for; the promise first, the offices of a city last."""
    yield report_pictures.promise_over_time(report, language)
    yield from (picture for draw in PICTURES if not (picture := draw(report, language)).empty)
    if len(report.offices) > 1:
        yield report_pictures.by_office(report, language)
