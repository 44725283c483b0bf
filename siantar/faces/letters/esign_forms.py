"""The signing service of an office as a form; its password and a NIK are never shown again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from siantar.faces.frame.form_fields import text_field as _text
from siantar.letters.esign.channel import LONGEST, SHORTEST, ESignRefused, ESignSetUp
from siantar.letters.esign.sheets import CodeLook, Placing, SecretKind, ServiceVersion

TROUBLES: Mapping[str, Promise] = {
    "empty": _("Belum diisi. Tanpa ini tanda tangan elektronik tidak dapat dinyalakan."),
    "again": _("Alamatnya berubah. Ketik lagi kata sandi layanan, agar tidak terkirim ke alamat lain."),
    "no_totp": _("Layanan versi 1 hanya mengenal passphrase. Pilih passphrase, atau versi 2."),
    "no_address": _("Bukan alamat. Tulis seperti https://esign.kota.go.id"),
    "no_https": _("Pakai https: passphrase dikirim ke alamat ini."),
    "inside": _(
        "Alamat ini di jaringan dalam dan belum diizinkan. "
        "Minta pengelola server menambahkannya ke SIANTAR_OUTBOUND_ALLOW."
    ),
    "no_nik": _("Tulis NIK (16 angka), atau alamat e-mail seperti camat@kota.go.id. Periksa lagi."),
    "no_mail": _("Layanan versi 1 hanya mengenal NIK. Tulis NIK-nya (16 angka), atau pilih versi 2."),
}
VERSIONS = ((ServiceVersion.V2.value, _("Versi 2")), (ServiceVersion.V1.value, _("Versi 1")))
LOOKS = (
    (CodeLook.INVISIBLE.value, _("Siantar mencetak kodenya, layanan menandatangani tanpa gambar")),
    (CodeLook.VISIBLE.value, _("Layanan menempelkan kodenya saat menandatangani")),
)
PLACINGS = (
    (Placing.TAG.value, _("Di tanda dalam teks")),
    (Placing.BOTTOM.value, _("Koordinat dari pojok kiri bawah")),
    (Placing.TOP.value, _("Koordinat dari pojok kiri atas")),
)
SECRETS = ((SecretKind.PASSPHRASE.value, _("Passphrase")), (SecretKind.TOTP.value, _("Kode sekali pakai (TOTP)")))


class ESignForm(forms.Form):
    """Address, account and habits of the service."""

    on = forms.BooleanField(label=_("Surat ditandatangani secara elektronik"), required=False)
    url = _text(_("Alamat layanan"), 200, _("Misalnya https://esign.kota.go.id"), required=False)
    user = _text(_("Nama pengguna layanan"), 100, required=False)
    password = forms.CharField(
        label=_("Kata sandi layanan"), required=False, max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"max_length": _("Terlalu panjang. Ringkaskan.")},
    )  # fmt: skip
    version = forms.ChoiceField(label=_("Versi layanan"), choices=VERSIONS)
    secret = forms.ChoiceField(label=_("Yang diketik penanda tangan setiap kali"), choices=SECRETS)
    look = forms.ChoiceField(label=_("Kode di surat"), choices=LOOKS)
    placing = forms.ChoiceField(label=_("Letak kode, bila layanan yang menempelkan"), choices=PLACINGS)
    tags = _text(
        _("Tanda letak"), 8, _("Dipakai yang pertama yang tidak ada di suratnya; bila semua ada, dipakai koordinat")
    )
    seconds = forms.IntegerField(
        label=_("Batas waktu menunggu jawaban (detik)"), min_value=SHORTEST, max_value=LONGEST,
        error_messages={
            "min_value": _("Paling sedikit 5."), "max_value": _("Paling banyak 120."),
            "invalid": _("Tulis dengan angka."), "required": _("Isi dulu."),
        },
    )  # fmt: skip

    def __init__(self, data: Any, *, stored: ESignSetUp) -> None:
        super().__init__(data, initial=asdict(stored) | {"password": ""})
        if stored.password:
            self.fields["password"].help_text = _("Tersimpan. Kosongkan bila tidak diubah.")

    def wish(self) -> ESignSetUp:
        """What was filled in."""
        return ESignSetUp(**self.cleaned_data)

    def refuse(self, refusal: ESignRefused) -> None:
        """Say at its field what is wrong."""
        self.add_error(refusal.field, str(TROUBLES[refusal.trouble]))


class SignerForm(forms.Form):
    """As whom the service knows an officer."""

    nik = forms.CharField(
        label=_("NIK atau e-mail"), required=False, max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": _("Terlalu panjang. Ringkaskan.")},
    )  # fmt: skip

    def refuse(self, refusal: ESignRefused) -> None:
        """Say what is wrong."""
        self.add_error("nik", str(TROUBLES[refusal.trouble]))
