"""What an office types about itself, its people and its services."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from siantar.catalogue.models import Service
from siantar.catalogue.standards import COMPONENTS
from siantar.directory.models import Office
from siantar.faces.frame.form_fields import ParagraphField, text_field
from siantar.faces.frame.language import decimal, spoken
from siantar.faces.frame.role_words import ROLES
from siantar.paper.population import PopulationForm, population_forms
from siantar.rules import staff_list
from siantar.rules.staff_list import NewColleague
from siantar.rules.standard import LONGEST, OF_OFFICE, PLEDGE, Component
from siantar.rules.vocabulary import ProofPart, Role

STATIONS = ("station_1", "station_2", "station_3", "station_4")
_WRONG_NUMBER = (
    "required", "invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits",
)  # fmt: skip
_FORM = "form-"  # before the slug of a population form
BY_PEN = "-"  # how the form says: printed, and nothing ticked
CAMAT = "camat"  # how the form calls the station that has no agency's code
_PROOFS = {ProofPart.PHOTO: _("Foto amplop tersegel"), ProofPart.SIGNATURE: _("Tanda tangan penerima")}


def _boxes(label: Any, choices: Any, words: Any = "", *, required: bool = True) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, help_text=words, required=required,
        error_messages={"required": _("Pilih paling sedikit satu."), "invalid_choice": _("Pilih dari daftarnya.")},
    )  # fmt: skip


class _CommaFloatField(forms.FloatField):
    """A number with a comma or a point, as a map shows it or a hand writes it."""

    def to_python(self, value: Any) -> Any:
        """The number. Raises ValidationError."""
        return super().to_python(str(value or "").strip().replace(",", "."))


class _CommaDecimalField(forms.DecimalField):
    """A number of hours with a comma or a point, shown as it is written here: 37,5."""

    def prepare_value(self, value: Any) -> Any:
        """A number as words, what was typed as it was typed."""
        return decimal(value) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Any:
        """The number. Raises ValidationError."""
        return super().to_python(str(value or "").strip().replace(",", "."))


def _degrees(label: Any, words: Any, most: int) -> forms.FloatField:
    sentence = _("Bukan derajat. Salin angkanya dari peta.")
    return _CommaFloatField(
        label=label, help_text=words, required=False, min_value=-most, max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), sentence),
    )  # fmt: skip


class OfficeDetailsForm(forms.Form):
    """Where the office is, when it is open, how it is reached."""

    name = text_field(_("Nama kantor"), 120, _("Seperti di resi, misalnya Kecamatan Serpong Utara"))
    address = text_field(_("Alamat kantor"), 200)
    hours = text_field(_("Jam layanan"), 120, _("Misalnya Senin-Jumat 08.00-15.00"))
    hours_en = text_field(_("Jam layanan dalam bahasa Inggris"), 120, required=False)
    phone = text_field(_("Telepon kantor"), 30, required=False)
    whatsapp = text_field(_("WhatsApp untuk warga"), 30, required=False)
    complaint_channel = text_field(_("Ke mana warga mengadu"), 200)
    complaint_channel_en = text_field(_("Ke mana warga mengadu, dalam bahasa Inggris"), 200, required=False)
    lat = _degrees(_("Lintang"), _("Titik kantor di peta, misalnya -6,2441; kurir berangkat dari sini"), 90)
    lon = _degrees(_("Bujur"), _("Misalnya 106,6582"), 180)
    proof_asked = _boxes(
        _("Bukti di depan pintu"), [(str(part), words) for part, words in _PROOFS.items()],
        _("Yang diminta dari kurir pada setiap penyerahan; tanpa itu ia menulis alasannya."), required=False,
    )  # fmt: skip

    @classmethod
    def of(cls, office: Office, typed: Any = None) -> OfficeDetailsForm:
        """The form with what is known of the office."""
        return cls(typed, initial={name: getattr(office, name) for name in cls.base_fields})

    def clean(self) -> dict[str, Any]:
        """A place has both degrees or none."""
        data = super().clean() or {}
        if not self.errors and (data["lat"] is None) != (data["lon"] is None):
            self.add_error("lon" if data["lon"] is None else "lat", _("Isi lintang dan bujur dua-duanya."))
        return data


class DayOffForm(forms.Form):
    """A day on which the office is closed."""

    day = forms.DateField(
        label=_("Tanggal"), widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Pilih tanggalnya."), "invalid": _("Bukan tanggal. Pilih tanggalnya.")},
    )  # fmt: skip
    name = text_field(_("Nama hari libur"), 120, _("Misalnya Hari jadi kota"))


class RolesForm(forms.Form):
    """Title and roles of somebody who is there already."""

    title = text_field(_("Jabatan"), staff_list.LONGEST_TITLE, required=False)
    roles = _boxes(_("Peran"), [])

    def __init__(self, *args: Any, choices: tuple[Role, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = [(str(role), ROLES[role]) for role in choices]  # type: ignore[attr-defined]

    def role_set(self) -> frozenset[Role]:
        """The roles that were ticked."""
        return frozenset(Role(role) for role in self.cleaned_data["roles"])


class ColleagueForm(RolesForm):
    """Somebody who comes to the office."""

    name = text_field(_("Nama lengkap"), staff_list.LONGEST_NAME)
    username = text_field(_("Nama pengguna"), 30, _("Huruf kecil dan angka, misalnya rina.kartika; untuk masuk"))
    field_order = ["name", "username", "title", "roles"]

    def clean_username(self) -> str:
        """Small letters, digits, dots, dashes."""
        username = str(self.cleaned_data["username"]).casefold()
        if not staff_list.is_username(username):
            raise forms.ValidationError(_("Pakai 3 sampai 30 huruf kecil, angka, titik, atau tanda hubung."))
        return username

    def colleague(self) -> NewColleague:
        """Whom it names."""
        data = self.cleaned_data
        return NewColleague(data["name"], data["username"], data["title"], self.role_set())


class FromElsewhereForm(RolesForm):
    """Somebody of another office who works here too."""

    username = text_field(_("Nama pengguna di kantornya"), 150, _("Yang dipakainya untuk masuk; tanyakan langsung"))
    field_order = ["username", "title", "roles"]

    def colleague(self) -> NewColleague:
        """Whom it names; their name is not asked."""
        data = self.cleaned_data
        return NewColleague("", data["username"], data["title"], self.role_set())


class BeginsForm(forms.Form):
    """The day a change begins on."""

    begins = forms.DateField(
        label=_("Berlaku mulai"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        help_text=_("Kosong: hari ini. Berkas yang masuk sebelum hari itu tidak berubah."),
        error_messages={"invalid": _("Bukan tanggal. Pilih tanggalnya.")},
    )  # fmt: skip

    def day(self) -> date | None:
        """The chosen day; None: today."""
        chosen: date | None = self.cleaned_data["begins"]
        return chosen


class TextsBeginForm(BeginsForm):
    """The day a change of the standards begins on."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["begins"].help_text = _("Kosong: hari ini. Sampai hari itu yang lama tetap dicetak.")


class ServiceSetupForm(forms.Form):
    """A service as the office offers it."""

    name = text_field(_("Nama layanan"), 120)
    name_en = text_field(_("Nama dalam bahasa Inggris"), 120, required=False)
    promise_hours = _CommaDecimalField(
        label=_("Janji dalam jam kerja"), min_value=1, max_value=9_999, max_digits=6, decimal_places=2,
        help_text=_("Satu hari kerja kira-kira 8 jam"), widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages=dict.fromkeys(_WRONG_NUMBER, _("Isi dengan angka 1 sampai 9999.")),
    )  # fmt: skip
    product = text_field(_("Hasil"), 200, required=False)
    product_en = text_field(_("Hasil dalam bahasa Inggris"), 200, required=False)
    procedure = ParagraphField(
        label=_("Prosedur"), required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    procedure_en = ParagraphField(
        label=_("Prosedur dalam bahasa Inggris"), required=False, max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "en"}),
    )  # fmt: skip
    legal_basis = ParagraphField(
        label=_("Dasar hukum"), required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    decree = text_field(_("Nomor keputusan standar layanan"), 120, required=False)
    digital = forms.BooleanField(label=_("Hasilnya digital"), required=False)
    active = forms.BooleanField(label=_("Ditawarkan di loket"), required=False)

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [(agency.code, agency.name) for agency in agencies]
        choices = [("", _("Tidak ada")), (CAMAT, _("Tanda tangan Camat")), *codes]
        for place, name in enumerate(STATIONS, 1):
            self.fields[name] = forms.ChoiceField(
                label=_("Stasiun %(place)s") % {"place": place}, choices=choices, required=False,
                error_messages={"invalid_choice": _("Pilih dari daftarnya.")},
            )  # fmt: skip
        for form in population_forms().values():
            self.fields[_FORM + form.slug] = _printed_as(form)
        self.order_fields(["name", "name_en", "promise_hours", *STATIONS])

    @staticmethod
    def initial_of(service: Service) -> dict[str, Any]:
        """The service as the form shows it."""
        stations = {name: code or CAMAT for name, code in zip(STATIONS, service.steps, strict=False)}
        plain = {name: getattr(service, name) for name in ServiceSetupForm.base_fields}
        forms_printed = {_FORM + slug: kind or BY_PEN for slug, kind in service.forms.items()}
        return plain | stations | forms_printed

    def values(self) -> dict[str, Any]:
        """What is to be stored."""
        data = self.cleaned_data
        steps = ["" if data[name] == CAMAT else data[name] for name in STATIONS if data[name]]
        chosen = {slug: data[_FORM + slug] for slug in population_forms() if data[_FORM + slug]}
        printed = {slug: "" if kind == BY_PEN else kind for slug, kind in chosen.items()}
        return {name: data[name] for name in ServiceSetupForm.base_fields} | {"steps": steps, "forms": printed}


def _printed_as(form: PopulationForm) -> forms.ChoiceField:
    """Whether files of a service print this form, and which kind of application is ticked on it."""
    kinds = list(form.kinds().items())
    by_pen = _("Dicetak, jenisnya dicentang dengan pena") if kinds else _("Dicetak")
    return forms.ChoiceField(
        label=f"{form.code} {form.name}", choices=[("", _("Tidak dicetak")), (BY_PEN, by_pen), *kinds],
        required=False, error_messages={"invalid_choice": _("Pilih dari daftarnya.")},
    )  # fmt: skip


_ASKED = {
    Component.FACILITIES: _("Misalnya ruang tunggu, kursi prioritas, jalur kursi roda, ruang laktasi"),
    Component.COMPETENCE: _("Pendidikan, keahlian, dan pengalaman yang dituntut dari pelaksana"),
    Component.CONTROL: _("Siapa mengawasi, dan bagaimana"),
    Component.STAFF: _("Berapa orang di loket, pemeriksa, dan pengantaran"),
    Component.GUARANTEE: _("Yang dijamin kantor kepada warga"),
    Component.SAFETY: _("Bagaimana dokumen, data, dan orang dijaga"),
    Component.EVALUATION: _("Seberapa sering kinerja dinilai, dan dengan apa"),
}


class StandardsForm(forms.Form):
    """What the office says of the components that are the same for all services, and its maklumat."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for component in OF_OFFICE:
            self.fields[component] = _paragraph(COMPONENTS[component].in_language(spoken()), _ASKED[component])
        self.fields[PLEDGE] = _paragraph(
            _("Maklumat pelayanan"), _("Salin dari keputusan kantor, kata demi kata. Dicetak seperti tertulis di sini.")
        )


def _paragraph(label: Any, words: Any) -> forms.CharField:
    return ParagraphField(
        label=label, max_length=LONGEST, help_text=words, required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST}),
        error_messages={"max_length": _("Terlalu panjang. Ringkaskan.")},
    )  # fmt: skip
