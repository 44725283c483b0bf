"""Who witnesses for an office, and for whom this installation witnesses; roots themselves are never edited."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import admin

from siantar.roots.models import EntrustedOffice, Witness

NO_KEY = "Kunci umum terdiri dari 64 huruf dan angka (0-9, a-f), tertera di /kinerja/bukti/ kantor itu. Salin lagi."


class _PublicKeyForm(forms.ModelForm):
    def clean_public_key(self) -> str:
        """64 hex characters, copied from the page of the other installation."""
        key = re.sub(r"\s", "", str(self.cleaned_data["public_key"])).lower()
        if key and not re.fullmatch(r"[0-9a-f]{64}", key):
            raise forms.ValidationError(NO_KEY)
        return key


class WitnessForm(_PublicKeyForm):
    """A mailbox or another installation; one of them at least."""

    def clean(self) -> dict[str, Any]:
        """Without an address nothing goes anywhere; with an installation its key is needed to believe its answer."""
        cleaned = super().clean() or {}
        if not cleaned.get("email") and not cleaned.get("url"):
            raise forms.ValidationError("Isi alamat e-mail atau alamat Siantar saksi.")
        if cleaned.get("url") and not cleaned.get("public_key"):
            self.add_error("public_key", "Isi kunci umum Siantar saksi; tertera di /kinerja/bukti/ miliknya.")
        if not cleaned.get("name"):
            self.add_error("name", "Isi nama saksi, karena ditampilkan di /kinerja/bukti/.")
        return cleaned


@admin.register(Witness)
class WitnessAdmin(admin.ModelAdmin):
    """The witness of each office."""

    form = WitnessForm
    list_display = ("office", "name", "email", "url")


@admin.register(EntrustedOffice)
class EntrustedOfficeAdmin(admin.ModelAdmin):
    """Offices elsewhere whose roots are kept here."""

    form = _PublicKeyForm
    list_display = ("name", "code", "public_key")
