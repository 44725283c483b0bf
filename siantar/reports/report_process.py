"""The pictures of the way files really went: steps with counts and medians, whole ways, how many had to go round."""

from __future__ import annotations

from collections import Counter
from functools import partial

from siantar.catalogue import words as catalogue
from siantar.catalogue.words import Words
from siantar.paper import charts, process_chart
from siantar.paper.process_chart import ProcessStep
from siantar.reports import words
from siantar.reports.month_report import MonthReport, StepTime
from siantar.reports.picture import FilePart, PictureRow, ReportPicture, counted_bars, exactly
from siantar.reports.shares import HANDS, HandCode, Measure
from siantar.rules import promise
from siantar.rules.promise import Clock
from siantar.rules.vocabulary import Stage

MOST_WAYS = 8
ARROW = " › "
DETOURS = {
    Stage.INCOMPLETE: Words("Harus dilengkapi dulu", "Had to be completed first"),
    Stage.RETURNED_FOR_CORRECTION: Words("Dikembalikan instansi", "Sent back by the agency"),
    Stage.DELIVERY_FAILED: Words("Gagal diantar", "A delivery failed"),
    Stage.UNDER_INVESTIGATION: Words("Sempat ditelusuri", "Was looked for"),
}
STRAIGHT = "langsung"
USUAL = Words("Langsung, tanpa memutar", "Straight, without a detour")


def steps(report: MonthReport, language: str) -> ReportPicture:
    """From step to step: how many, and how long the middle one took."""
    taken = report.steps
    stages = [stage for stage in Stage if any(stage in {step.before, step.after} for step in taken)]
    places = {str(stage): place for place, stage in enumerate(stages)}
    drawn = [
        ProcessStep(places[step.before], places[step.after], step.count, _caption(step, language), _step(step))
        for step in taken
    ]
    return ReportPicture(
        "proses",
        Words("Jalan mana yang ditempuh berkas?", "Which way did the files go?").in_language(language),
        (
            Words("Dari", "From").in_language(language),
            Words("Ke", "To").in_language(language),
            Words("Berkas", "Files").in_language(language),
            Words("Jam kerja, nilai tengah", "Working hours, median").in_language(language),
        ),
        [
            PictureRow((_stage(step.before, language), _stage(step.after, language), step.count, step.median),
                       {0: FilePart(_step(step), Measure.STEP, partial(_is_step, _step(step)), report.period.first_on)})
            for step in taken
        ],
        partial(process_chart.process, [_stage(stage, language) for stage in stages], drawn),
        hint=_conformance(report, language),
        charted=2,
    )  # fmt: skip


def _step(step: StepTime) -> str:
    return f"{step.before}>{step.after}"


def _is_step(code: str, key: str) -> bool:
    """Whether a key is of this step, however long it took."""
    return key.rpartition("|")[0] == code


def _stage(code: str, language: str) -> str:
    return SHORT[Stage(code)].in_language(language)


SHORT = {
    **{stage: sentences[0] for stage, sentences in catalogue.STAGES.items()},
    Stage.RECEIVED: Words("Diterima", "Received"),
    Stage.INCOMPLETE: Words("Belum lengkap", "Incomplete"),
    Stage.CHECKING: Words("Diperiksa", "Checked"),
    Stage.AWAITING_SIGNATURE: Words("Tanda tangan", "Signature"),
    Stage.SENT_TO_AGENCY: Words("Dikirim ke instansi", "Sent to the agency"),
    Stage.AT_AGENCY: Words("Di instansi", "At the agency"),
    Stage.RETURNED_FOR_CORRECTION: Words("Dikembalikan", "Sent back"),
    Stage.FINISHED: Words("Selesai", "Finished"),
    Stage.ISSUED_DIGITALLY: Words("Terbit digital", "Issued digitally"),
    Stage.READY_FOR_PICKUP: Words("Siap diambil", "Ready to collect"),
    Stage.READY_FOR_DELIVERY: Words("Siap diantar", "Ready to go out"),
    Stage.OUT_FOR_DELIVERY: Words("Diantar", "On the road"),
    Stage.DELIVERY_FAILED: Words("Gagal diantar", "Delivery failed"),
    Stage.DELIVERED: Words("Sampai", "Delivered"),
    Stage.COLLECTED: Words("Diambil", "Collected"),
    Stage.BACK_AT_OFFICE: Words("Kembali ke kantor", "Back at the office"),
    Stage.UNDER_INVESTIGATION: Words("Ditelusuri", "Looked for"),
}


def _caption(step: StepTime, language: str) -> str:
    count = words.number(step.count, language)
    if step.median < 1:
        return Words("{n} berkas, < 1 jam", "{n} files, < 1 h").in_language(language).format(n=count)
    form = Words("{n} berkas, {h} jam", "{n} files, {h} h").in_language(language)
    return form.format(n=count, h=step.median)


def _conformance(report: MonthReport, language: str) -> str:
    """How many went the way of their service without a detour, in words."""
    form = Words(
        "{n} dari {of} berkas yang selesai menempuh jalannya langsung. Garis merah: kembali ke langkah sebelumnya.",
        "{n} of {of} finished files went straight along their way. Red lines: back to an earlier step.",
    ).in_language(language)
    counts = _detours(report)
    return form.format(n=words.number(counts[""], language), of=words.number(report.whole.served, language))


def _detours(report: MonthReport) -> Counter[str]:
    """Finished files by each detour they made; "" counts those that made none."""
    counts: Counter[str] = Counter()
    for way, count in report.month[Measure.WAY].items():
        for stage in _detours_of(way):
            counts[stage] += count
    return counts


def _detours_of(way: str) -> list[str]:
    """The detours of a way; [""] where there was none."""
    return [str(stage) for stage in DETOURS if stage in way.split(">")] or [""]


def _goes_round(stage: str, way: str) -> bool:
    """Whether a way makes this detour; "" is none."""
    return stage in _detours_of(way)


def detours(report: MonthReport, language: str) -> ReportPicture:
    """How many files had to go round, and why."""
    counts = _detours(report)
    sentences = {"": USUAL, **{str(stage): sentence for stage, sentence in DETOURS.items() if counts[stage]}}
    rows = [(sentence.in_language(language), counts[stage]) for stage, sentence in sentences.items()]
    parts = [
        FilePart(stage or STRAIGHT, Measure.WAY, partial(_goes_round, stage), report.period.first_on)
        for stage in sentences
    ]
    return ReportPicture(
        "memutar",
        Words("Berapa berkas harus memutar?", "How many files had to go round?").in_language(language),
        (Words("Jalan", "Way").in_language(language), Words("Berkas", "Files").in_language(language)),
        [PictureRow(row, {0: part}) for row, part in zip(rows, parts, strict=True)] if report.whole.served else [],
        partial(charts.bars, counted_bars(rows, language, parts=[part.code for part in parts])),
    )


def whole_ways(report: MonthReport, language: str) -> ReportPicture:
    """The ways from the counter to the resident's hand, the most frequent first."""
    counts = sorted(report.month[Measure.WAY].items(), key=lambda entry: (-entry[1], entry[0]))
    rows = [(_way(way, language), count) for way, count in counts]
    strips = [([_colour(stage) for stage in way.split(">") if stage], str(count)) for way, count in counts[:MOST_WAYS]]
    return ReportPicture(
        "jalan",
        Words("Berapa banyak langkah sampai selesai?", "How many steps until the end?").in_language(language),
        (Words("Jalan", "Way").in_language(language), Words("Berkas", "Files").in_language(language)),
        [
            PictureRow(row, {0: FilePart(way, Measure.WAY, exactly(way), report.period.first_on)})
            for row, (way, _count) in zip(rows, counts, strict=True)
        ],
        partial(
            process_chart.ways, strips, [(way, str(count)) for way, count in rows[:MOST_WAYS]],
            behind=[way for way, _count in counts[:MOST_WAYS]],
        ),
        hint=Words(
            "Satu kotak satu langkah: hijau kantor, abu-abu instansi, cokelat pemohon, biru kurir.",
            "A square is a step: green the office, grey the agency, brown the applicant, blue the courier.",
        ).in_language(language),
    )  # fmt: skip


def _way(way: str, language: str) -> str:
    return ARROW.join(_stage(stage, language) for stage in way.split(">") if stage) + ("…" if way.endswith(">") else "")


def _colour(stage: str) -> str:
    clock = promise.clock_of(Stage(stage))
    return "hand-agency" if clock is Clock.AGENCY else f"hand-{HANDS.get(clock, HandCode.OURS)}"
