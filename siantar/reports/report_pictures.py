"""The pictures of a report: each answers one question, and has its numbers beside it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import partial

from siantar.catalogue import words as catalogue
from siantar.catalogue.words import Words
from siantar.paper import charts
from siantar.paper.charts import ChartBar
from siantar.reports import words
from siantar.reports.month_report import Flow, MonthReport
from siantar.reports.picture import FilePart, PictureRow, ReportPicture, counted_bars, every, exactly
from siantar.reports.shares import Measure
from siantar.rules.period import parse
from siantar.rules.vocabulary import Stage

AGES = ((0, 0), (1, 2), (3, 5), (6, 10), (11, 99_999))  # days since handing in
HOUR = 3600
LINES = 8  # bars that are drawn; the table has them all


def percent(flow: Flow) -> str:
    """The share of promises kept, written out."""
    return "–" if flow.percent is None else f"{flow.percent} %"


def _flow_row(flow: Flow, label: str, month: date, service: str = "") -> PictureRow:
    cells = (label, flow.handed_in, flow.served, flow.in_time, flow.judged, percent(flow))
    return PictureRow(cells, _flow_parts(flow.code, month, service))


def _flow_parts(code: str, month: date, service: str) -> dict[int, FilePart]:
    """Those judged behind the bar, and those that each cell counts."""
    counted = {
        0: ("janji", Measure.PROMISE, every),
        1: ("masuk", Measure.HANDED_IN, every),
        2: ("selesai", Measure.SERVED, every),
        3: ("tepat", Measure.PROMISE, exactly("kept")),
        4: ("dinilai", Measure.PROMISE, every),
    }
    return {
        place: FilePart(f"{code}|{name}", measure, fits, month, service)
        for place, (name, measure, fits) in counted.items()
    }


FLOW_HEADINGS = (
    Words("Masuk", "Handed in"), Words("Selesai", "Finished"), Words("Tepat janji", "On time"),
    Words("Dari", "Of"), Words("Tepat janji, %", "On time, %"),
)  # fmt: skip


def _flow_headings(first: Words, language: str) -> tuple[str, ...]:
    return tuple(each.in_language(language) for each in (first, *FLOW_HEADINGS))


def promise_over_time(report: MonthReport, language: str) -> ReportPicture:
    """Whether promises are kept, month by month."""
    months = [(flow, parse(flow.code).first_on) for flow in report.trend]
    first = next((place for place, (flow, _day) in enumerate(months) if flow.handed_in or flow.served), 0)
    lived = months[min(first, len(months) - 2) :]
    points = [(words.short_month(day, language), flow.percent) for flow, day in lived]
    return ReportPicture(
        "janji",
        Words("Apakah janji ditepati?", "Are promises kept?").in_language(language),
        _flow_headings(Words("Bulan", "Month"), language),
        [_flow_row(flow, words.month(day, language), day) for flow, day in lived],
        partial(charts.line, points, says="{:g} %".format, most=100),
        hint=Words(
            "Berkas selesai yang siap sebelum hari yang dijanjikan lewat, bulan demi bulan.",
            "Finished files that were ready before the promised day was over, month by month.",
        ).in_language(language),
        charted=3, shape="line",
    )  # fmt: skip


def by_service(report: MonthReport, language: str) -> ReportPicture:
    """Which service keeps its promise."""
    return ReportPicture(
        "layanan",
        Words("Layanan mana yang menepati janji?", "Which services keep their promise?").in_language(language),
        _flow_headings(Words("Layanan", "Service"), language),
        [_flow_row(flow, flow.name, report.period.first_on, flow.code) for flow in report.services],
        partial(charts.bars, [_promise_bar(flow, language) for flow in report.services], most=100),
        charted=2,
    )


def by_office(report: MonthReport, language: str) -> ReportPicture:
    """How it is in each office: in the order of their names, none before another by its numbers."""
    return ReportPicture(
        "kantor",
        Words("Bagaimana di setiap kantor?", "How is it in each office?").in_language(language),
        _flow_headings(Words("Kantor", "Office"), language),
        [PictureRow(_flow_row(flow, flow.name, report.period.first_on).cells) for flow in report.offices],
        partial(charts.bars, [_promise_bar(flow, language) for flow in report.offices], most=100),
        hint=Words("Menurut abjad, bukan peringkat.", "In alphabetical order; this is no ranking.").in_language(
            language
        ),
        charted=2,
    )


def _promise_bar(flow: Flow, language: str) -> ChartBar:
    of = Words("{p} dari {n}", "{p} of {n}").in_language(language)
    caption = of.format(p=percent(flow), n=words.number(flow.judged, language)) if flow.judged else "–"
    return ChartBar(flow.name, caption, float(flow.percent or 0), part=f"{flow.code}|janji" if flow.judged else "")


def _hand_colour(code: str) -> str:
    return f"hand-{code.partition(':')[0]}"


def hands_of_time(report: MonthReport, language: str) -> ReportPicture:
    """In whose hands the time went: mean working hours of a file that was finished."""
    seconds, files = report.month[Measure.SECONDS], max(report.whole.served, 1)
    month = report.period.first_on
    hours = {code: spent / HOUR / files for code, spent in _in_order(seconds).items()}
    unit = Words("{n} jam", "{n} hours").in_language(language)
    rows = [(words.hand(code, report.agencies, language), spent, code) for code, spent in hours.items()]
    return ReportPicture(
        "tangan",
        Words("Di tangan siapa waktunya habis?", "In whose hands did the time go?").in_language(language),
        (
            Words("Di tangan", "In the hands of").in_language(language),
            Words("Jam kerja per berkas", "Working hours a file").in_language(language),
        ),
        [
            PictureRow((name, round(spent, 1)), {0: FilePart(code, Measure.SECONDS, exactly(code), month)})
            for name, spent, code in rows
        ],
        partial(charts.stack, [
            ChartBar(name, unit.format(n=words.number(spent, language, 1)), spent, _hand_colour(code), code)
            for name, spent, code in rows
        ]),
        hint=Words(
            "Rata-rata jam kerja kantor untuk satu berkas yang selesai bulan itu, dari diserahkan sampai diterima.",
            "Mean working hours of the office for a file finished in that month, from handing in to handing over.",
        ).in_language(language),
    )  # fmt: skip


def _in_order(counts: Counter[str]) -> dict[str, int]:
    """Ours, each agency, the resident's, the courier's: the same order in every picture."""
    kinds = ("ours", "agency", "resident", "courier")
    return dict(sorted(counts.items(), key=lambda entry: (kinds.index(entry[0].partition(":")[0]), entry[0])))


def open_by_hand(report: MonthReport, language: str) -> ReportPicture:
    """In whose hands the open files are now."""
    oldest: dict[str, int] = {}
    for days, code, _count in report.ages:
        oldest[code] = max(days, oldest.get(code, 0))
    rows = [
        (words.hand(code, report.agencies, language), count, code)
        for code, count in _in_order(report.open_by_hand).items()
    ]
    question = Words("Di tangan siapa {n} berkas sekarang?", "In whose hands are {n} files now?").in_language(language)
    return ReportPicture(
        "sekarang",
        question.format(n=words.number(report.open, language)),
        (
            Words("Di tangan", "In the hands of").in_language(language),
            Words("Berkas", "Files").in_language(language),
            Words("Paling lama, hari", "The oldest, days").in_language(language),
        ),
        [
            PictureRow((name, count, oldest[code]), {0: FilePart(code, Measure.OPEN_SINCE, partial(_of_hand, code))})
            for name, count, code in rows
        ],
        partial(charts.stack, [
            ChartBar(name, words.number(count, language), count, _hand_colour(code), code) for name, count, code in rows
        ]),
    )  # fmt: skip


def _of_hand(code: str, key: str) -> bool:
    """Whether a key of a day and a hand is of this hand."""
    return key.partition("|")[2] == code


def _due(code: str, span: tuple[date, date], key: str) -> bool:
    """Whether a promise of this hand ends within these days."""
    day, _bar, hand = key.partition("|")
    return hand == code and span[0] <= date.fromisoformat(day) <= span[1]


def _due_parts(report: MonthReport, code: str) -> dict[int, FilePart]:
    """Those past their promise, those whose promise ends this week, and both."""
    late, soon = report.late_days, report.days_of_week
    spans = {0: ("terancam", (late[0], soon[1])), 1: ("lewat", late), 2: ("habis", soon)}
    return {
        place: FilePart(f"{code}|{name}", Measure.OPEN_DUE, partial(_due, code, span))
        for place, (name, span) in spans.items()
    }


def threatened(report: MonthReport, language: str) -> ReportPicture:
    """What broke its promise and what must be done this week, by whose turn it is."""
    late, due = report.late, report.due_this_week
    codes = _in_order(late + due)
    rows = [(words.hand(code, report.agencies, language), late[code], due[code], code) for code in codes]
    caption = Words("{n} lewat, {m} minggu ini", "{n} late, {m} this week").in_language(language)
    return ReportPicture(
        "terancam",
        Words("Apa yang akan lewat janji minggu ini?", "What will break its promise this week?").in_language(language),
        (
            Words("Giliran", "Whose turn").in_language(language),
            Words("Lewat janji", "Past the promise").in_language(language),
            Words("Janji habis dalam 7 hari", "Promise ends within 7 days").in_language(language),
        ),
        [PictureRow((name, n, m), _due_parts(report, code)) for name, n, m, code in rows],
        partial(charts.bars, [
            ChartBar(name, caption.format(n=n, m=m), n + m, "red-mark" if n else "edge", f"{code}|terancam")
            for name, n, m, code in rows
        ]),
    )  # fmt: skip


def ages(report: MonthReport, language: str) -> ReportPicture:
    """How long files have been waiting."""
    counts = [sum(n for days, _hand, n in report.ages if first <= days <= last) for first, last in AGES]
    names = [_age(first, last, language) for first, last in AGES]
    colours = [*["edge"] * (len(AGES) - 1), "red-mark"]
    parts = [
        FilePart(f"{first}-{last}", Measure.OPEN_SINCE, partial(_aged, report.today, (first, last)))
        for first, last in AGES
    ]
    bars = [
        ChartBar(name, words.number(count, language), count, colour, part.code if count else "")
        for name, count, colour, part in zip(names, counts, colours, parts, strict=True)
    ]
    return ReportPicture(
        "umur",
        Words("Sudah berapa lama berkas menunggu?", "How long have files been waiting?").in_language(language),
        (
            Words("Sejak diserahkan", "Since handing in").in_language(language),
            Words("Berkas", "Files").in_language(language),
        ),
        [PictureRow((name, count), {0: part}) for name, count, part in zip(names, counts, parts, strict=True)]
        if report.open
        else [],
        partial(charts.bars, bars),
    )


def _aged(today: date, span: tuple[int, int], key: str) -> bool:
    """Whether this many days passed since the day of a key."""
    return span[0] <= (today - date.fromisoformat(key.partition("|")[0])).days <= span[1]


def _age(first: int, last: int, language: str) -> str:
    if last == 0:
        return Words("hari ini", "today").in_language(language)
    if last > 999:
        return Words("lebih dari {n} hari", "more than {n} days").in_language(language).format(n=first - 1)
    return Words("{a} sampai {b} hari", "{a} to {b} days").in_language(language).format(a=first, b=last)


def stages(report: MonthReport, language: str) -> ReportPicture:
    """At which step the open files are."""
    counts = report.now[Measure.OPEN_STAGE]
    rows = [(stage, catalogue.label(stage, language), counts[stage]) for stage in Stage if counts[stage]]
    return ReportPicture(
        "langkah",
        Words("Pada langkah mana berkas sekarang?", "At which step are files now?").in_language(language),
        (Words("Langkah", "Step").in_language(language), Words("Berkas", "Files").in_language(language)),
        [
            PictureRow((name, count), {0: FilePart(str(stage), Measure.OPEN_STAGE, exactly(str(stage)))})
            for stage, name, count in rows
        ],
        partial(charts.bars, counted_bars([row[1:] for row in rows], language, parts=[str(row[0]) for row in rows])),
    )


def holders(report: MonthReport, language: str) -> ReportPicture:
    """Where the papers themselves are."""
    counts = sorted(report.now[Measure.OPEN_HOLDER].items(), key=lambda entry: (-entry[1], entry[0]))
    rows = [(words.holder(code, report.agencies, language), count) for code, count in counts]
    parts = [FilePart(code, Measure.OPEN_HOLDER, exactly(code)) for code, _count in counts]
    return ReportPicture(
        "pemegang",
        Words("Di mana dokumennya?", "Where are the documents themselves?").in_language(language),
        (Words("Pemegang", "Holder").in_language(language), Words("Berkas", "Files").in_language(language)),
        [PictureRow(row, {0: part}) for row, part in zip(rows, parts, strict=True)],
        partial(charts.bars, counted_bars(rows[:LINES], language, parts=[part.code for part in parts])),
    )
