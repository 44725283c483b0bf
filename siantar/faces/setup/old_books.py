"""The books an office kept before Siantar: looked at first, taken over whole or not at all, taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from siantar.faces.frame import downloads
from siantar.faces.frame.given_table import table_of
from siantar.faces.frame.staff_access import StaffRequest, own_office, staff
from siantar.faces.setup.old_book_form import OldBook, book_of
from siantar.faces.setup.old_book_words import COLUMNS, fault_in_words, left_out_in_words
from siantar.legacy import importing, queries
from siantar.legacy.models import OldImport
from siantar.legacy.sifting import SkippedRow, SkipReason
from siantar.paper import csv_table, workbook
from siantar.privacy import looks
from siantar.privacy.looks import Reader
from siantar.rules.access import Act
from siantar.rules.old_register import OldColumn

LARGEST_BOOK, SHOWN, SAMPLE = 4_000_000, 20, 8
EXAMPLE = (
    ("001", "22/03/2018", "Ratna Wulandari", "3674025203900001", "081234567890", "Jl. Raya Serpong No. 8 RT 001/RW 004",
     "Jelupang", "KTP-el hilang", "Sudah diambil", "05/04/2018", ""),
    ("002", "23/03/2018", "Budi Santoso", "", "", "", "Pakulonan", "KK perubahan", "Menunggu", "", "Menunggu blangko"),
)  # fmt: skip


@staff(Act.IMPORT_REGISTER)
@require_safe
def books(request: StaffRequest) -> HttpResponse:
    """The books that were taken over, and a form for the next one."""
    return render(request, "setup/old_books.html", {"imports": queries.imports_of(request.actor)})


@staff(Act.IMPORT_REGISTER)
def check(request: StaffRequest) -> HttpResponse:
    """A book as it was understood: its columns, what is wrong, what is there already; taken when all is right."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("setup-old-books"))
    step = request.POST.get("step", "")
    table = table_of(request, "table", LARGEST_BOOK)
    posted = {name: str(value) for name, value in request.POST.items()}
    fresh = step not in {"look", "take"} or bool(request.FILES.get("file"))
    book = book_of(table, posted, own_office(request), request.at, fresh=fresh)
    if step == "take" and book.is_ready:
        try:
            source = importing.take_over(
                request.actor.office, book.label, book.register.rows, by=request.actor, at=request.at
            )
        except (importing.SomebodyFaster, importing.NothingNew):
            book = book_of(table, posted, own_office(request), request.at, fresh=False)  # now it is among the doubles
        else:
            return _taken(request, source)
    template = "setup/old_book.html" if book.columns and not table.trouble else "setup/old_books.html"
    return render(request, template, _context(request, book), status=200 if book.is_ready else 422)


def _taken(request: StaffRequest, source: OldImport) -> HttpResponse:
    words = ngettext(
        "%(n)s catatan masuk dari %(label)s. Cari lewat kotak cari di halaman Berkas.",
        "%(n)s catatan masuk dari %(label)s. Cari lewat kotak cari di halaman Berkas.",
        source.rows,
    )
    messages.success(request, words % {"n": source.rows, "label": source.label})
    return HttpResponseRedirect(reverse("setup-old-books"))


def _context(request: StaffRequest, book: OldBook) -> dict[str, Any]:
    faults = book.register.faults[:SHOWN]
    by_row = groupby(faults, key=lambda trouble: trouble.row)
    left_out = book.sifted.left_out
    _leave_trace(request, left_out[:SHOWN])
    whys = Counter(line.why for line in left_out)
    return {
        "book": book,
        "faults": [(row, [(fault_in_words(cell), cell) for cell in cells]) for row, cells in by_row],
        "count": len(book.register.faults),
        "more_faults": len(book.register.faults) - len(faults),
        "fresh": len(book.sifted.fresh),
        "left_out": [left_out_in_words(line) for line in left_out[:SHOWN]],
        "more_left_out": max(0, len(left_out) - SHOWN),
        "doubles": sum(whys.values()) - whys[SkipReason.OVER],
        "over": whys[SkipReason.OVER],
        "odd_niks": len(book.register.odd_niks),
        "sample": book.sifted.fresh[:SAMPLE],
        "imports": queries.imports_of(request.actor),
    }


def _leave_trace(request: StaffRequest, lines: Sequence[SkippedRow]) -> None:
    """Who reads that a person of the book has a file here has looked at that file."""
    matches = [(line.file.person, line.file.id) for line in lines if line.file]
    looks.note_many(Reader(request.actor, request.at, "old_register"), matches, fields=["name"])


@staff(Act.IMPORT_REGISTER)
@require_POST
def take_back(request: StaffRequest, source: UUID) -> HttpResponse:
    """A book is taken back with all its entries, unless files go on with some."""
    try:
        book = importing.take_back(source, by=request.actor, at=request.at)
    except importing.NoSuchImport as problem:
        raise Http404 from problem
    except importing.BuiltUpon as problem:
        words = ngettext(
            "Tidak dapat ditarik: %(n)s berkas sudah melanjutkan catatannya. Lepaskan dulu di halaman catatan itu.",
            "Tidak dapat ditarik: %(n)s berkas sudah melanjutkan catatannya. Lepaskan dulu di halaman catatan itu.",
            problem.count,
        )
        messages.error(request, words % {"n": problem.count})
    else:
        messages.success(request, _("%(label)s ditarik kembali dengan semua catatannya.") % {"label": book.label})
    return HttpResponseRedirect(reverse("setup-old-books"))


@staff(Act.IMPORT_REGISTER)
@require_safe
def example(_request: StaffRequest, form: str) -> HttpResponse:
    """A table with our headings and two lines made up, to be filled in: `xlsx` or `csv`."""
    headings = [str(COLUMNS[column]) for column in OldColumn]
    if form == "csv":
        return downloads.blank_table(csv_table.csv_table(headings, EXAMPLE), "register-lama.csv")
    return downloads.blank_excel(workbook.workbook(_("Register lama"), headings, EXAMPLE), "register-lama.xlsx")
