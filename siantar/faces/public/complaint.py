"""Complaints for residents: write one, see where it stands with its number, open it again."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from siantar.faces.frame.arrival import TimedRequest
from siantar.faces.frame.complaint_form import ComplaintForm
from siantar.faces.frame.language import spoken
from siantar.faces.frame.staff_access import everyone
from siantar.faces.frame.visitor import network_of
from siantar.feedback import complaints, queries, rate_limit
from siantar.feedback.models import Complaint
from siantar.feedback.questions import STATUSES, STEPS, TOPICS
from siantar.paper import barcode
from siantar.rules import receipt_number
from siantar.rules.complaint import FOLLOWS, Status, Step, Topic

HIDDEN = frozenset({Step.SORTED})  # of no meaning to a resident; the deadline shown is the one in force


@everyone
@csrf_exempt  # nothing of a session is used; floods are counted by address
def complain(request: TimedRequest) -> HttpResponse:
    """Write a complaint; what was typed stays when something is wrong."""
    if request.method != "POST":
        receipt = request.GET.get("resi", "")[:40]
        return _form(request, ComplaintForm(language=spoken(), receipt=receipt), 200)
    form = ComplaintForm(request.POST, language=spoken())
    if not form.is_valid():
        return _form(request, form, 422)
    try:
        rate_limit.knock(network_of(request), at=request.at)
    except rate_limit.TooOften:
        return _form(request, form, 429)
    filed = complaints.file(form.filing(), at=request.at)
    return HttpResponseRedirect(f"{reverse('complaint', args=[filed.number])}?baru=1")


def _form(request: HttpRequest, form: ComplaintForm, status: int) -> HttpResponse:
    return render(request, "public/complain.html", {"form": form, "too_often": status == 429}, status=status)


@everyone
@csrf_exempt  # see complain: whoever opens it again must know its number
def complaint(request: TimedRequest, typed: str) -> HttpResponse:
    """Show where a complaint stands to whoever has its number; nothing personal."""
    complaint = queries.public(typed)
    if complaint is None:
        return render(request, "public/complaint_unknown.html", {"typed": typed[:40]}, status=404)
    with timezone.override(ZoneInfo(complaint.office.zone)):
        if request.method == "POST":
            return _reopen(request, complaint)
        return _page(request, complaint, request.at)


def _reopen(request: TimedRequest, complaint: Complaint) -> HttpResponse:
    at, words = request.at, request.POST.get("words", "")
    try:
        rate_limit.knock(network_of(request), at=at)
        complaints.reopen(complaint.number, words, at=at)
    except complaints.WordsMissing:
        return _page(request, complaint, at, error=_("Tulis dulu apa yang belum beres."), status=422)
    except rate_limit.TooOften:
        error = _("Terlalu banyak kiriman dari alamat ini. Coba lagi satu jam lagi, atau datang ke loket.")
        return _page(request, complaint, at, error=error, status=429)
    except (complaints.StepNotAllowed, complaints.TooLate):
        error = _("Pengaduan ini tidak dapat dibuka lagi. Silakan buat pengaduan baru.")
        return _page(request, complaint, at, error=error, status=409)
    return HttpResponseRedirect(f"{reverse('complaint', args=[complaint.number])}?lagi=1")


def _page(
    request: HttpRequest, complaint: Complaint, at: datetime, *, error: str = "", status: int = 200
) -> HttpResponse:
    language = spoken()
    steps = [step for step in queries.steps_of(complaint) if step.kind not in HIDDEN]
    until = complaint.reopen_until
    again = Step.REOPENED in FOLLOWS[Status(complaint.status)] and until and at <= until
    context = {
        "complaint": complaint,
        "number": receipt_number.grouped(complaint.number),
        "barcode": _bars(complaint.number),
        "topic": TOPICS[Topic(complaint.topic)].in_language(language),
        "status": STATUSES[Status(complaint.status)].in_language(language),
        "steps": [(STEPS[Step(step.kind)].in_language(language), step) for step in reversed(steps)],
        "again": again,
        "new": "baru" in request.GET and complaint.status == Status.OPEN,
        "reopened": "lagi" in request.GET and complaint.status == Status.OPEN,
        "error": error,
        "typed": request.POST.get("words", ""),
    }
    return render(request, "public/complaint.html", context, status=status)


def _bars(number: str) -> str:
    """The barcode of a checked number, to be set in a page at any width."""
    _prolog, _svg, rest = barcode.code128(number).partition("<svg ")
    size = re.match(r'width="(\d+)" height="(\d+)"', rest)
    assert size
    return mark_safe(f'<svg viewBox="0 0 {size[1]} {size[2]}" aria-hidden="true" {rest[size.end() :]}')
