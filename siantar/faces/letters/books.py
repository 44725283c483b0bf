"""The books that write themselves, each as page, paper and workbook, by days and kind of letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from siantar.faces.frame import downloads, papers
from siantar.faces.frame.staff_access import StaffRequest, View, own_office, staff
from siantar.faces.letters.more_registers import REGISTERS
from siantar.faces.letters.registers import BookKind, Register
from siantar.letters.books import DaySpan
from siantar.letters.frames import letterhead_of
from siantar.paper.book import Book, book_pdf
from siantar.paper.workbook import workbook
from siantar.rules.access import scopes_for
from siantar.rules.calendar_words import long_date


@dataclass(frozen=True, slots=True)
class BookSpan:
    """What is shown, and what the kind it is limited to is called ("" for all)."""

    days: DaySpan
    kind_name: str

    @property
    def words(self) -> str:
        """The period as registers write it."""
        days = f"{long_date(self.days.first)} s.d. {long_date(self.days.last)}"
        return f"{days}, {self.kind_name}" if self.kind_name else days


def _span(request: StaffRequest, kinds: list[BookKind]) -> BookSpan:
    today = timezone.localtime(request.at).date()
    first = _day(request.GET.get("dari", ""), date(today.year, 1, 1))
    last = _day(request.GET.get("sampai", ""), today)
    kind = next((each for each in kinds if each.code == request.GET.get("jenis")), BookKind("", ""))
    return BookSpan(DaySpan(min(first, last), max(first, last), kind.code), kind.name)


def _day(typed: str, usual: date) -> date:
    """The day that was typed; a day is left free behind it, so that it has an end."""
    try:
        return min(date.fromisoformat(typed), date(9998, 12, 31))
    except ValueError:
        return usual


def _page(request: StaffRequest, book: str) -> HttpResponse:
    """A book as a page; each row leads to its file."""
    register = REGISTERS[book]
    kinds = register.kinds(request.actor)
    span = _span(request, kinds)
    rows = register.rows(request.actor, span.days, request.at)
    context = {
        "register": register,
        "registers": [each for each in REGISTERS.values() if scopes_for(request.actor, each.reading)],
        "file_cell": register.file_column + 1,
        "span": span,
        "kinds": kinds,
        "rows": rows,
        "totals": register.totals(rows),
    }
    return render(request, "letters/register.html", context)


def _on_paper(request: StaffRequest, book: str) -> HttpResponse:
    """A book on paper, landscape, on A4 or F4."""
    register, office = REGISTERS[book], own_office(request)
    span = _span(request, register.kinds(request.actor))
    rows = register.rows(request.actor, span.days, request.at)
    downloads.note_export(request, register.key)
    paper = Book(
        head=letterhead_of(office),
        office=office.name,
        title=register.printed_title,
        period=span.words,
        printed_at=papers.moment(request.at, office.zone),
        columns=tuple(register.names),
        widths=tuple(share for _name, share in register.columns),
        rows=tuple(row.cells for row in rows),
        totals=register.totals(rows),
        paper="f4" if request.GET.get("kertas") == "f4" else "a4",
    )
    return downloads.pdf(book_pdf(paper), f"{register.key}-{span.days.first}-{span.days.last}.pdf")


def _excel(request: StaffRequest, book: str) -> HttpResponse:
    """A book as a workbook."""
    register = REGISTERS[book]
    span = _span(request, register.kinds(request.actor))
    rows = register.rows(request.actor, span.days, request.at)
    content = workbook(register.printed_title, register.names, [row.cells for row in rows])
    name = f"{register.key}-{span.days.first}-{span.days.last}.xlsx"
    return downloads.excel(request, content, what=register.key, name=name)


@dataclass(frozen=True, slots=True)
class BookViews:
    """The three views of a book, for those whom the gate lets read it."""

    page: View
    on_paper: View
    excel: View


def views_of(register: Register) -> BookViews:
    """The views of this book."""
    return BookViews(*(staff(register.reading)(require_safe(view)) for view in (_page, _on_paper, _excel)))
