"""The registers that write themselves: letters sent, and letters of one kind; as page, paper and workbook."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from siantar.directory import offices
from siantar.directory.staff import names_of
from siantar.faces.frame import downloads, papers
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.letters import queries
from siantar.letters.models import LetterType, NumberSlot, OfficeLetter
from siantar.paper.book import Book, book_pdf
from siantar.paper.workbook import workbook
from siantar.privacy.looks import Reader
from siantar.rules import receipt_number
from siantar.rules.access import Reading
from siantar.rules.calendar_words import long_date
from siantar.rules.letter.numbering import SlotState

COLUMNS = ("No.", "Tanggal", "No. berkas", "Nomor lengkap", "Tujuan", "Perihal", "Ditandatangani", "Pengolah", "Ket.")
WIDTHS = (4, 10, 13, 20, 16, 18, 16, 13, 16)
HEADINGS = {
    "No.": gettext_lazy("No."), "Tanggal": gettext_lazy("Tanggal"), "No. berkas": gettext_lazy("No. berkas"),
    "Nomor lengkap": gettext_lazy("Nomor lengkap"), "Tujuan": gettext_lazy("Tujuan"),
    "Perihal": gettext_lazy("Perihal"), "Ditandatangani": gettext_lazy("Ditandatangani"),
    "Pengolah": gettext_lazy("Pengolah"), "Ket.": gettext_lazy("Ket."),
}  # fmt: skip
STATES = {SlotState.RESERVED: "DIPESAN", SlotState.ISSUED: "TERBIT", SlotState.CANCELLED: "BATAL"}


@dataclass(frozen=True, slots=True)
class BookSpan:
    """What is shown: from which day until which, and of which kind of letter (code, "" for all)."""

    first: date
    last: date
    kind: str
    kind_name: str

    @property
    def words(self) -> str:
        """The period as registers write it."""
        days = f"{long_date(self.first)} s.d. {long_date(self.last)}"
        return f"{days}, {self.kind_name}" if self.kind else days


@dataclass(frozen=True, slots=True)
class BookRow:
    """One number: its cells, and the file it leads to."""

    cells: tuple[str, ...]
    file: str


def _span(request: StaffRequest, kinds: list[LetterType]) -> BookSpan:
    today = timezone.localtime(request.at).date()
    first = _day(request.GET.get("dari", ""), date(today.year, 1, 1))
    last = _day(request.GET.get("sampai", ""), today)
    kind = next((each for each in kinds if each.code == request.GET.get("jenis")), None)
    return BookSpan(min(first, last), max(first, last), kind.code if kind else "", kind.name if kind else "")


def _day(typed: str, usual: date) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return usual


def _rows(request: StaffRequest, span: BookSpan) -> list[BookRow]:
    """The rows of a register; a list of names leaves its trace."""
    slots = list(queries.register(request.actor, span.first, span.last, span.kind))
    queries.note_listed(slots, Reader(request.actor, request.at, "letter_book"))
    drafters = queries.drafters_of([slot.letter_id for slot in slots])
    names = names_of(set(drafters.values()))
    return [_row(place, slot, names.get(drafters.get(slot.letter_id, ""), "")) for place, slot in enumerate(slots, 1)]


def _row(place: int, slot: NumberSlot, drafter: str) -> BookRow:
    letter = slot.letter
    note = STATES[SlotState(slot.state)]
    if slot.state == SlotState.CANCELLED:
        note = f"{note}: {slot.reason}"
    elif letter.state == OfficeLetter.State.WITHDRAWN and letter.number == slot.number:
        note = f"{note}, DITARIK: {letter.reason}"
    file = letter.application
    cells = (
        str(place), long_date(slot.dated), receipt_number.grouped(file.receipt_number), slot.number,
        file.applicant_name, letter.version.type.name, letter.signer.name if letter.signer else "", drafter, note,
    )  # fmt: skip
    return BookRow(cells, file.receipt_number)


@staff(Reading.LETTER_BOOKS)
@require_safe
def register(request: StaffRequest) -> HttpResponse:
    """The register as a page; each row leads to its file."""
    kinds = queries.types_of(request.actor)
    span = _span(request, kinds)
    rows = _rows(request, span)
    context = {"span": span, "kinds": kinds, "rows": rows, "headings": HEADINGS.values(), "totals": _totals(rows)}
    return render(request, "letters/register.html", context)


@staff(Reading.LETTER_BOOKS)
@require_safe
def register_paper(request: StaffRequest) -> HttpResponse:
    """The register on paper, landscape."""
    span = _span(request, queries.types_of(request.actor))
    rows, office = _rows(request, span), offices.by_code(request.actor.office)
    downloads.note_export(request, "register surat")
    book = Book(
        office=office.name if office else "",
        title="Register surat keluar",
        period=span.words,
        printed_at=papers.moment(request.at, office.zone) if office else "",
        columns=COLUMNS,
        widths=WIDTHS,
        rows=tuple(row.cells for row in rows),
        totals=_totals(rows),
    )
    return downloads.pdf(book_pdf(book), f"register-surat-{span.first}-{span.last}.pdf")


@staff(Reading.LETTER_BOOKS)
@require_safe
def register_excel(request: StaffRequest) -> HttpResponse:
    """The register as a workbook."""
    span = _span(request, queries.types_of(request.actor))
    content = workbook("Register surat", COLUMNS, [row.cells for row in _rows(request, span)])
    name = f"register-surat-{span.first}-{span.last}.xlsx"
    return downloads.excel(request, content, what="register surat", name=name)


def _totals(rows: list[BookRow]) -> str:
    counts = Counter(row.cells[-1].partition(":")[0].partition(",")[0] for row in rows)
    return _("Jumlah: %(all)s nomor, terbit %(issued)s, batal %(cancelled)s.") % {
        "all": len(rows),
        "issued": counts["TERBIT"],
        "cancelled": counts["BATAL"],
    }
