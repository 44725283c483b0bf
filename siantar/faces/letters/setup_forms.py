"""How an office's letters look and are numbered, and who initials and signs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from siantar.directory.models import User
from siantar.faces.frame.form_fields import text_field as _text
from siantar.faces.letters.words import CAPACITIES, POSITIONS
from siantar.letters.models import LetterFrame, LetterOfficer
from siantar.privacy.pictures import NotAPhoto, opened, written

LARGEST_ARMS = 2_000_000
ARMS_SIDE = 400  # pixels: 22 mm at 450 dpi
FIELDS = ("government", "unit", "contact", "place", "town", "number_template", "number_unit", "by_code")


class FrameForm(forms.Form):
    """Letterhead and numbers."""

    government = _text(_("Baris pertama kop"), 80, _("Misalnya PEMERINTAH KOTA TANGERANG SELATAN"))
    unit = _text(_("Baris kedua kop"), 80, _("Misalnya KECAMATAN SERPONG UTARA"))
    contact = _text(_("Alamat, telepon, pos-el, laman"), 300, required=False)
    place = _text(_("Tempat surat ditulis"), 60, _("Di depan tanggal"))
    town = _text(_("Kota atau kabupaten"), 80, required=False)
    number_template = _text(
        _("Pola nomor"), 80, _("Bagian: {code} {seq} {seq:3} {unit} {roman_month} {month} {year}. Wajib: {seq}, {year}")
    )
    number_unit = _text(_("Kode kantor di nomor"), 40)
    by_code = forms.BooleanField(label=_("Setiap kode klasifikasi punya nomor urut sendiri"), required=False)
    arms = forms.FileField(
        label=_("Lambang daerah (PNG atau JPG, paling besar 2 MB)"), required=False,
        error_messages={"empty": _("Berkasnya kosong. Pilih lagi.")},
    )  # fmt: skip

    @staticmethod
    def initial_of(frame: LetterFrame) -> dict[str, Any]:
        """The frame as the form shows it."""
        return {name: getattr(frame, name) for name in FIELDS}

    def clean_arms(self) -> bytes | None:
        """The arms as a small PNG made anew of the pixels alone, or nothing."""
        upload = self.cleaned_data.get("arms")
        if not upload:
            return None
        try:
            if upload.size > LARGEST_ARMS:
                raise NotAPhoto
            return written(opened(upload.read(), ARMS_SIDE), "PNG")
        except NotAPhoto as problem:
            raise forms.ValidationError(
                _("Berkas ini tidak terbaca sebagai gambar. Pilih gambar PNG atau JPG, paling besar 2 MB.")
            ) from problem

    def into(self, frame: LetterFrame) -> LetterFrame:
        """The frame with what was filled in; arms stay where no others came."""
        for name in FIELDS:
            setattr(frame, name, self.cleaned_data[name])
        frame.arms = self.cleaned_data["arms"] or frame.arms
        return frame


class OfficerForm(forms.Form):
    """Who holds an office from a day on."""

    person = forms.ModelChoiceField(
        User.objects.none(), label=_("Pegawai"), empty_label=_("Pilih"),
        error_messages={"required": _("Pilih pegawainya."), "invalid_choice": _("Pilih pegawainya.")},
    )  # fmt: skip
    position = forms.ChoiceField(label=_("Meja"), choices=[(key.value, words) for key, words in POSITIONS.items()])
    capacity = forms.ChoiceField(
        label=_("Sebagai"), choices=[(key.value, words) for key, words in CAPACITIES.items()], required=False
    )
    title = _text(_("Nama jabatan"), 80, _("Misalnya Kepala Seksi Pelayanan Umum"))
    name = _text(_("Nama dengan gelar"), 80)
    rank = _text(_("Pangkat, golongan"), 60, required=False)
    nip = _text("NIP", 24, required=False)
    first_on = forms.DateField(
        label=_("Mulai"), widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Pilih tanggalnya."), "invalid": _("Bukan tanggal. Pilih tanggalnya.")},
    )  # fmt: skip

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        field.queryset = colleagues  # type: ignore[attr-defined]
        field.label_from_instance = User.get_full_name  # type: ignore[attr-defined]

    def officer(self, office: str) -> LetterOfficer:
        """Whom it names."""
        return LetterOfficer(office_id=office, **self.cleaned_data)
