"""Who does somebody's work while they are away, and on which days."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from siantar.directory.models import User
from siantar.rules.vocabulary import Role


class DeputyForm(forms.Form):
    """Who, from when, until when (both days included)."""

    deputy = forms.ModelChoiceField(
        User.objects.none(),
        empty_label=gettext_lazy("Pilih"),
        label=gettext_lazy("Wakil"),
        error_messages={"required": gettext_lazy("Pilih wakilnya."), "invalid_choice": gettext_lazy("Pilih wakilnya.")},
    )
    first_on = forms.DateField(label=gettext_lazy("Mulai"), widget=forms.DateInput(attrs={"type": "date"}))
    last_on = forms.DateField(label=gettext_lazy("Sampai"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["deputy"]
        field.queryset = colleagues  # type: ignore[attr-defined]
        field.label_from_instance = User.get_full_name  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The last day does not come before the first."""
        data = super().clean() or {}
        if data.get("first_on") and data.get("last_on") and data["last_on"] < data["first_on"]:
            self.add_error("last_on", _("Hari terakhir mendahului hari pertama. Periksa kedua tanggal."))
        return data

    def values(self) -> tuple[User, tuple[date, date]]:
        """Who, and the first and last day."""
        data = self.cleaned_data
        return data["deputy"], (data["first_on"], data["last_on"])


def nothing_to_lend(roles: Collection[Role]) -> str:
    """Why there is no deputy for somebody with these roles, and what to do."""
    if Role.COURIER in roles:
        return _(
            "Kurir tidak dapat diwakili: berkasnya ada di tangannya. Alihkan bawaannya di papan antaran, "
            "dan beri kurir lain perjalanannya."
        )
    if Role.SIGNATORY in roles:
        return _("Hak tanda tangan hanya dititipkan oleh pemiliknya sendiri, di Wakil saat saya tidak di tempat.")
    return _(
        "Tidak ada peran yang dapat diwakili. Hak administrator tidak dititipkan; "
        "minta administrator lain, atau operator."
    )
