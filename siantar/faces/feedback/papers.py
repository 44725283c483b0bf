"""From results and complaints to paper and table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction

from siantar.directory import links
from siantar.directory.models import Office
from siantar.faces.frame.papers import day, moment
from siantar.feedback.models import Complaint, ComplaintStep
from siantar.feedback.queries import OpenedComplaint
from siantar.feedback.questions import ABOUT, GRADES, NATURES, QUESTIONS, STATUSES, TOPICS
from siantar.feedback.results import Survey
from siantar.letters.frames import letterhead_of
from siantar.paper.csv_table import csv_table
from siantar.paper.slip import Slip, slip_pdf
from siantar.paper.survey import ElementLine, SurveyPaper, survey_pdf
from siantar.rules.complaint import Nature, Status, Step, Topic
from siantar.rules.satisfaction import Element, Score, rounded

HEAD = (
    "Nomor", "Tanggal", "Kanal", "Klasifikasi", "Topik", "Isi laporan", "Nomor resi", "Layanan", "Status",
    "Tenggat tanggapan", "Tenggat selesai", "Tanggapan pertama", "Dijawab", "Jawaban", "Naik ke Camat", "Petugas",
)  # fmt: skip


def survey_paper(survey: Survey, office: Office, span: str, at: datetime) -> bytes:
    """The form of the survey; with nobody's answers it says so in dashes."""
    whole = survey.whole
    score = whole.score
    return survey_pdf(
        SurveyPaper(
            head=letterhead_of(office),
            office_name=office.name,
            service=whole.name or "Semua layanan",
            period=span,
            printed_at=moment(at, office.zone),
            index=_decimal(score.index) if score else "–",
            grade=score.grade if score else "–",
            grade_words=GRADES[score.grade].id.lower() if score else "belum ada responden",
            users=str(whole.users),
            needed=str(whole.needed),
            reached=str(whole.reached),
            lines=tuple(_lines(score)),
            total=_decimal(rounded(sum(score.means, Fraction()), 3)) if score else "–",
            weighted_total=_decimal(rounded(sum(score.weighted, Fraction()), 3)) if score else "–",
            about=tuple(_about(survey)),
            weakest=QUESTIONS[score.weakest].name.id if score else "–",
        )
    )


def _lines(score: Score | None) -> Iterable[ElementLine]:
    for place, element in enumerate(Element):
        cells = ("–", "–", "–")
        if score:
            mean, weighted = rounded(score.means[place], 3), rounded(score.weighted[place], 3)
            cells = (_decimal(mean), _decimal(weighted), score.grades[place])
        yield ElementLine(element.upper(), QUESTIONS[element].name.id, *cells)


def _about(survey: Survey) -> Iterable[tuple[str, tuple[tuple[str, str], ...]]]:
    for name, (label, words) in ABOUT.items():
        counts = survey.about.get(name, {})
        rows = [(word.id, str(counts[code])) for code, word in words.items() if counts.get(code)]
        if counts.get(""):
            rows.append(("Tidak disebutkan", str(counts[""])))
        if rows:
            yield label.id, tuple(rows)


def _decimal(number: object) -> str:
    return str(number).replace(".", ",")


def complaint_slip(complaint: Complaint) -> bytes:
    """The slip for the resident."""
    zone = complaint.office.zone
    return slip_pdf(
        Slip(
            head=letterhead_of(complaint.office),
            office_name=complaint.office.name,
            number=complaint.number,
            topic=TOPICS[Topic(complaint.topic)].id,
            filed_at=moment(complaint.filed_at, zone),
            first_due_on=day(complaint.first_due_at, zone),
            due_on=day(complaint.due_at, zone),
            address=links.public("complaint", complaint.number),
        )
    )


def export(opened: Iterable[OpenedComplaint], steps: dict[str, Sequence[ComplaintStep]]) -> str:
    """Write the complaints for SP4N-LAPOR."""
    return csv_table(HEAD, [_row(entry, steps.get(entry.complaint.pk, ())) for entry in opened])


def _row(opened: OpenedComplaint, steps: Sequence[ComplaintStep]) -> tuple[str, ...]:
    complaint, zone = opened.complaint, opened.complaint.office.zone
    file = complaint.application
    answers = [step.said for step in steps if step.kind in {Step.REPLIED, Step.ANSWERED}]
    words = "\n---\n".join([opened.words, *opened.again.values()])
    return (
        complaint.number, moment(complaint.filed_at, zone), "Loket" if complaint.at_counter else "Halaman lacak",
        NATURES[Nature(complaint.nature)].id, TOPICS[Topic(complaint.topic)].id, words,
        file.receipt_number if file else "", file.service.name if file else "", STATUSES[Status(complaint.status)].id,
        moment(complaint.first_due_at, zone), moment(complaint.due_at, zone), _when(complaint.first_answered_at, zone),
        _when(complaint.answered_at, zone), "\n---\n".join(answers), _when(complaint.risen_at, zone),
        complaint.assigned_to.get_full_name() if complaint.assigned_to else "",
    )  # fmt: skip


def _when(at: datetime | None, zone: str) -> str:
    return moment(at, zone) if at else ""
