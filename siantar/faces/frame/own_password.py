"""One's own password changed: with the current one, and everything else that is logged in ends."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from siantar.directory import staff as people
from siantar.directory.models import User
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.rules.access import Reading

LONGEST = 200


def password_field(label: Any, autocomplete: str) -> forms.CharField:
    """A password as it is typed, blanks included; `autocomplete` tells password managers which one."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, widget=widget, max_length=LONGEST, strip=False)


class NewPassword(forms.Form):
    """A new password, typed twice."""

    password = password_field(gettext_lazy("Kata sandi baru"), "new-password")
    again = password_field(gettext_lazy("Sekali lagi"), "new-password")

    def clean(self) -> dict[str, Any]:
        """Both new passwords are the same."""
        data = super().clean() or {}
        if data.get("password") != data.get("again"):
            self.add_error("again", _("Kedua kata sandi berbeda. Ketik yang sama dua kali."))
        return data


class PasswordForm(NewPassword):
    """The current password before the new one."""

    current = password_field(gettext_lazy("Kata sandi sekarang"), "current-password")
    field_order = ("current", "password", "again")


@staff(Reading.OWN_ACCOUNT)
def change(request: StaffRequest) -> HttpResponse:
    """Take the current password and the new one; who stays in is this browser alone."""
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _changed(form, request):
        messages.success(request, _("Kata sandi baru berlaku. Semua perangkat lain dikeluarkan, semua token dicabut."))
        return HttpResponseRedirect(reverse("account"))
    return render(request, "frame/own_password.html", {"form": form}, status=422 if form.is_bound else 200)


def _changed(form: PasswordForm, request: StaffRequest) -> bool:
    user: User = request.user  # type: ignore[assignment]
    try:
        if not get_adapter().reauthenticate(user, form.cleaned_data["current"]):
            form.add_error("current", _("Kata sandi tidak cocok. Coba lagi."))
            return False
    except ValidationError as slowed:
        form.add_error("current", slowed)
        return False
    try:
        user = people.set_own_password(form.cleaned_data["password"], by=request.actor, at=request.at)
    except ValidationError as weak:
        form.add_error("password", weak)
        return False
    update_session_auth_hash(request, user)
    return True
