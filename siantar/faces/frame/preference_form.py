"""How a resident wants to be told, as the counter asks it: channel, address, language, consent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from siantar.messaging import preferences, templates
from siantar.messaging.preferences import MessageWish
from siantar.rules.occasions import PHONES, ChannelKind

TOLD_BY = (ChannelKind.WHATSAPP, ChannelKind.SMS, ChannelKind.EMAIL, ChannelKind.TELEGRAM)


class WishFields(forms.Form):
    """The fields; a form that asks more may stand on them. `phone` is used where no address is given."""

    told_by = forms.ChoiceField(
        label=gettext_lazy("Kabar lewat"),
        choices=[("", gettext_lazy("Tanpa pesan")), *((kind, templates.CHANNELS[kind].id) for kind in TOLD_BY)],
        required=False,
        widget=forms.RadioSelect,
    )
    told_at = forms.CharField(
        label=gettext_lazy("Alamat kabar"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Kosong: nomor telepon di atas. Untuk surel dan Telegram tulis alamatnya."),
    )
    told_in = forms.ChoiceField(
        label=gettext_lazy("Bahasa kabar"), choices=[("id", "Bahasa Indonesia"), ("en", "English")], required=False
    )
    agrees = forms.BooleanField(label=gettext_lazy("Pemohon setuju setelah dibacakan"), required=False)

    def clean(self) -> dict[str, Any]:
        """A channel needs an address of its own kind, and the resident's consent."""
        data = super().clean() or {}
        wishes = _wishes(data)
        for wish in wishes:
            try:
                preferences.require_address(wish.channel, wish.address)
            except preferences.NoSuchAddress:
                self.add_error("told_at", _("Alamat ini tidak cocok dengan salurannya. Periksa nomor atau alamatnya."))
        if wishes and not data.get("agrees"):
            self.add_error("agrees", _("Bacakan persetujuannya dulu. Tanpa persetujuan pilih Tanpa pesan."))
        return data

    def wishes(self) -> list[MessageWish]:
        """How the resident wants to be told; nothing where they chose no messages."""
        return _wishes(self.cleaned_data)


def consents(office: str, language: str) -> list[tuple[str, str]]:
    """The words to read aloud, for each channel."""
    return [(kind, templates.consent(office, kind, language)) for kind in TOLD_BY]


def _wishes(data: dict[str, Any]) -> list[MessageWish]:
    chosen = data.get("told_by")
    if not chosen:
        return []
    kind = ChannelKind(chosen)
    typed = data.get("told_at") or (data.get("phone", "") if kind in PHONES else "")
    return [MessageWish(kind, typed, data.get("told_in") or "id")]
