"""The register of KTP and KK and the register of complaints, in their columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from siantar.casework import card_files
from siantar.casework.card_files import CardFile
from siantar.catalogue import words
from siantar.faces.letters.registers import AGENDA, EXPEDITION, SENT, BookKind, BookRow, Register
from siantar.feedback import queries as complaints
from siantar.feedback.models import Complaint
from siantar.feedback.queries import OpenedComplaint
from siantar.feedback.questions import STATUSES, TOPICS
from siantar.letters import answers
from siantar.letters.books import DaySpan
from siantar.privacy.looks import Reader
from siantar.rules import receipt_number
from siantar.rules.access import Actor, Reading
from siantar.rules.calendar_words import long_date
from siantar.rules.complaint import Status, Topic
from siantar.rules.letter.values import Values
from siantar.rules.period import Period
from siantar.rules.vocabulary import Stage

LONGEST_WORDS = 400


def _day(at: datetime | None) -> str:
    return long_date(timezone.localtime(at).date()) if at else ""


def _card_kinds(by: Actor) -> list[BookKind]:
    return [BookKind(service.code, service.name) for service in card_files.card_services(by)]


def _cards(by: Actor, span: DaySpan, at: datetime) -> list[BookRow]:
    files = card_files.card_files(by, (span.first, span.last), span.kind, at)
    heard = answers.answers_of_all([each.file for each in files])
    return [_card_row(place, each, heard.get(each.file.pk, {})) for place, each in enumerate(files, 1)]


def _card_row(place: int, card: CardFile, heard: Values) -> BookRow:
    file, personal, hint = card.file, card.personal, card.hint
    sex = ("P" if hint.female else "L") if hint else ""
    born = long_date(hint.born_on) if hint and hint.born_on else ""
    parts = (personal.address.line, personal.neighbourhood, file.village.name if file.village else "")
    number, address = receipt_number.grouped(file.receipt_number), ", ".join(part for part in parts if part)
    cells = (
        str(place), _day(file.handed_in_at), number, str(heard.get("kk", "")), personal.name, personal.nik, sex,
        str(heard.get("ttl", "")) or born, address, str(heard.get("hubungan", "")),
        file.service.name, _day(card.issued_at), words.label(Stage(file.standing.stage)),
    )  # fmt: skip
    return BookRow(cells, file.receipt_number)


def _total_of_cards(rows: Sequence[BookRow]) -> str:
    issued = sum(bool(row.cells[-2]) for row in rows)
    return _("Jumlah: %(all)s berkas, dikeluarkan %(issued)s.") % {"all": len(rows), "issued": issued}


def _topics(_by: Actor) -> list[BookKind]:
    return [BookKind(topic, TOPICS[topic].id) for topic in Topic]


def _complaints(by: Actor, span: DaySpan, at: datetime) -> list[BookRow]:
    filed = complaints.filed_within(by, Period("", span.first, span.last))
    chosen = [complaint for complaint in filed if span.kind in ("", complaint.topic)]
    opened = complaints.open_words(chosen, Reader(by, at, "complaint_book"))
    return [_complaint_row(place, each) for place, each in enumerate(opened, 1)]


def _complaint_row(place: int, opened: OpenedComplaint) -> BookRow:
    complaint, file = opened.complaint, opened.complaint.application
    heard = opened.words if len(opened.words) <= LONGEST_WORDS else f"{opened.words[:LONGEST_WORDS]}…"
    cells = (
        str(place), _day(complaint.filed_at), receipt_number.grouped(complaint.number),
        "Loket" if complaint.at_counter else "Daring", TOPICS[Topic(complaint.topic)].id, heard,
        receipt_number.grouped(file.receipt_number) if file else "", _handler(complaint),
        _day(complaint.first_answered_at), _day(complaint.due_at), _day(complaint.answered_at), _note(complaint),
    )  # fmt: skip
    return BookRow(cells, complaint.number)


def _handler(complaint: Complaint) -> str:
    to = complaint.assigned_to
    return (to.get_full_name() or to.get_username()) if to else ""


def _note(complaint: Complaint) -> str:
    status = STATUSES[Status(complaint.status)].id
    return f"{status}, naik ke Camat" if complaint.risen_at else status


def _total_of_complaints(rows: Sequence[BookRow]) -> str:
    counts = Counter(row.cells[-1].partition(",")[0] for row in rows)
    parts = [f"{status.id.lower()} {counts[status.id]}" for status in STATUSES.values()]
    return _("Jumlah: %(all)s pengaduan, %(parts)s.") % {"all": len(rows), "parts": ", ".join(parts)}


CARDS = Register(
    "ktp-kk", gettext_lazy("Register KTP dan KK"), "Register KTP dan KK",
    (("No.", 4), ("Tanggal masuk", 10), ("No. berkas", 12), ("No. KK", 12), ("Nama", 15), ("NIK", 15), ("JK", 4),
     ("Tempat, tanggal lahir", 13), ("Alamat", 18), ("Hubungan", 9), ("Layanan", 12), ("Dikeluarkan", 10),
     ("Ket.", 14)),
    2, _cards, _total_of_cards, _card_kinds, Reading.CARD_BOOK,
    hint=gettext_lazy(
        "Berisi nama, NIK, nomor KK, dan alamat; setiap pembacaan, cetak, dan unduhan dicatat. No. KK, hubungan, dan "
        "tempat lahir adalah yang diketik loket di Isian formulir dan register; jenis kelamin dan tanggal lahir dibaca "
        "dari NIK; alamat hanya bila diantar. Kolom yang kosong diisi tangan."
    ),
)  # fmt: skip
COMPLAINTS = Register(
    "pengaduan", gettext_lazy("Register pengaduan"), "Register pengaduan",
    (("No.", 4), ("Tanggal", 10), ("No. pengaduan", 13), ("Lewat", 7), ("Tentang", 11), ("Isi", 28), ("No. berkas", 12),
     ("Ditangani", 12), ("Jawaban pertama", 10), ("Batas", 10), ("Dijawab", 10), ("Ket.", 11)),
    2, _complaints, _total_of_complaints, _topics, Reading.COMPLAINTS_EXPORT, "complaint-page",
    gettext_lazy("Berisi kata-kata warga. Setiap pembacaan, cetak, dan unduhan dicatat."),
)  # fmt: skip
REGISTERS = {register.key: register for register in (SENT, AGENDA, EXPEDITION, CARDS, COMPLAINTS)}
