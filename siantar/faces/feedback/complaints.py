"""Complaints at the desk: what waits, overdue first; assign, reply, answer, close; take one in; export."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from siantar.catalogue import words
from siantar.directory import offices
from siantar.faces.feedback import papers, spans
from siantar.faces.frame import downloads
from siantar.faces.frame.complaint_form import ComplaintForm
from siantar.faces.frame.language import spoken
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.feedback import complaints, queries
from siantar.feedback.models import Complaint
from siantar.feedback.questions import NATURES, STATUSES, STEPS, TOPICS
from siantar.privacy.looks import Reader
from siantar.rules import receipt_number
from siantar.rules.access import Act, Forbidden, Reading, may, may_with_complaint, scopes_for
from siantar.rules.complaint import FOLLOWS, Nature, Status, Step, Topic

takers = staff(Act.FILE_COMPLAINT)


@dataclass(frozen=True, slots=True)
class ComplaintLine:
    """A complaint as the list shows it."""

    complaint: Complaint
    number: str
    topic: str
    status: str
    overdue: bool
    risen: bool
    officer: str


def _lines(rows: Iterable[Complaint], request: StaffRequest) -> list[ComplaintLine]:
    return [_line(complaint, request) for complaint in rows]


def _line(complaint: Complaint, request: StaffRequest) -> ComplaintLine:
    due = complaint.due_at if complaint.first_answered_at else min(complaint.first_due_at, complaint.due_at)
    return ComplaintLine(
        complaint,
        receipt_number.grouped(complaint.number),
        TOPICS[Topic(complaint.topic)].in_language(spoken()),
        STATUSES[Status(complaint.status)].in_language(spoken()),
        overdue=complaint.status == Status.OPEN and due < request.at,
        risen=complaint.risen_at is not None and complaint.status == Status.OPEN,
        officer=(to.get_full_name() or to.username) if (to := complaint.assigned_to) else "",
    )


def _access(request: StaffRequest, typed: str) -> Complaint:
    complaint = queries.access_complaint(request.actor, typed)
    if complaint is None:
        raise Http404
    return complaint


@staff(Reading.COMPLAINTS)
@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    """List what waits, what rose to the Camat first, and what was settled lately; or go to one by its number."""
    typed = request.GET.get("nomor", "").strip()
    if typed and (complaint := queries.access_complaint(request.actor, typed)):
        return HttpResponseRedirect(reverse("complaint-page", args=[complaint.number]))
    context = {
        "waiting": _lines(queries.waiting(request.actor, request.at)[:200], request),
        "settled": _lines(queries.settled(request.actor)[:50], request),
        "handles": bool(scopes_for(request.actor, Act.STEER_COMPLAINT)),
        "reads_words": may(request.actor, Reading.SURVEY_COMMENTS, office=request.actor.office),
        "takes": may(request.actor, Act.FILE_COMPLAINT, office=request.actor.office),
        "spans": spans.offered(timezone.localtime(request.at).date()),
        "typed": typed[:40],
    }
    return render(request, "feedback/complaints.html", context, status=404 if typed else 200)


@takers
def at_counter(request: StaffRequest) -> HttpResponse:
    """Write down what a resident complains about at the counter."""
    if request.method != "POST":
        form = ComplaintForm(language=spoken(), receipt=request.GET.get("resi", "")[:40])
        saved = queries.parsed(request.GET.get("nomor", ""))
        context = {"form": form, "saved": saved, "saved_number": receipt_number.grouped(saved)}
        return render(request, "feedback/complain.html", context)
    form = ComplaintForm(request.POST, language=spoken())
    if not form.is_valid():
        return render(request, "feedback/complain.html", {"form": form}, status=422)
    filed = complaints.file(form.filing(offices.by_code(request.actor.office)), at=request.at, by=request.actor)
    messages.success(request, _("Pengaduan tersimpan. Berikan tanda terimanya kepada warga."))
    return HttpResponseRedirect(f"{reverse('complaint-new')}?nomor={filed.number}")


@staff(Reading.COMPLAINTS)
@require_safe
def detail(request: StaffRequest, typed: str) -> HttpResponse:
    """Show a complaint with the resident's words and what may be done now."""
    return _page(request, _access(request, typed))


def _page(request: StaffRequest, complaint: Complaint, error: str = "") -> HttpResponse:
    opened = queries.open_words([complaint], Reader(request.actor, request.at, "complaint"))[0]
    may = FOLLOWS[Status(complaint.status)]
    handles = may_with_complaint(request.actor, Act.STEER_COMPLAINT, complaint.stand)
    context = {
        "line": _line(complaint, request),
        "complaint": complaint,
        "opened": opened,
        "steps": [
            (STEPS[Step(step.kind)].in_language(spoken()), step, opened.again.get(step.seq, ""))
            for step in queries.steps_of(complaint)
        ],
        "nature": NATURES[Nature(complaint.nature)].in_language(spoken()),
        "natures": words.choices(NATURES, spoken()),
        "people": queries.may_handle(complaint, request.at) if handles else [],
        "may_answer": Step.ANSWERED in may,
        "may_assign": handles and Step.ASSIGNED in may,
        "may_close": handles and Step.CLOSED in may,
        "error": error,
        "typed": request.POST,
    }
    return render(request, "feedback/complaint.html", context, status=422 if error else 200)


@staff(Reading.COMPLAINTS)
@require_POST
def act(request: StaffRequest, typed: str) -> HttpResponse:
    """Take one step; whoever it was given to may reply and answer, the rest is for those who handle complaints."""
    complaint = _access(request, typed)
    try:
        refused = _take(request, complaint, request.POST.get("step", ""))
    except complaints.WordsMissing:
        refused = _("Tulis dulu jawabannya, lalu simpan lagi.")
    except complaints.TellsNik:
        refused = _("Jawaban ini memuat 16 angka seperti NIK atau nomor KK. Hapus dulu, lalu kirim lagi.")
    except complaints.StepNotAllowed:
        refused = _("Tidak dapat dilakukan sekarang. Muat ulang halaman untuk melihat keadaan terakhir.")
    except Forbidden:
        refused = _("Anda tidak berwenang untuk tindakan ini. Mintalah petugas yang berwenang.")
    if refused:
        return _page(request, _access(request, typed), refused)
    messages.success(request, _("Tersimpan."))
    if _gone(request, typed):
        return HttpResponseRedirect(reverse("complaints"))
    return HttpResponseRedirect(reverse("complaint-page", args=[complaint.number]))


def _gone(request: StaffRequest, typed: str) -> bool:
    """Whether the step took the complaint out of this person's sight."""
    return queries.access_complaint(request.actor, typed) is None


def _take(request: StaffRequest, complaint: Complaint, step: str) -> str:
    """Take the step; a sentence when it cannot be taken."""
    words = request.POST.get("words", "")
    who: dict[str, Any] = {"by": request.actor, "at": request.at}
    if step in {Step.REPLIED, Step.ANSWERED}:
        (complaints.reply if step == Step.REPLIED else complaints.answer)(complaint.number, words, **who)
        return ""
    return _steer(request, complaint, step, who)


def _steer(request: StaffRequest, complaint: Complaint, step: str, who: dict[str, Any]) -> str:
    if step == Step.ASSIGNED:
        return _assign(request, complaint, who)
    if step == Step.CLOSED:
        complaints.close(complaint.number, **who)
        return ""
    if step == Step.SORTED and request.POST.get("nature") in set(Nature):
        complaints.sort(complaint.number, Nature(request.POST["nature"]), **who)
        return ""
    return _("Jenis tindakan tidak dikenal.")


def _assign(request: StaffRequest, complaint: Complaint, who: dict[str, Any]) -> str:
    chosen = request.POST.get("to", "")
    to = next((user for user in queries.may_handle(complaint, request.at) if str(user.pk) == chosen), None)
    if to is None:
        return _("Pilih dulu petugasnya.")
    complaints.assign(complaint.number, to, **who)
    return ""


@takers
@require_safe
def slip(request: StaffRequest, typed: str) -> HttpResponse:
    """Print number and barcode, nothing of what the complaint is about, so that the counter may print it."""
    complaint = queries.public(typed)
    if complaint is None or complaint.office_id != request.actor.office:
        raise Http404
    return HttpResponse(papers.complaint_slip(complaint), content_type="application/pdf")


@staff(Reading.COMPLAINTS_EXPORT)
@require_safe
def export(request: StaffRequest) -> HttpResponse:
    """Export the complaints of a span for SP4N-LAPOR; opening each leaves a trace."""
    span = spans.chosen(request.GET.get("masa", ""), timezone.localtime(request.at).date())
    filed = queries.filed_within(request.actor, span)
    opened = queries.open_words(filed, Reader(request.actor, request.at, "complaints_export"))
    steps = {complaint.pk: queries.steps_of(complaint) for complaint in filed}
    table = papers.export(opened, steps)
    return downloads.table(request, table, what="complaints", name=f"pengaduan-{span.code}.csv")
