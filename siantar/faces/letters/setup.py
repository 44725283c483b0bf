"""The office sets its letters up: letterhead, numbers, officers, the kinds that come along."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from siantar.directory import last_changes
from siantar.directory import staff as people
from siantar.directory.models import Office
from siantar.faces.frame.staff_access import StaffRequest, own_office, staff
from siantar.faces.frame.taking_back import take_back
from siantar.faces.letters.setup_forms import FrameForm, OfficerForm
from siantar.faces.letters.words import TEMPLATE_TROUBLES
from siantar.letters import frames, queries
from siantar.rules.access import Act
from siantar.rules.letter.signature import Position
from siantar.rules.plain_number import plain_number
from siantar.rules.vocabulary import Role


@staff(Act.SET_UP_LETTERS)
def frame(request: StaffRequest) -> HttpResponse:
    """Letterhead and numbers; a template whose numbers could meet is refused with the reason."""
    office = own_office(request)
    current = frames.frame_of(office)
    form = FrameForm(request.POST or None, request.FILES or None, initial=FrameForm.initial_of(current))
    if request.method == "POST" and form.is_valid():
        try:
            frames.keep_frame(form.into(current), by=request.actor, at=request.at)
        except frames.BadTemplate as bad:
            form.add_error("number_template", str(TEMPLATE_TROUBLES[bad.trouble]))
        else:
            messages.success(request, _("Kop dan nomor surat tersimpan; berlaku untuk surat yang belum terbit."))
            return HttpResponseRedirect(reverse("letter-setup"))
    return _page(request, office, form, _officer_form(request, bound=False))


@staff(Act.SET_UP_LETTERS)
@require_POST
def officers(request: StaffRequest) -> HttpResponse:
    """Name an officer, or say until when one holds the office."""
    office, ends = own_office(request), plain_number(request.POST.get("end", ""))
    if ends is not None:
        frames.end_officer(ends, by=request.actor, at=request.at)
        return HttpResponseRedirect(reverse("letter-setup"))
    form = _officer_form(request, bound=True)
    if not form.is_valid():
        return _page(request, office, FrameForm(initial=FrameForm.initial_of(frames.frame_of(office))), form)
    officer = form.officer(office.code)
    frames.name_officer(officer, by=request.actor, at=request.at)
    if officer.position == Position.HEAD and Role.SIGNATORY not in officer.person.role_set():
        words = _(
            "Pejabat tersimpan, tetapi %(name)s belum berhak menandatangani. Camat menunjuknya di Wakil untuk "
            "hari-hari itu, atau administrator memberinya peran penanda tangan."
        )
        messages.warning(request, words % {"name": officer.name})
    else:
        messages.success(request, _("Pejabat tersimpan."))
    return HttpResponseRedirect(reverse("letter-setup"))


@staff(Act.SET_UP_LETTERS)
@require_POST
def undo_frame(request: StaffRequest) -> HttpResponse:
    """Letterhead and numbers as they were."""
    return take_back(request, frames.undo_frame, "letter-setup")


@staff(Act.SET_UP_LETTERS)
@require_POST
def undo_officer(request: StaffRequest) -> HttpResponse:
    """The officers as they were."""
    return take_back(request, frames.undo_officer, "letter-setup")


def _officer_form(request: StaffRequest, *, bound: bool) -> OfficerForm:
    return OfficerForm(request.POST if bound else None, colleagues=people.staff_of(request.actor.office))


def _page(request: StaffRequest, office: Office, form: FrameForm, officer_form: OfficerForm) -> HttpResponse:
    wrong = bool(form.errors or officer_form.errors)
    context = {
        "form": form,
        "officer_form": officer_form,
        "officers": frames.officers_on(office.code, timezone.localtime(request.at).date()),
        "kinds": queries.types_of(request.actor),
        "frame_change": last_changes.of_page(office.code, last_changes.FRAME),
        "officer_change": last_changes.of_page(office.code, last_changes.OFFICERS),
        "numbered": frames.example_of(frames.frame_of(office), request.at),
    }
    return render(request, "letters/setup.html", context, status=422 if wrong else 200)


@staff(Act.SET_UP_LETTERS)
@require_POST
def seed(request: StaffRequest) -> HttpResponse:
    """Put in the kinds of letters that come along and that the office does not have yet."""
    frames.take_seed(own_office(request), by=request.actor, at=request.at)
    messages.success(request, _("Jenis surat bawaan terpasang."))
    return HttpResponseRedirect(reverse("letter-setup"))
