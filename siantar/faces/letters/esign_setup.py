"""By which service an office signs its letters electronically, and as whom the service knows its officers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from siantar.faces.frame import texts
from siantar.faces.frame.staff_access import StaffRequest, own_office, staff
from siantar.faces.letters.esign_forms import ESignForm, SignerForm
from siantar.letters import electronic, frames
from siantar.letters.esign import channel
from siantar.rules.access import Act
from siantar.rules.plain_number import plain_number


@sensitive_post_parameters("password")
@staff(Act.SET_UP_LETTERS)
def service(request: StaffRequest) -> HttpResponse:
    """Keep the service; what is wrong is said at its field, and nothing that was typed is lost but the password."""
    office = own_office(request)
    form = ESignForm(request.POST or None, stored=channel.set_up_of(office.code))
    if request.method == "POST" and form.is_valid():
        try:
            channel.keep(office.code, form.wish(), by=request.actor, at=request.at)
        except channel.ESignRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Tersimpan. Berlaku untuk surat yang ditandatangani mulai sekarang."))
            return HttpResponseRedirect(reverse("letter-esign"))
    return _page(request, form, SignerForm())


@staff(Act.SET_UP_LETTERS)
@require_POST
def officer(request: StaffRequest) -> HttpResponse:
    """Keep the NIK or mail address of an officer, or ask the service about the one that is kept."""
    number = plain_number(request.POST.get("officer", "")) or 0
    form = SignerForm(request.POST)
    if "ask" in request.POST:
        messages.info(request, _word_for(number, request))
        return HttpResponseRedirect(reverse("letter-esign"))
    if form.is_valid():
        try:
            channel.keep_signer(number, form.cleaned_data["nik"], by=request.actor, at=request.at)
        except channel.ESignRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Tersimpan. Hanya dikirim ke layanan tanda tangan."))
            return HttpResponseRedirect(reverse("letter-esign"))
    service_form = ESignForm(None, stored=channel.set_up_of(request.actor.office))
    return _page(request, service_form, form, wrong_row=number)


def _word_for(row: int, request: StaffRequest) -> str:
    """What the service says of an officer, in a sentence."""
    code = electronic.standing_of(row, by=request.actor)
    return texts.refusal(code) if code else _("Layanan menjawab: sertifikat pejabat ini aktif. Siap menandatangani.")


def _page(request: StaffRequest, form: ESignForm, signer_form: SignerForm, *, wrong_row: int = 0) -> HttpResponse:
    wrong = bool(form.errors or signer_form.errors)
    officers = frames.officers_on(request.actor.office, timezone.localtime(request.at).date())
    context = {"form": form, "signer_form": signer_form, "officers": officers, "wrong_row": wrong_row}
    return render(request, "letters/esign.html", context, status=422 if wrong else 200)
