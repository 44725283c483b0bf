"""What the administrator keeps: offices, staff and their roles, regions, holidays."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.http import HttpRequest, HttpResponse

from siantar.directory import audit, tokens, training
from siantar.directory.models import Delegation, Holiday, Office, Ramadan, Region, User
from siantar.rules import receipt_number
from siantar.rules.audit import Audited
from siantar.rules.vocabulary import ENTITLED, ProofPart, Relation, Role

ROLE_NAMES = {
    Role.COUNTER: "Petugas loket",
    Role.CHECKER: "Pemeriksa",
    Role.SIGNATORY: "Penanda tangan (Camat, Sekcam)",
    Role.LIAISON: "Penghubung",
    Role.AGENCY: "Petugas instansi",
    Role.DISPATCHER: "Pengatur pengantaran",
    Role.COURIER: "Kurir",
    Role.LEADER: "Pimpinan",
    Role.ADMINISTRATOR: "Administrator",
}
PROOF_NAMES = {ProofPart.PHOTO: "Foto amplop tersegel", ProofPart.SIGNATURE: "Tanda tangan penerima"}
EXTRA_RECEIVERS = [(str(relation), str(relation)) for relation in Relation if relation not in ENTITLED]


class StaffForm(UserChangeForm):
    """Roles as boxes to tick; a password is set on a page of its own and never shown."""

    roles = forms.MultipleChoiceField(
        choices=[(str(role), name) for role, name in ROLE_NAMES.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label="Peran",
    )


def proof_boxes(label: str, help_text: str) -> forms.MultipleChoiceField:
    """Parts of a proof as boxes to tick."""
    return forms.MultipleChoiceField(
        choices=[(str(part), name) for part, name in PROOF_NAMES.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label=label,
        help_text=help_text,
    )


class OfficeForm(forms.ModelForm):
    """Who else may receive, beside those the law entitles; which proof is asked; a number that fits a receipt."""

    also_allowed = forms.MultipleChoiceField(
        choices=EXTRA_RECEIVERS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label="Penerima lain yang diizinkan",
    )
    proof_asked = proof_boxes(
        "Bukti di depan pintu", "Yang diminta dari kurir pada setiap penyerahan; tanpa itu ia menulis alasannya."
    )

    def clean_number(self) -> int:
        """The number stands inside every receipt number."""
        number = int(self.cleaned_data["number"])
        if number > receipt_number.HIGHEST_OFFICE:
            raise forms.ValidationError(f"Paling besar {receipt_number.HIGHEST_OFFICE}, agar muat di nomor resi.")
        if not training.fits_here(number):
            raise forms.ValidationError(
                f"Nomor mulai dari {receipt_number.TRAINING} untuk kantor latihan; di bawahnya untuk yang sungguhan."
            )
        return number


@admin.register(User)
class StaffAdmin(UserAdmin):
    """Staff of all offices."""

    form = StaffForm
    list_display = ("username", "first_name", "last_name", "office", "title", "is_active")
    list_filter = ("office", "is_active")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Orang", {"fields": ("first_name", "last_name", "title", "office", "roles")}),
        ("Masuk", {"fields": ("is_active", "is_staff", "is_superuser", "last_login")}),
    )
    readonly_fields = ("last_login",)
    filter_horizontal = ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write rights down in the audit record; tokens made for other rights end."""
        super().save_model(request, obj, form, change)
        at, by = request.at, int(request.user.pk)  # type: ignore[attr-defined, arg-type]
        roles = " ".join(obj.roles)
        if not change:
            audit.note(Audited.PERSON_ADDED, at=at, whose=obj.pk, by=by, roles=roles)
        elif rights := sorted({"roles", "office", "is_active", "is_staff", "is_superuser"} & set(form.changed_data)):
            audit.note(Audited.ROLES_CHANGED, at=at, whose=obj.pk, by=by, fields=" ".join(rights), roles=roles)
            tokens.withdraw_all(obj.pk, at=at, by=by)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Write down who set whose password; Django's own page does the rest."""
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            at, by = request.at, int(request.user.pk)  # type: ignore[attr-defined, arg-type]
            audit.note(Audited.PASSWORD_SET, at=at, whose=int(id), by=by)
        return response


@admin.register(Office)
class OfficeAdmin(admin.ModelAdmin):
    """Offices and agencies; code and number never change once receipts carry them."""

    form = OfficeForm
    list_display = ("name", "code", "number", "nature", "uses_siantar")
    list_filter = ("nature",)

    def get_readonly_fields(self, _request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What stands on paper stays."""
        return ("code", "number") if obj else ()


@admin.register(Region)
class RegionAdmin(admin.ModelAdmin):
    """Regions by Kemendagri code."""

    list_display = ("code", "name")
    search_fields = ("code", "name")


@admin.register(Holiday)
class HolidayAdmin(admin.ModelAdmin):
    """Days off; without an office for all."""

    list_display = ("day", "name", "office")
    date_hierarchy = "day"


admin.site.register([Delegation, Ramadan])
admin.site.site_header = admin.site.site_title = "Siantar"
admin.site.index_title = "Administrasi"
