"""The books that write themselves, each as page, paper and workbook, by days and kind of letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from siantar.directory import offices
from siantar.faces.frame import downloads, papers
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.faces.letters.registers import REGISTERS
from siantar.letters import queries
from siantar.letters.books import DaySpan
from siantar.letters.models import LetterType
from siantar.paper.book import Book, book_pdf
from siantar.paper.workbook import workbook
from siantar.rules.access import Reading
from siantar.rules.calendar_words import long_date


@dataclass(frozen=True, slots=True)
class BookSpan:
    """What is shown, and what the kind of letter is called ("" for all)."""

    days: DaySpan
    kind_name: str

    @property
    def words(self) -> str:
        """The period as registers write it."""
        days = f"{long_date(self.days.first)} s.d. {long_date(self.days.last)}"
        return f"{days}, {self.kind_name}" if self.kind_name else days


def _span(request: StaffRequest, kinds: list[LetterType]) -> BookSpan:
    today = timezone.localtime(request.at).date()
    first = _day(request.GET.get("dari", ""), date(today.year, 1, 1))
    last = _day(request.GET.get("sampai", ""), today)
    kind = next((each for each in kinds if each.code == request.GET.get("jenis")), None)
    days = DaySpan(min(first, last), max(first, last), kind.code if kind else "")
    return BookSpan(days, kind.name if kind else "")


def _day(typed: str, usual: date) -> date:
    """The day that was typed; a day is left free behind it, so that it has an end."""
    try:
        return min(date.fromisoformat(typed), date(9998, 12, 31))
    except ValueError:
        return usual


@staff(Reading.LETTER_BOOKS)
@require_safe
def page(request: StaffRequest, book: str) -> HttpResponse:
    """A book as a page; each row leads to its file."""
    register, kinds = REGISTERS[book], queries.types_of(request.actor)
    span = _span(request, kinds)
    rows = register.rows(request.actor, span.days, request.at)
    context = {
        "register": register,
        "registers": REGISTERS.values(),
        "file_cell": register.file_column + 1,
        "span": span,
        "kinds": kinds,
        "rows": rows,
        "totals": register.totals(rows),
    }
    return render(request, "letters/register.html", context)


@staff(Reading.LETTER_BOOKS)
@require_safe
def on_paper(request: StaffRequest, book: str) -> HttpResponse:
    """A book on paper, landscape."""
    register, span = REGISTERS[book], _span(request, queries.types_of(request.actor))
    rows, office = register.rows(request.actor, span.days, request.at), offices.by_code(request.actor.office)
    downloads.note_export(request, register.key)
    paper = Book(
        office=office.name if office else "",
        title=register.printed_title,
        period=span.words,
        printed_at=papers.moment(request.at, office.zone) if office else "",
        columns=tuple(register.names),
        widths=tuple(share for _name, share in register.columns),
        rows=tuple(row.cells for row in rows),
        totals=register.totals(rows),
    )
    return downloads.pdf(book_pdf(paper), f"{register.key}-{span.days.first}-{span.days.last}.pdf")


@staff(Reading.LETTER_BOOKS)
@require_safe
def excel(request: StaffRequest, book: str) -> HttpResponse:
    """A book as a workbook."""
    register, span = REGISTERS[book], _span(request, queries.types_of(request.actor))
    rows = register.rows(request.actor, span.days, request.at)
    content = workbook(register.printed_title, register.names, [row.cells for row in rows])
    name = f"{register.key}-{span.days.first}-{span.days.last}.xlsx"
    return downloads.excel(request, content, what=register.key, name=name)
