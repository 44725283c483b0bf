"""Writing a letter: the fields beside what is known, the page before it is kept."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from siantar.casework.models import Application
from siantar.faces.frame import downloads, texts
from siantar.faces.frame.files import access_or_404
from siantar.faces.frame.letter_form import MORE, fields_of, typed_in
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.letters import queries, writing
from siantar.letters.models import OfficeLetter
from siantar.letters.writing import BadValues, LetterRefused
from siantar.paper.letter import letter_pdf
from siantar.privacy.looks import Reader
from siantar.rules import receipt_number
from siantar.rules.access import Reading
from siantar.rules.letter.content import LetterContent, read_content
from siantar.rules.letter.values import Values, ValueTrouble


@dataclass(frozen=True, slots=True)
class WritingPage:
    """What the form shows besides the fields: what is wrong, why nothing was kept, how many more rows."""

    troubles: dict[str, ValueTrouble] = field(default_factory=dict)
    error: str = ""
    more: int = 0


def content_for(file: Application) -> LetterContent:
    """The text the letter of this file is written by, or Http404 where its service ends in none."""
    letter = queries.letter_of_file(file)
    version = letter.version if letter else writing.version_for(file)
    if version is None:
        raise Http404
    return read_content(version.content)


@staff(Reading.LETTER)
def write(request: StaffRequest, typed: str) -> HttpResponse:
    """The fields, filled in with what is known; what was typed stays where something is wrong."""
    file = access_or_404(request, typed)
    content = content_for(file)
    if request.method != "POST":
        return _page(request, file, content, _begun_with(request, file, content))
    values = typed_in(content, request.POST)
    if "more" in request.POST:
        return _page(request, file, content, values, WritingPage(more=MORE))
    try:
        writing.write(file, values, by=request.actor, at=request.at)
    except BadValues as wrong:
        return _page(request, file, content, values, WritingPage(troubles=wrong.troubles))
    except LetterRefused as refusal:
        return _page(request, file, content, values, WritingPage(error=texts.refusal(refusal.code)))
    messages.success(request, _("Surat tersimpan. Lihat halamannya, lalu serahkan untuk diparaf."))
    return HttpResponseRedirect(reverse("letter", args=[file.receipt_number]))


def _begun_with(request: StaffRequest, file: Application, content: LetterContent) -> Values:
    reader = Reader(request.actor, request.at, "letter")
    letters = queries.letters_of(file)
    if letters:  # also a withdrawn one: what takes its place begins with its words
        return queries.last_values(letters[0], reader)
    return queries.suggestions(file, content, reader)


def _page(
    request: StaffRequest, file: Application, content: LetterContent, values: Values, extra: WritingPage | None = None
) -> HttpResponse:
    extra = extra or WritingPage()
    letter = queries.letter_of_file(file)
    context = {
        "file": file,
        "number": receipt_number.grouped(file.receipt_number),
        "content": content,
        "fields": fields_of(content, values, extra.troubles, more=extra.more),
        "wrong": bool(extra.troubles),
        "error": extra.error,
        "returned": letter.reason if letter and letter.state == OfficeLetter.State.RETURNED else "",
    }
    return render(request, "letters/write.html", context, status=422 if extra.troubles or extra.error else 200)


@staff(Reading.LETTER)
@require_POST
def preview(request: StaffRequest, typed: str) -> HttpResponse:
    """The page with what is typed so far, marked as not signed; nothing is kept."""
    file = access_or_404(request, typed)
    content = content_for(file)
    paper = queries.preview(content, typed_in(content, request.POST), file, request.at)
    return downloads.pdf(letter_pdf(paper), f"pratinjau-{file.receipt_number}.pdf")
