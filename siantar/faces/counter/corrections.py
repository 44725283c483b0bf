"""Put right at the counter what was taken down; say that two records are one person, or that one is two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from siantar.casework import disclosure, intake_corrections, persons, queries
from siantar.casework.intake_corrections import IntakeCorrection, NotCorrected
from siantar.casework.models import Application
from siantar.casework.persons import NotTheirs, Word
from siantar.catalogue.queries import services_of
from siantar.directory import offices
from siantar.faces.counter.fields import fields_of
from siantar.faces.counter.forms import HandInForm
from siantar.faces.frame import handover, texts
from siantar.faces.frame.files import access_or_404, lines
from siantar.faces.frame.form_fields import text_field
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.letters import card_number as card_numbers
from siantar.letters.card_number import CardNumberWord
from siantar.privacy.looks import Reader
from siantar.rules import receipt_number
from siantar.rules.access import Reading
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import Method

NOT_NOW = gettext_lazy(
    "Pada tahap ini tidak dapat diubah: layanan hanya selama berkas di kantor, cara kembali sebelum dibawa kurir."
)
NOT_ONE = gettext_lazy("Keduanya punya NIK yang berbeda. Perbaiki dulu NIK yang salah, lalu gabungkan.")
NOT_SIXTEEN = gettext_lazy("Nomor KK terdiri dari 16 angka. Periksa lagi di kartunya.")
ALONE = gettext_lazy("Tidak ada berkas lain dari pemohon ini.")


class CorrectionForm(HandInForm):
    """The fields of the hand-in as they stand, and why they are changed."""

    at_counter = False
    reason = forms.CharField(
        label=gettext_lazy("Alasan perbaikan"),
        max_length=500,
        error_messages={"required": gettext_lazy("Alasannya belum diisi. Tuliskan alasan, lalu simpan lagi.")},
    )

    def changes(self) -> dict[str, str]:
        """Every field of the file as it should be."""
        chosen = {name: str(self.cleaned_data.get(name) or "") for name in intake_corrections.FIELDS}
        village, service = self.cleaned_data["village"], self.cleaned_data["service"]
        chosen |= {"village": village.code if village else "", "service": service.code}
        if chosen["method"] == Method.COUNTER:  # the address is not asked for then, and stays as it is
            chosen = {name: value for name, value in chosen.items() if name not in intake_corrections.ADDRESS}
        return chosen


class CardForm(forms.Form):
    """The KK number as it should be, and why."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    kk = text_field(gettext_lazy("Nomor KK"), 40, gettext_lazy("16 angka; kosongkan bila tidak ada"), required=False)
    reason = text_field(gettext_lazy("Alasan nomornya diperbaiki"), 500)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.auto_id = "card-%s"  # the form above has names like these


@staff(Reading.COUNTER)
def correct(request: StaffRequest, typed: str) -> HttpResponse:
    """Show what was taken down; put right what differs."""
    file = access_or_404(request, typed)
    form = _form(request, file, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, file, form)
    if not form.is_valid():
        return _page(request, file, form, status=422)
    correction = IntakeCorrection(form.cleaned_data["id"], form.changes(), form.cleaned_data["reason"])
    try:
        corrected = intake_corrections.correct(file, correction, by=request.actor, at=request.at)
    except NotCorrected as error:
        form.add_error(None, str(NOT_NOW) if error.code == "wrong_stage" else texts.refusal(error.code))
        return _page(request, file, form, status=422)
    if not corrected.fields:  # the same form sent twice
        messages.info(request, _("Perbaikan ini sudah tersimpan."))
    for warning in corrected.warnings:
        messages.warning(request, str(texts.WARNINGS[warning]))
    return HttpResponseRedirect(f"{reverse('counter')}?resi={file.receipt_number}")


def _form(request: StaffRequest, file: Application, data: Any) -> CorrectionForm:
    villages, services = offices.villages_of(request.actor.office), services_of(request.actor.office, request.at)
    initial = _initial(request, file) if data is None else None
    return CorrectionForm(data, services=services, villages=villages, at=request.at, initial=initial)


def _initial(request: StaffRequest, file: Application) -> Mapping[str, Any]:
    personal = disclosure.open_file(file, Reader(request.actor, request.at, "intake_correction"))
    return {**fields_of(file, personal), "id": uuid7(request.at), "service": file.service.code}


def _card_form(request: StaffRequest, file: Application) -> CardForm | None:
    """With what stands now; None where the service asks for no KK number."""
    if not card_numbers.is_asked(file, request.at):
        return None
    number = card_numbers.number_of(file, Reader(request.actor, request.at, "intake_correction"))
    return CardForm(initial={"id": uuid7(request.at), "kk": number})


def _page(
    request: StaffRequest, file: Application, form: CorrectionForm, *, card: CardForm | None = None, status: int = 200
) -> HttpResponse:
    others = lines(persons.other_files(file), request)
    number = receipt_number.grouped(file.receipt_number)
    context = {
        "file": file, "number": number, "form": form, "others": others, "typed": request.POST,
        "card": card or _card_form(request, file),
    }  # fmt: skip
    return render(request, "counter/correct.html", context, status=status)


@staff(Reading.COUNTER)
@require_POST
def card_number(request: StaffRequest, typed: str) -> HttpResponse:
    """The KK number of a file, put right or added."""
    file = access_or_404(request, typed)
    form = CardForm(request.POST)
    if form.is_valid():
        word = CardNumberWord(*(form.cleaned_data[name] for name in ("id", "kk", "reason")))
        try:
            new = card_numbers.put_right(file, word, by=request.actor, at=request.at)
        except card_numbers.NotACardNumber:
            form.add_error("kk", str(NOT_SIXTEEN))
        except NotCorrected as error:
            form.add_error(None, texts.refusal(error.code))
        else:
            messages.success(request, _("Nomor KK tersimpan.") if new else _("Perbaikan ini sudah tersimpan."))
            return HttpResponseRedirect(reverse("file", args=[file.receipt_number]))
    return _page(request, file, _form(request, file, None), card=form, status=422)


@staff(Reading.COUNTER)
@require_POST
def sort_out(request: StaffRequest, typed: str) -> HttpResponse:
    """Separate this file from another person's, or put two records of one person together."""
    file = access_or_404(request, typed)
    word = Word(uuid7(request.at), request.POST.get("reason", "").strip()[:500], request.actor, request.at)
    try:
        if request.POST.get("step") == "merge":
            number, _proof = handover.scanned(request.POST.get("other", ""))
            other = queries.access_file(request.actor, number)
            if other is None:
                return _not_sorted(request, file, texts.refusal("unknown_receipt"))
            persons.merge(file, other, word)
        else:
            persons.separate(file, word)
    except NotTheirs as error:
        refusals = {"contradicted": str(NOT_ONE), "unknown_receipt": str(ALONE)}
        return _not_sorted(request, file, refusals.get(error.code) or texts.refusal(error.code))
    except ValueError as error:
        return _not_sorted(request, file, texts.unreadable(error))
    messages.success(request, _("Catatan pemohon sudah disesuaikan."))
    return HttpResponseRedirect(reverse("file", args=[file.receipt_number]))


def _not_sorted(request: StaffRequest, file: Application, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return _page(request, file, _form(request, file, None), status=422)
