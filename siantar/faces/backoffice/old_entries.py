"""Entries of old registers: found beside files, opened one by one, and which file goes on with one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.legacy import continuing, details, queries
from siantar.legacy.models import OldEntry
from siantar.privacy import looks
from siantar.privacy.looks import Reader
from siantar.rules import reading, receipt_number
from siantar.rules.access import Act, Reading, may

MOST = 20


@dataclass(frozen=True, slots=True)
class OldLine:
    """An entry as a list has it; `number` is that of the file that goes on with it, grouped, or empty."""

    entry: OldEntry
    number: str


def lines_of(request: StaffRequest, text: str) -> list[OldLine]:
    """The newest entries that a search finds; a list of names leaves its trace."""
    entries = list(islice(queries.search(request.actor, text), MOST)) if text else []
    reader = Reader(request.actor, request.at, "list")
    looks.note_many(reader, [(None, entry.pk) for entry in entries], fields=reader.fields)
    return [_line(entry) for entry in entries]


def _line(entry: OldEntry) -> OldLine:
    return OldLine(entry, receipt_number.grouped(entry.file.receipt_number) if entry.file else "")


@staff(Reading.OLD_REGISTER)
@require_safe
def page(request: StaffRequest, entry: UUID) -> HttpResponse:
    """One entry with what is personal in it; opening it leaves a trace."""
    mine = queries.access_entry(request.actor, entry)
    if mine is None:
        raise Http404
    reader = Reader(request.actor, request.at, "old_register")
    (personal,) = details.open_entries([mine], reader)
    context = {
        "line": _line(mine),
        "entry": mine,
        "name": details.name_for(mine, reader),
        "personal": personal,
        "may_go_on": may(request.actor, Act.CONTINUE_ENTRY, office=request.actor.office),
    }
    return render(request, "backoffice/old_entry.html", context)


@staff(Act.CONTINUE_ENTRY)
@require_POST
def go_on(request: StaffRequest, entry: UUID) -> HttpResponse:
    """Write down which file goes on with an entry, or that none does."""
    try:
        if "let_go" in request.POST:
            continuing.let_go(entry, by=request.actor)
            messages.success(request, _("Berkasnya dilepas dari catatan ini."))
        else:
            _continue(request, entry)
    except continuing.NoSuchEntry as problem:
        raise Http404 from problem
    return HttpResponseRedirect(reverse("old-entry", args=[entry]))


def _continue(request: StaffRequest, entry: UUID) -> None:
    try:
        number = reading.read_receipt(request.POST.get("number", "")).number.text
        continuing.continue_as(entry, number, by=request.actor, at=request.at)
    except (ValueError, continuing.NoSuchFile):
        messages.error(request, _("Nomor resi itu tidak ada di kantor ini. Pindai resinya atau ketik lagi."))
    except continuing.GoesOnAlready:
        messages.error(request, _("Catatan ini sudah dilanjutkan berkas lain. Lepaskan dulu."))
    else:
        messages.success(request, _("Tercatat: berkas itu melanjutkan catatan ini."))
