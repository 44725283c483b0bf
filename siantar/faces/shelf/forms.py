"""The office's rule of keeping."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from siantar.rules.keeping import Keeping

LONGEST = 3650


def _days(label: Any) -> forms.IntegerField:
    words = {
        "required": gettext_lazy("Isi jumlah harinya."),
        "invalid": gettext_lazy("Tulis dengan angka."),
        "min_value": gettext_lazy("Paling sedikit 1 hari."),
        "max_value": gettext_lazy("Paling lama 3650 hari (sepuluh tahun)."),
    }
    return forms.IntegerField(label=label, min_value=1, max_value=LONGEST, error_messages=words)


class KeepingForm(forms.Form):
    """Days after which owners are reminded, and until when a document is kept."""

    first_reminder = _days(gettext_lazy("Pengingat pertama sesudah (hari)"))
    last_reminder = _days(gettext_lazy("Pengingat terakhir sesudah (hari)"))
    keep = _days(gettext_lazy("Disimpan selama (hari)"))
    two_signatures = forms.BooleanField(
        label=gettext_lazy("Hitungan ditandatangani dua orang"),
        help_text=gettext_lazy("Yang menghitung, dan yang menyerahkan atau menyaksikan."),
        required=False,
    )

    @staticmethod
    def initial_of(rule: Keeping) -> dict[str, int | bool]:
        """The rule as the form shows it."""
        return asdict(rule)

    def clean(self) -> dict[str, Any]:
        """The days follow one another."""
        data = super().clean() or {}
        days = [data.get(name) for name in ("first_reminder", "last_reminder", "keep")]
        if all(days) and not days[0] < days[1] < days[2]:  # type: ignore[operator]
            self.add_error("keep", _("Urutkan: pengingat pertama, lalu pengingat terakhir, lalu akhir masa simpan."))
        return data

    def rule(self) -> Keeping:
        """What was filled in."""
        return Keeping(**self.cleaned_data)
