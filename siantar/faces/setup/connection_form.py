"""What is typed about another system that is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from siantar.faces.frame import texts
from siantar.faces.frame.form_fields import text_field
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import Kind
from siantar.webhooks.patterns import EVERYTHING, type_of
from siantar.webhooks.subscribing import SubscriptionWish

EVERY_KIND = EVERYTHING[-1]
CHOSEN = "chosen"
FIRST_DAY, LAST_DAY = date(2018, 1, 1), date(2199, 12, 31)


class ConnectionForm(forms.Form):
    """Where to tell, and of what."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    url = text_field(_("Alamat penerima"), 500, _("Dari pengelola sistem itu, misalnya https://contoh.go.id/siantar"))
    of_what = forms.ChoiceField(
        label=_("Dikabari tentang"),
        choices=[(EVERY_KIND, _("Semua kejadian berkas")), (CHOSEN, _("Hanya yang dipilih di bawah"))],
        initial=EVERY_KIND,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih salah satu."), "invalid_choice": _("Pilih salah satu.")},
    )
    types = forms.MultipleChoiceField(
        label=_("Kejadian"),
        required=False,
        choices=[(type_of(kind), texts.TOLD[kind]) for kind in Kind],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Pilih dari daftarnya.")},
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("id", uuid7(at))

    def clean(self) -> dict[str, Any]:
        """Who wants only some kinds says which."""
        data = super().clean() or {}
        if data.get("of_what") == CHOSEN and not data.get("types") and not self.errors:
            self.add_error("types", _("Pilih paling sedikit satu kejadian."))
        return data

    def wish(self, office: str) -> SubscriptionWish:
        """What was typed, for this office."""
        data = self.cleaned_data
        types = [EVERY_KIND] if data["of_what"] == EVERY_KIND else data["types"]
        return SubscriptionWish(data["url"].strip(), types, [office], data["id"])


class ReplayForm(forms.Form):
    """From which day on everything is sent again."""

    since = forms.DateField(
        label=_("Kirim ulang sejak"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Isi tanggalnya."), "invalid": _("Bukan tanggal. Pilih tanggalnya.")},
    )

    def clean_since(self) -> date:
        """A day of this product's time; what lies outside was mistyped."""
        day: date = self.cleaned_data["since"]
        if not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError(_("Bukan tanggal. Pilih tanggalnya."))
        return day

    def moment(self, zone: str) -> datetime:
        """The beginning of that day at the office."""
        return datetime.combine(self.cleaned_data["since"], time(), ZoneInfo(zone)).astimezone(UTC)
