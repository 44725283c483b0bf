"""The office writes the texts of its letters: form and page side by side, checked whole, published from a day on."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from siantar.catalogue import setting_up
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.faces.letters.text_form import COLUMN_KINDS, NEW_KINDS, moved, rows_of, typed_content
from siantar.faces.letters.words import CONTENT_FAULTS, FIELD_KINDS, PARTS, POSITIONS
from siantar.letters import publishing
from siantar.letters.models import LetterType
from siantar.letters.publishing import NewVersion
from siantar.paper.letter import letter_pages
from siantar.rules.access import Act
from siantar.rules.identity import clean_name
from siantar.rules.letter.content import (
    BUILT_IN,
    LONGEST_LABEL,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_PAGES,
    PAPERS,
    ContentTrouble,
    FieldKind,
    LetterContent,
)
from siantar.rules.letter.signature import Position
from siantar.rules.plain_number import plain_number


@dataclass(frozen=True, slots=True)
class TextPage:
    """What the form shows besides the text: what is wrong with it, with its day, and how long the sample is."""

    content: LetterContent
    troubles: list[ContentTrouble] = field(default_factory=list)
    error: str = ""
    longest: bool = False

    @property
    def wrong(self) -> bool:
        """Whether it was refused."""
        return bool(self.troubles or self.error)


@staff(Act.SET_UP_LETTERS)
def text(request: StaffRequest, code: str) -> HttpResponse:
    """The text of a kind of letter. Looking, moving and adding lines keep nothing; publishing is the only act."""
    kind = _kind_or_404(request, code)
    current = publishing.content_of_version(publishing.versions_of(kind)[0])
    if request.method != "POST":
        return _page(request, kind, TextPage(current))
    content = typed_content(request.POST, current)
    longest = "longest" in request.POST
    if "publish" not in request.POST:
        content = moved(content, request.POST.get("up", ""))
        return _page(request, kind, TextPage(content, publishing.faults_of(kind, content, request.at), longest=longest))
    return _publish(request, kind, content)


def _publish(request: StaffRequest, kind: LetterType, content: LetterContent) -> HttpResponse:
    begun = request.POST.get("begun_from", "")
    number = plain_number(begun, 99_999) or 0
    day, decree = _day(request), clean_name(request.POST.get("decree", ""))
    try:
        if day is None:
            raise publishing.PastDay
        version = publishing.publish(kind, NewVersion(content, day, decree, number), by=request.actor, at=request.at)
    except publishing.BadContent as bad:
        return _page(request, kind, TextPage(content, bad.troubles))
    except publishing.PastDay:
        return _page(request, kind, TextPage(content, error=_("Pilih hari ini atau hari sesudahnya.")))
    except publishing.TextChanged:
        words = _("Sementara itu teks ini diubah orang lain. Salin ubahan Anda, buka lagi halamannya, lalu ulangi.")
        return _page(request, kind, TextPage(content, error=words))
    words = _("Teks berlaku untuk berkas yang masuk mulai %(day)s; surat yang berjalan tetap memakai teks lama.")
    messages.success(request, words % {"day": f"{version.valid_from:%d-%m-%Y}"})
    return HttpResponseRedirect(reverse("letter-text", args=[kind.code]))


def _day(request: StaffRequest) -> date | None:
    try:
        return date.fromisoformat(request.POST.get("valid_from", ""))
    except ValueError:
        return None


@staff(Act.SET_UP_LETTERS)
@require_POST
def name(request: StaffRequest, code: str) -> HttpResponse:
    """What a kind of letter is called, and the service it ends."""
    kind = _kind_or_404(request, code)
    wanted = clean_name(request.POST.get("kind_name", ""))[:120] or kind.name
    try:
        publishing.name_kind(kind, wanted, request.POST.get("service", "")[:60], by=request.actor, at=request.at)
    except publishing.NoSuchService:
        messages.error(request, _("Layanan itu sudah berakhir dengan surat lain. Lepaskan dulu di surat itu."))
    else:
        messages.success(request, _("Nama dan layanan tersimpan."))
    return HttpResponseRedirect(reverse("letter-text", args=[code]))


@staff(Act.SET_UP_LETTERS)
@require_POST
def copy(request: StaffRequest, code: str) -> HttpResponse:
    """Begin another kind of letter from this one."""
    kind, wanted = _kind_or_404(request, code), clean_name(request.POST.get("kind_name", ""))
    if not wanted:
        messages.error(request, _("Tulis dulu nama surat yang baru."))
        return HttpResponseRedirect(reverse("letter-text", args=[code]))
    try:
        other = publishing.copy_kind(kind, wanted, by=request.actor, at=request.at)
    except publishing.TooManyKinds:
        messages.error(request, _("Jenis surat sudah terlalu banyak. Ubah salah satu yang tidak dipakai lagi."))
        return HttpResponseRedirect(reverse("letter-text", args=[code]))
    messages.success(request, _("Jenis surat baru dibuat. Ubah teksnya, lalu pilih layanannya."))
    return HttpResponseRedirect(reverse("letter-text", args=[other.code]))


def _kind_or_404(request: StaffRequest, code: str) -> LetterType:
    kind = publishing.kind_of(request.actor.office, code)
    if kind is None:
        raise Http404
    return kind


def _page(request: StaffRequest, kind: LetterType, page: TextPage) -> HttpResponse:
    versions = publishing.versions_of(kind)
    context: dict[str, Any] = {
        "kind": kind,
        "content": page.content,
        "months": request.POST.get("months", page.content.months or ""),
        "rows": rows_of(page.content),
        "copies": "\n".join(page.content.copies),
        "troubles": [_sentence(trouble) for trouble in page.troubles],
        "error": page.error,
        "versions": versions,
        "begun_from": request.POST.get("begun_from", versions[0].number),
        "valid_from": request.POST.get("valid_from", timezone.localtime(request.at).date().isoformat()),
        "decree": request.POST.get("decree", ""),
        "longest": page.longest,
        "sheets": _sheets(request, kind, page),
        "services": setting_up.all_of(request.actor.office, request.at),
        **_CHOICES,
    }
    return render(request, "letters/text.html", context, status=422 if page.wrong else 200)


def _sentence(trouble: ContentTrouble) -> str:
    words = {"where": PARTS.get(trouble.where, trouble.where), "most": MOST_PAGES}
    return str(CONTENT_FAULTS[trouble.kind]) % words


_CHOICES: dict[str, Any] = {
    "positions": POSITIONS.items(),
    "initial_positions": [(each, POSITIONS[each]) for each in (Position.SECTION, Position.SECRETARY)],
    "papers": PAPERS,
    "kinds": [(each, FIELD_KINDS[each]) for each in NEW_KINDS],
    "column_kinds": [(each, FIELD_KINDS[each]) for each in COLUMN_KINDS],
    "field_kinds": FIELD_KINDS,
    "built_in": " ".join(f"{{{name}}}" for name in sorted(BUILT_IN)),
    "table": FieldKind.TABLE,
    "longest_text": LONGEST_TEXT,
    "longest_title": LONGEST_TITLE,
    "longest_label": LONGEST_LABEL,
}


def _sheets(request: StaffRequest, kind: LetterType, page: TextPage) -> list[str]:
    """The pages of a sample, each as the address of a picture that is in the page itself."""
    sheet = publishing.sample_of(kind, page.content, request.at, longest=page.longest)
    return [f"data:image/png;base64,{base64.b64encode(png).decode()}" for png in letter_pages(sheet)]
