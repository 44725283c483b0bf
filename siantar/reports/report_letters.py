"""The pictures of a report about letters: what became of them, and at which desk they wait."""

from __future__ import annotations

from collections import Counter
from functools import partial

from siantar.catalogue.words import Words
from siantar.paper import charts
from siantar.paper.charts import ChartBar
from siantar.reports import words
from siantar.reports.letter_desks import Desk, LetterFate
from siantar.reports.month_report import MonthReport, median
from siantar.reports.picture import FilePart, PictureRow, ReportPicture, counted_bars, exactly
from siantar.reports.shares import Measure

FATES = {
    LetterFate.ISSUED: Words("Terbit", "Issued"),
    LetterFate.RETURNED: Words("Dikembalikan untuk diperbaiki", "Sent back to be put right"),
    LetterFate.WITHDRAWN: Words("Ditarik", "Withdrawn"),
}
DESKS = {
    Desk.WRITING: Words("Ditulis", "Written"),
    Desk.SECTION: Words("Paraf kepala seksi", "Initials of the head of section"),
    Desk.SECRETARY: Words("Paraf sekretaris", "Initials of the secretary"),
    Desk.HEAD: Words("Paraf Camat", "Initials of the Camat"),
    Desk.SIGNATURE: Words("Tanda tangan", "Signature"),
}


def letters(report: MonthReport, language: str) -> ReportPicture:
    """How many letters were issued, sent back, withdrawn in the month."""
    counts = report.month[Measure.LETTER]
    rows = [(name.in_language(language), counts[fate]) for fate, name in FATES.items() if counts[fate]]
    codes = [str(fate) for fate in FATES if counts[fate]]
    return ReportPicture(
        "surat",
        Words("Berapa surat terbit, dan berapa yang keliru?", "How many letters went out, how many wrong?").in_language(
            language
        ),
        (
            Words("Surat", "Letters").in_language(language),
            Words("Jumlah", "Number").in_language(language),
        ),
        [
            PictureRow(row, {0: FilePart(code, Measure.LETTER, exactly(code), report.period.first_on)})
            for row, code in zip(rows, codes, strict=True)
        ],
        partial(charts.bars, counted_bars(rows, language, parts=codes)),
    )


def desks(report: MonthReport, language: str) -> ReportPicture:
    """How long letters waited at each desk: the middle one, in whole working hours."""
    hours: dict[str, Counter[int]] = {}
    for key, count in report.month[Measure.LETTER_WAIT].items():
        desk, _, spent = key.partition("|")
        hours.setdefault(desk, Counter())[int(spent)] += count
    lines = [(name.in_language(language), hours[desk]) for desk, name in DESKS.items() if desk in hours]
    codes = [str(desk) for desk in DESKS if desk in hours]
    rows = [(name, spent.total(), median(spent), max(spent)) for name, spent in lines]
    return ReportPicture(
        "meja-surat",
        Words("Di meja mana surat menunggu?", "At which desk do letters wait?").in_language(language),
        (
            Words("Meja", "Desk").in_language(language),
            Words("Kali", "Times").in_language(language),
            Words("Jam kerja, nilai tengah", "Working hours, median").in_language(language),
            Words("Jam kerja, terlama", "Working hours, longest").in_language(language),
        ),
        [
            PictureRow(row, {0: FilePart(code, Measure.LETTER_WAIT, partial(_at_desk, code), report.period.first_on)})
            for row, code in zip(rows, codes, strict=True)
        ],
        partial(charts.bars, [
            ChartBar(name, _caption(middle, language), middle, part=code)
            for (name, _n, middle, _most), code in zip(rows, codes, strict=True)
        ]),
        hint=Words(
            "Jam kerja dari meja sebelumnya sampai meja ini selesai; yang di tengah dari semua surat bulan ini.",
            "Working hours from the desk before until this one was done; the middle of all letters of the month.",
        ).in_language(language),
        charted=2,
    )  # fmt: skip


def _at_desk(code: str, key: str) -> bool:
    """Whether a key is of a wait at this desk."""
    return key.partition("|")[0] == code


def _caption(hours: int, language: str) -> str:
    if hours < 1:
        return Words("< 1 jam", "< 1 h").in_language(language)
    return Words("{h} jam", "{h} h").in_language(language).format(h=words.number(hours, language))
