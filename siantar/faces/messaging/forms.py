"""Forms of the settings: courtesy, a channel as its folder describes it, a wording in both languages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from siantar.catalogue.words import Words
from siantar.faces.messaging import sentences
from siantar.messaging.channels import KNOWN
from siantar.messaging.channels.base import Field
from siantar.messaging.facts import own_host
from siantar.messaging.models import Courtesy
from siantar.messaging.office_settings import SetUp
from siantar.messaging.templates import SAYINGS
from siantar.rules import message_safety
from siantar.rules.occasions import Occasion

ADDRESSES = frozenset({"url", "base"})


class CourtesyForm(forms.Form):
    """Quiet hours, how much a day, how long messages wait for each other."""

    quiet_from = forms.TimeField(
        label=gettext_lazy("Tenang mulai"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_until = forms.TimeField(
        label=gettext_lazy("Tenang sampai"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    daily_most = forms.IntegerField(
        label=gettext_lazy("Paling banyak sehari untuk satu warga"),
        min_value=1,
        max_value=50,
        error_messages={
            "min_value": gettext_lazy("Paling sedikit 1."),
            "max_value": gettext_lazy("Paling banyak 50."),
            "invalid": gettext_lazy("Tulis dengan angka."),
        },
    )
    gather_minutes = forms.IntegerField(
        label=gettext_lazy("Menit menunggu berkas sekeluarga"),
        min_value=0,
        max_value=120,
        error_messages={
            "min_value": gettext_lazy("Paling sedikit 0."),
            "max_value": gettext_lazy("Paling banyak 120."),
            "invalid": gettext_lazy("Tulis dengan angka."),
        },
    )

    def courtesy(self, office: str) -> Courtesy:
        """What was filled in."""
        return Courtesy(office_id=office, **self.cleaned_data)


class ChannelForm(forms.Form):
    """The fields of one channel; secrets are never shown again, left empty they stay."""

    def __init__(self, data: Any, *, channel: SetUp, language: str) -> None:
        initial = {"on": channel.on, **channel.config}
        super().__init__(data, initial=initial)
        self.channel = channel
        self.fields["on"] = forms.BooleanField(label=_("Kirim pesan lewat saluran ini"), required=False)
        for field in self._typed():
            self.fields[field.name] = _field(field, channel, language)
            if field.secret:
                self.initial[field.name] = ""

    def clean(self) -> dict[str, Any]:
        """Check that a channel that is on has all it needs, and that addresses are addresses."""
        data = super().clean() or {}
        for field in self._typed():
            setting = data.get(field.name) or (self.channel.config.get(field.name, "") if field.secret else "")
            if data.get("on") and field.needed and not setting and field.name not in self.errors:
                self.add_error(field.name, _("Belum diisi. Tanpa ini saluran tidak dapat dinyalakan."))
            if field.name in ADDRESSES and setting and not _is_address(setting):
                self.add_error(field.name, _("Bukan alamat. Mulailah dengan https://"))
        return data

    def config(self) -> dict[str, str]:
        """What was filled in."""
        return {field.name: self.cleaned_data.get(field.name, "") for field in self._typed()}

    def ask_again(self, field: str) -> None:
        """Say that this secret must be typed once more."""
        self.add_error(field, _("Alamatnya berubah. Ketik lagi isian rahasia ini, agar tidak terkirim ke alamat lain."))

    def _typed(self) -> list[Field]:
        return [field for field in KNOWN[self.channel.kind].FIELDS if not field.ours]


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False


def _field(field: Field, channel: SetUp, language: str) -> forms.Field:
    stored = field.secret and bool(channel.config.get(field.name))
    hint = _("Tersimpan. Kosongkan bila tidak diubah.") if stored else field.hint.in_language(language)
    label = field.label.in_language(language)
    if field.choices:
        return forms.ChoiceField(label=label, choices=[(choice, choice) for choice in field.choices], help_text=hint)
    widget: forms.Widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    if field.lines:
        widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})
    elif field.secret:
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, required=False, max_length=2000, help_text=hint, widget=widget)


class TestForm(forms.Form):
    """Where the test message goes."""

    address = forms.CharField(
        label=gettext_lazy("Alamat atau nomor penerima uji"),
        max_length=200,
        error_messages={"required": gettext_lazy("Isi dulu ke mana pesan uji dikirim.")},
    )


class WordingForm(forms.Form):
    """How one occasion is said; empty means our own words."""

    on = forms.BooleanField(label=gettext_lazy("Kabari warga tentang kejadian ini"), required=False)
    text_id = forms.CharField(
        label=gettext_lazy("Kalimat dalam bahasa Indonesia"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    text_en = forms.CharField(
        label=gettext_lazy("Kalimat dalam bahasa Inggris"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "en"}),
    )

    def __init__(self, data: Any, *, occasion: Occasion, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.occasion = occasion

    def clean(self) -> dict[str, Any]:
        """Refuse words that could be mistaken for a cheat's, or that cannot be filled."""
        data = super().clean() or {}
        for name in ("text_id", "text_en"):
            text = data.get(name, "")
            if not text.strip():
                continue
            placeholders = SAYINGS[self.occasion].placeholders()
            for flawed in message_safety.flaws(text, placeholders=placeholders, host=own_host()):
                self.add_error(name, sentences.flaw(flawed))
        return data

    def words(self) -> Words:
        """What was filled in."""
        return Words(self.cleaned_data["text_id"], self.cleaned_data["text_en"])
