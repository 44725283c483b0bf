"""Residents' requests about their data: a clock of 3 x 24 hours, answered in words the resident reads on their page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from siantar.casework.models import Application
from siantar.faces.frame import downloads, texts
from siantar.faces.frame.files import of_own_office
from siantar.faces.frame.glances import glances
from siantar.faces.frame.language import spoken
from siantar.faces.frame.staff_access import StaffRequest, own_office, staff
from siantar.feedback import data_requests
from siantar.feedback.data_requests import OpenedRequest
from siantar.feedback.models import DataRequest
from siantar.paper.data_copy import data_copy_pdf
from siantar.privacy.looks import Reader
from siantar.rights import data_copy, words
from siantar.rights import requests as rights
from siantar.rules import access, receipt_number
from siantar.rules.access import Act, Reading

SHOWN = 50
answerers = staff(Reading.DATA_REQUESTS)


@dataclass(frozen=True, slots=True)
class RequestTask:
    """A request that waits, with its name, what to do about it, and the article."""

    opened: OpenedRequest
    name: str
    task: str
    article: str


def _in_words(request: DataRequest) -> tuple[str, str, str]:
    term = words.REQUESTS[DataRequest.Kind(request.kind)]
    return term.name.in_language(spoken()), term.task.in_language(spoken()), term.article


@answerers
@require_safe
def requests(request: StaffRequest) -> HttpResponse:
    """What waits, the one due first on top; then what was answered."""
    return _page(request)


def _page(
    request: StaffRequest, *, typed: dict[str, str] | None = None, error: str = "", status: int = 200
) -> HttpResponse:
    reader = Reader(request.actor, request.at, "data_request")
    opened = data_requests.opened(list(data_requests.waiting_for(request.actor)), reader)
    context = {
        "waiting": [RequestTask(each, *_in_words(each.request)) for each in opened],
        "answered": [(row, _in_words(row)[0]) for row in data_requests.answered_for(request.actor)[:SHOWN]],
        "restricted": rights.restricted_files(request.actor),
        "reasons": [(reason.value, each.in_language(spoken())) for reason, each in words.END_REASONS.items()],
        "copies": bool(access.scopes_for(request.actor, Reading.DATA_COPY)),
        "now": request.at,
        "typed": typed or {},
        "error": error,
    }
    return render(request, "backoffice/requests.html", context, status=status)


@answerers
@require_POST
def answer(request: StaffRequest, id: UUID) -> HttpResponse:
    """Answer one request; keep what was written when something is wrong."""
    words = request.POST.get("words", "")
    typed = {"id": str(id), "words": words}
    try:
        data_requests.answer(id, words, by=request.actor, at=request.at)
    except data_requests.RequestWordsMissing:
        return _page(request, typed=typed, error=_("Tulis dulu jawabannya, lalu simpan lagi."), status=422)
    except data_requests.NotOpen:
        error = _("Permintaan ini sudah dijawab, atau bukan milik kantor Anda.")
        return _page(request, typed=typed, error=error, status=409)
    messages.success(request, _("Jawaban tersimpan. Warga membacanya di halamannya."))
    return HttpResponseRedirect(reverse("data-requests"))


ENDS_NOT = {
    rights.EndReasonMissing: gettext_lazy("Pilih dulu sebabnya, lalu akhiri lagi."),
    rights.StillAsked: gettext_lazy("Permintaan pembatasannya belum dijawab. Jawab dulu di atas, lalu akhiri."),
    rights.NotRestricted: gettext_lazy("Berkas ini tidak dibatasi lagi."),
}


@staff(Act.END_RESTRICTION)
@require_POST
def end_restriction(request: StaffRequest) -> HttpResponse:
    """End the restriction of one file, with a reason of the list."""
    number, reason = request.POST.get("number", ""), request.POST.get("reason", "")
    file = of_own_office(request, number)
    if file is None:
        raise Http404
    try:
        rights.end_restriction(file, reason, by=request.actor, at=request.at)
    except tuple(ENDS_NOT) as problem:
        typed = {"number": file.receipt_number, "reason": reason}
        status = 422 if isinstance(problem, rights.EndReasonMissing) else 409
        return _page(request, typed=typed, error=str(ENDS_NOT[type(problem)]), status=status)
    messages.success(request, _("Pembatasan diakhiri. Warga membaca kapan dan sebabnya di halamannya."))
    return HttpResponseRedirect(reverse("data-requests"))


class CounterRequestForm(forms.Form):
    """What somebody at the counter asks about their data."""

    number = forms.CharField(
        label=gettext_lazy("Nomor resi"),
        max_length=30,
        error_messages={"required": gettext_lazy("Tulis nomor resinya.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Yang diminta"),
        choices=(),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Pilih yang diminta.")),
    )
    words = forms.CharField(
        label=gettext_lazy("Permintaannya, dengan kata pemohon"),
        max_length=data_requests.LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Tulis dulu permintaannya.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        kinds = [(kind.value, term.name.in_language(spoken())) for kind, term in words.REQUESTS.items()]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


@staff(Act.ASK_ABOUT_DATA)
def at_counter(request: StaffRequest) -> HttpResponse:
    """Record what a resident who stands here asks about their data; they showed their KTP."""
    form = CounterRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        file = of_own_office(request, form.cleaned_data["number"])
        if file is None:
            form.add_error("number", _("Nomor resi ini tidak ada di kantor Anda. Periksa angkanya."))
        elif _recorded(request, file, form):
            return HttpResponseRedirect(f"{reverse('data-request-counter')}?resi={file.receipt_number}")
    recorded = of_own_office(request, request.GET.get("resi", ""))
    context = {
        "form": form,
        "number": receipt_number.grouped(recorded.receipt_number) if recorded else "",
        "file": recorded,
        "copies": bool(access.scopes_for(request.actor, Reading.DATA_COPY)),
    }
    return render(request, "backoffice/counter_request.html", context, status=422 if form.errors else 200)


def _recorded(request: StaffRequest, file: Application, form: CounterRequestForm) -> bool:
    kind = DataRequest.Kind(form.cleaned_data["kind"])
    try:
        rights.ask(file, kind, form.cleaned_data["words"], by=request.actor, at=request.at)
    except data_requests.AlreadyAsked:
        form.add_error("kind", _("Permintaan yang sama masih menunggu jawaban."))
        return False
    messages.success(request, _("Permintaan tercatat. Dijawab paling lambat dalam 3 x 24 jam."))
    return True


@staff(Reading.DATA_COPY)
@require_safe
def copy_paper(request: StaffRequest, typed: str) -> HttpResponse:
    """Print the whole copy for the applicant who showed their KTP."""
    copy = _whole_copy(request, typed)
    paper = data_copy.paper_of(copy, own_office(request), texts.events_in_indonesian())
    return downloads.pdf(data_copy_pdf(paper), f"data-{copy['file']['receipt_number']}.pdf")


@staff(Reading.DATA_COPY)
@require_safe
def copy_file(request: StaffRequest, typed: str) -> HttpResponse:
    """Give the same for a machine."""
    copy = _whole_copy(request, typed)
    return downloads.for_program(copy, f"data-{copy['file']['receipt_number']}.json")


def _whole_copy(request: StaffRequest, typed: str) -> dict[str, Any]:
    file = of_own_office(request, typed)
    if file is None:
        raise Http404
    return data_copy.copy_of(file, Reader(request.actor, request.at, "data_copy"), glances(file), whole=True)
