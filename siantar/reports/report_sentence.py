"""The one sentence a report begins with: done, on time, stuck, and where most is stuck."""

from __future__ import annotations

from collections import Counter

from siantar.catalogue.words import Words
from siantar.reports import words
from siantar.reports.month_report import MonthReport
from siantar.reports.shares import HandCode
from siantar.rules import period

DONE = Words("{when} {n} berkas selesai, {p} % tepat janji", "{when} {n} files were finished, {p} % on time")
DONE_UNJUDGED = Words("{when} {n} berkas selesai", "{when} {n} files were finished")
NOTHING_DONE = Words("{when} belum ada berkas yang selesai", "{when} no file has been finished yet")
STUCK = Words("{n} tersangkut, terbanyak di {where}", "{n} are stuck, most of them with {where}")
NOTHING_STUCK = Words("tidak ada yang lewat janji", "none is past its promise")
THIS_MONTH = Words("Bulan ini", "This month")
IN_MONTH = Words("{month}:", "{month}:")
NOW = Words("sekarang ", "now ")
INSIDE = {
    str(HandCode.OURS): Words("kantor kecamatan", "the sub-district office"),
    str(HandCode.COURIER): Words("tangan kurir", "the couriers"),
}


def sentence(report: MonthReport, language: str) -> str:
    """Say it."""
    whole, current = report.whole, report.period == period.month_of(report.today)
    month = words.month(report.period.first_on, language)
    when = THIS_MONTH.in_language(language) if current else IN_MONTH.in_language(language).format(month=month)
    form = NOTHING_DONE if not whole.served else DONE if whole.percent is not None else DONE_UNJUDGED
    count = words.number(whole.served, language)
    begin = form.in_language(language).format(when=when, n=count, p=whole.percent)
    now = "" if current else NOW.in_language(language)
    return f"{begin}; {now}{_stuck(report.late, report, language)}."


def _stuck(late: Counter[str], report: MonthReport, language: str) -> str:
    if not late:
        return NOTHING_STUCK.in_language(language)
    most = max(sorted(late), key=lambda code: late[code])
    ours = INSIDE.get(most)
    where = ours.in_language(language) if ours else words.hand(most, report.agencies, language)
    return STUCK.in_language(language).format(n=words.number(late.total(), language), where=where)
