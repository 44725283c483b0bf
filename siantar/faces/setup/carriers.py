"""The outside carriers of an office: which there are, how they number, where they tell of their shipments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from siantar.directory import carriers
from siantar.directory.carriers import CarrierWish
from siantar.directory.models import Carrier
from siantar.faces.frame.form_fields import text_field
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.rules import shipment
from siantar.rules.access import Act
from siantar.rules.shipment import LONGEST_LINK, NumberForm

_FORMS = [
    (NumberForm.S10, gettext_lazy("Nomor pos S10, diperiksa angkanya (misalnya EE123456785ID)")),
    (NumberForm.FREE, gettext_lazy("Nomor bebas milik jasa kirim")),
]
_PICK = {"required": gettext_lazy("Pilih salah satu."), "invalid_choice": gettext_lazy("Pilih salah satu.")}


class CarrierForm(forms.Form):
    """What an office says of a carrier."""

    name = text_field(
        gettext_lazy("Nama jasa kirim"), 60, gettext_lazy("Seperti dikenal warga, misalnya PT Pos Indonesia")
    )
    form = forms.ChoiceField(
        label=gettext_lazy("Nomor kirimannya"), choices=_FORMS, widget=forms.RadioSelect, error_messages=_PICK
    )
    link = text_field(
        gettext_lazy("Alamat pelacakannya, bila ada"),
        LONGEST_LINK,
        gettext_lazy("Dengan {nomor} di tempat nomornya, misalnya https://contoh.co.id/lacak/{nomor}"),
        required=False,
    )
    active = forms.BooleanField(label=gettext_lazy("Dipakai sekarang"), required=False, initial=True)

    def clean_name(self) -> str:
        """One blank between words."""
        return " ".join(self.cleaned_data["name"].split())

    def clean_link(self) -> str:
        """An https address with the place of the number, or nothing."""
        link: str = self.cleaned_data["link"].strip()
        if link and not shipment.is_link(link):
            raise forms.ValidationError(_("Tulis alamat https dengan {nomor} satu kali di tempat nomornya."))
        return link

    def wish(self) -> CarrierWish:
        """What was typed."""
        data = self.cleaned_data
        return CarrierWish(data["name"], NumberForm(data["form"]), data["link"], data["active"])


@staff(Act.SET_UP_CARRIERS)
def everything(request: StaffRequest) -> HttpResponse:
    """All carriers of the office, and a form for one more."""
    form = CarrierForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _keep(request, None, form):
        return HttpResponseRedirect(reverse("setup-carriers"))
    return _page(request, form)


@staff(Act.SET_UP_CARRIERS)
@require_POST
def change(request: StaffRequest, row: int) -> HttpResponse:
    """Change one of them."""
    form = CarrierForm(request.POST, auto_id=f"c{row}-%s")
    if form.is_valid() and _keep(request, row, form):
        return HttpResponseRedirect(reverse("setup-carriers"))
    return _page(request, CarrierForm(), (row, form))


def _keep(request: StaffRequest, row: int | None, form: CarrierForm) -> bool:
    try:
        carrier = carriers.keep(request.actor.office, row, form.wish(), by=request.actor, at=request.at)
    except carriers.CarrierNameTaken:
        form.add_error("name", _("Nama ini sudah ada. Ubah yang sudah ada, atau pakai nama lain."))
        return False
    if carrier is None:
        raise Http404
    messages.success(request, _("Jasa kirim tersimpan."))
    return True


def _page(request: StaffRequest, form: CarrierForm, wrong: tuple[int, CarrierForm] | None = None) -> HttpResponse:
    lines: list[tuple[Carrier, Any]] = []
    for carrier in carriers.of_office(request.actor.office, every=True):
        typed = wrong[1] if wrong and wrong[0] == carrier.pk else None
        lines.append((carrier, typed or _form_of(carrier)))
    bad = wrong[1] if wrong else form
    context = {"form": form, "lines": lines, "wrong": wrong[0] if wrong else 0, "bad": bad}
    return render(request, "setup/carriers.html", context, status=422 if bad.errors else 200)


def _form_of(carrier: Carrier) -> CarrierForm:
    values = {"name": carrier.name, "form": carrier.form, "link": carrier.link, "active": carrier.active}
    return CarrierForm(initial=values, auto_id=f"c{carrier.pk}-%s")
