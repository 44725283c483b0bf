"""What the administrator keeps of deliveries: the windows residents may choose, and photos of couriers."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import admin

from siantar.delivery import portraits
from siantar.delivery.models import Portrait, VisitHours
from siantar.privacy.pictures import NotAPhoto

_SPAN = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")


class HoursForm(forms.ModelForm):
    """Spans one a line."""

    spans = forms.CharField(
        label="Jendela antar",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text='Satu per baris, misalnya "08:00-10:00".',
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["spans"] = "\n".join(self.instance.spans or ["08:00-10:00", "10:00-12:00", "13:00-15:00"])

    def clean_spans(self) -> list[str]:
        """From before to, each in order."""
        lines = [line.strip() for line in self.cleaned_data["spans"].splitlines() if line.strip()]
        for line in lines:
            if not _SPAN.fullmatch(line) or line[:5] >= line[6:]:
                raise forms.ValidationError(f'"{line}" bukan jendela. Tulis seperti 08:00-10:00.')
        return lines


@admin.register(VisitHours)
class VisitHoursAdmin(admin.ModelAdmin):
    """The windows of each office."""

    form = HoursForm
    list_display = ("office", "days_ahead", "cut_off")


class PortraitForm(forms.ModelForm):
    """A photo to upload; it is shrunk and sealed."""

    photo = forms.FileField(
        label="Foto wajah", help_text="Dikecilkan dan disegel; tampil hanya kepada warga yang memindai kode kurir."
    )

    class Meta:
        model = Portrait
        fields = ("user",)

    def clean(self) -> dict[str, Any]:
        """The photo must be a picture."""
        data = super().clean() or {}
        if (upload := data.get("photo")) and data.get("user"):
            try:
                self.instance.sealed = portraits.sealed(data["user"], upload.read())
            except NotAPhoto:
                self.add_error("photo", "Berkas ini bukan gambar yang dapat dibaca. Pilih foto lain.")
        return data


@admin.register(Portrait)
class PortraitAdmin(admin.ModelAdmin):
    """Photos of couriers."""

    form = PortraitForm
    list_display = ("user",)
