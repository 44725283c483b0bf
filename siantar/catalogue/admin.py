"""Services an office offers, edited as data and checked as a whole before they are kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin

from siantar.catalogue.models import Requirement, Service
from siantar.directory import offices
from siantar.directory.admin import proof_boxes
from siantar.rules import path_check


class ServiceForm(forms.ModelForm):
    """The stations are a list of agencies' codes, or an empty text for the signature of the Camat."""

    proof_besides = proof_boxes(
        "Bukti yang selalu diminta", "Untuk layanan ini juga bila kantor tidak memintanya pada layanan lain."
    )

    class Meta:
        model = Service
        exclude = ("forms",)  # chosen on the office's own page, where only what there is can be
        help_texts = {
            "steps": 'Berurutan: kode instansi, atau "" untuk tanda tangan Camat, misalnya ["36.74-disdukcapil", ""].',
        }

    def clean(self) -> dict[str, Any]:
        """A path with a dead end or a way round a station is not kept."""
        data = super().clean() or {}
        steps = data.get("steps") or []
        if not isinstance(steps, list) or not all(isinstance(step, str) for step in steps):
            raise forms.ValidationError("Stasiun harus berupa daftar teks.")
        agencies = set(offices.agencies().values_list("code", flat=True))
        if unknown := {step for step in steps if step} - agencies:
            raise forms.ValidationError(f"Instansi tidak dikenal: {', '.join(sorted(unknown))}.")
        try:
            path_check.check(Service(steps=steps, digital=data["digital"], old_ktp=data["old_ktp"]).path())
        except path_check.BrokenPath as problem:
            raise forms.ValidationError(f"Jalan layanan ini tidak utuh: {problem}") from problem
        return data


class RequirementInline(admin.TabularInline):
    """The documents a service asks for."""

    model = Requirement
    extra = 1


@admin.register(Service)
class ServiceAdmin(admin.ModelAdmin):
    """Services by office."""

    form = ServiceForm
    inlines = (RequirementInline,)
    list_display = ("name", "code", "office", "promise_hours", "digital", "active")
    list_filter = ("office", "active", "digital")
    search_fields = ("name", "code")
