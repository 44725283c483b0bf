"""What a resident types on their own page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from siantar.casework.resident_changes import NewAddress
from siantar.feedback.data_requests import LONGEST
from siantar.feedback.models import DataRequest

_RTRW = {"inputmode": "numeric", "autocomplete": "off"}


class VisitForm(forms.Form):
    """One of the offered windows, named by its beginning."""

    begins_at = forms.DateTimeField(
        label=_("Hari dan jam"),
        error_messages={"required": _("Pilih dulu harinya."), "invalid": _("Pilih dulu harinya.")},
    )


class DoorForm(forms.Form):
    """Where the courier shall come."""

    line = forms.CharField(
        label=_("Alamat: jalan dan nomor rumah"),
        max_length=200,
        error_messages={"required": _("Tulis jalan dan nomor rumahnya.")},
    )
    rt = forms.CharField(label=_("RT"), max_length=20, widget=forms.TextInput(attrs=_RTRW))
    rw = forms.CharField(label=_("RW"), max_length=20, widget=forms.TextInput(attrs=_RTRW))
    village = forms.ChoiceField(
        label=_("Kelurahan"),
        error_messages={"required": _("Pilih kelurahannya."), "invalid_choice": _("Pilih kelurahannya.")},
    )
    landmark = forms.CharField(
        label=_("Patokan"), max_length=200, required=False, help_text=_("Misalnya: sebelah masjid, pagar hijau.")
    )
    phone = forms.CharField(
        label=_("Telepon yang aktif"),
        max_length=30,
        error_messages={"required": _("Tulis nomor telepon yang dapat dihubungi kurir.")},
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )

    def __init__(self, *args: Any, villages: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(villages)
        self.fields["village"].choices = [("", _("Pilih")), *choices]  # type: ignore[attr-defined]
        self.fields["village"].required = bool(choices)

    def new_address(self) -> NewAddress:
        """The address as the office keeps it."""
        return NewAddress(**self.cleaned_data)


class ReceiverForm(forms.Form):
    """Somebody else who may receive; empty takes it back."""

    name = forms.CharField(label=_("Nama lengkap penerima kuasa"), max_length=60, required=False)


class ContactForm(forms.Form):
    """A new house number, phone or landmark."""

    line = forms.CharField(label=_("Alamat yang benar: jalan dan nomor rumah"), max_length=200, required=False)

    phone = forms.CharField(
        label=_("Telepon baru"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    landmark = forms.CharField(label=_("Patokan baru"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """One of the two at least."""
        data = super().clean() or {}
        if not self.errors and not any(value.strip() for value in data.values()):
            raise forms.ValidationError(_("Isi alamat, telepon, atau patokan yang baru."))
        return data

    @property
    def leads_elsewhere(self) -> bool:
        """Whether it asks for what waits until the old contact was told."""
        return any(self.cleaned_data[name].strip() for name in ("line", "phone"))


class RequestForm(forms.Form):
    """What shall be corrected, restricted, stopped, or taken back."""

    kind = forms.ChoiceField(
        label=_("Yang diminta"),
        choices=[
            (DataRequest.Kind.CORRECTION, _("Perbaiki data saya")),
            (DataRequest.Kind.RESTRICTION, _("Batasi pemakaian data saya (berlaku seketika, kabar berhenti)")),
            (DataRequest.Kind.OBJECTION, _("Saya keberatan atas pemakaian data saya (dibatasi seketika)")),
            (DataRequest.Kind.WITHDRAWAL, _("Tarik persetujuan kabar (berhenti seketika)")),
            (DataRequest.Kind.STOP, _("Hentikan pemakaian data saya")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih yang Anda minta."), "invalid_choice": _("Pilih yang Anda minta.")},
    )
    words = forms.CharField(
        label=_("Tulis apa yang salah, atau apa yang harus dihentikan"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Tulis dulu permintaan Anda.")},
    )
