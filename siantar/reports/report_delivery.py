"""The pictures of a report about the way to the door and the counter: attempts, reasons, kelurahan, hours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from siantar.catalogue import words as catalogue
from siantar.catalogue.words import Words
from siantar.directory import offices, village_map
from siantar.paper import charts
from siantar.paper.charts import ChartBar
from siantar.reports import words
from siantar.reports.month_report import MonthReport
from siantar.reports.picture import FilePart, PictureRow, ReportPicture, counted_bars, exactly
from siantar.reports.shares import Measure
from siantar.rules.calendar_words import WEEKDAYS

DELIVERED, FAILED = "delivered", "failed"
LINES = 8  # bars that are drawn; the table has them all


def _by_outcome(counts: Counter[str]) -> Mapping[str, tuple[int, int]]:
    """Delivered and failed, by what stands before the outcome."""
    keys = sorted({key.rpartition("|")[0] for key in counts})
    return {key: (counts[f"{key}|{DELIVERED}"], counts[f"{key}|{FAILED}"]) for key in keys}


OUTCOME_HEADINGS = (Words("Berhasil", "Delivered"), Words("Gagal", "Failed"), Words("Berhasil, %", "Delivered, %"))


def _outcome_headings(first: Words, language: str) -> tuple[str, ...]:
    return tuple(each.in_language(language) for each in (first, *OUTCOME_HEADINGS))


def _outcome_row(label: str, counts: tuple[int, int], key: str, about: tuple[Measure, date]) -> PictureRow:
    measure, month = about
    delivered, failed = counts
    parts = {
        0: FilePart(f"{key}|", measure, partial(_before_bar, key), month),
        1: FilePart(f"{key}|{DELIVERED}", measure, exactly(f"{key}|{DELIVERED}"), month),
        2: FilePart(f"{key}|{FAILED}", measure, exactly(f"{key}|{FAILED}"), month),
    }
    return PictureRow((label, delivered, failed, f"{delivered * 100 // (delivered + failed)} %"), parts)


def _before_bar(code: str, key: str) -> bool:
    """Whether this stands before the outcome of a key."""
    return key.rpartition("|")[0] == code


def _outcome_bar(label: str, counts: tuple[int, int], key: str, language: str) -> ChartBar:
    delivered, whole = counts[0], sum(counts)
    of = Words("{p} % dari {n}", "{p} % of {n}").in_language(language)
    caption = of.format(p=delivered * 100 // whole, n=words.number(whole, language))
    return ChartBar(label, caption, 100 * delivered / whole, "hand-courier", f"{key}|")


def attempts(report: MonthReport, language: str) -> ReportPicture:
    """At which attempt documents are brought home."""
    named = Words("Percobaan {n}", "Attempt {n}").in_language(language)
    about = (Measure.ATTEMPT, report.period.first_on)
    rows = [(named.format(n=key), counts, key) for key, counts in _by_outcome(report.month[Measure.ATTEMPT]).items()]
    return ReportPicture(
        "antar",
        Words("Pada percobaan keberapa dokumen sampai?", "At which attempt do documents arrive?").in_language(language),
        _outcome_headings(Words("Percobaan", "Attempt"), language),
        [_outcome_row(*row, about) for row in rows],
        partial(charts.bars, [_outcome_bar(*row, language) for row in rows], most=100),
    )


def reasons(report: MonthReport, language: str) -> ReportPicture:
    """Why documents could not be handed over."""
    counts = sorted(report.month[Measure.FAILED].items(), key=lambda entry: (-entry[1], entry[0]))
    rows = [(catalogue.reason(code, language), count) for code, count in counts]
    parts = [FilePart(code, Measure.FAILED, exactly(code), report.period.first_on) for code, _count in counts]
    return ReportPicture(
        "gagal",
        Words("Mengapa antaran gagal?", "Why did deliveries fail?").in_language(language),
        (Words("Alasan", "Reason").in_language(language), Words("Kali", "Times").in_language(language)),
        [PictureRow(row, {0: part}) for row, part in zip(rows, parts, strict=True)],
        partial(charts.bars, counted_bars(rows[:LINES], language, "hand-courier", parts=[part.code for part in parts])),
    )


def villages(report: MonthReport, language: str) -> ReportPicture:
    """How it goes in each kelurahan, in the order of their names, on a map where their borders are there."""
    nowhere = Words("Tanpa kelurahan", "No kelurahan").in_language(language)
    outcomes = _by_outcome(report.month[Measure.VILLAGE])
    names = offices.names_of_regions(set(outcomes))
    codes = sorted(outcomes, key=lambda code: names.get(code, nowhere))
    rows = [(names.get(code, nowhere), outcomes[code], code) for code in codes]
    shares = {code: counts[0] / sum(counts) for code, counts in outcomes.items()}
    map_of = village_map.shapes(report.scope.codes, codes, shares)
    bars = [_outcome_bar(*row, language) for row in rows]
    return ReportPicture(
        "kelurahan",
        Words("Di kelurahan mana antaran sampai?", "In which kelurahan do deliveries arrive?").in_language(language),
        _outcome_headings(Words("Kelurahan", "Kelurahan"), language),
        [_outcome_row(*row, (Measure.VILLAGE, report.period.first_on)) for row in rows],
        partial(charts.areas, map_of, rows=village_map.signed(bars), most=100, colour="hand-courier")
        if map_of
        else partial(charts.bars, bars, most=100),
    )


def counter_load(report: MonthReport, language: str) -> ReportPicture:
    """When the counter is busy."""
    counts = {_spot(key): count for key, count in report.month[Measure.COUNTER_HOUR].items()}
    hours = sorted({hour for _weekday, hour in counts})
    span = list(range(hours[0], hours[-1] + 1)) if hours else []
    days = [day for day in range(7) if day < 5 or any(weekday == day for weekday, _hour in counts)]
    rows = [(WEEKDAYS[language][day], [counts.get((day, hour), 0) for hour in span]) for day in days]
    return ReportPicture(
        "loket",
        Words("Kapan loket ramai?", "When is the counter busy?").in_language(language),
        (Words("Hari", "Day").in_language(language), *(f"{hour:02d}.00" for hour in span)),
        [
            PictureRow((name, *amounts), _of_hours(day, span, report.period.first_on))
            for day, (name, amounts) in zip(days, rows, strict=True)
        ]
        if counts
        else [],
        partial(
            charts.heat, rows, [f"{hour:02d}" for hour in span],
            behind=[[_hour(day, hour) for hour in span] for day in days],
        ),
        hint=Words("Berkas yang diserahkan, menurut hari dan jam.", "Files handed in, by day and hour.").in_language(
            language
        ),
    )  # fmt: skip


def _hour(weekday: int, hour: int) -> str:
    return f"{weekday}-{hour:02d}"


def _of_hours(weekday: int, hours: Sequence[int], month: date) -> dict[int, FilePart]:
    """What was handed in on this day of the week, by the place of the hour."""
    codes = [_hour(weekday, hour) for hour in hours]
    return {place: FilePart(code, Measure.COUNTER_HOUR, exactly(code), month) for place, code in enumerate(codes, 1)}


def _spot(key: str) -> tuple[int, int]:
    weekday, _, hour = key.partition("-")
    return int(weekday), int(hour)
