"""The signatory names who signs while they are away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from siantar.directory import staff as people
from siantar.directory.models import User
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.rules.access import Act
from siantar.rules.plain_number import plain_number


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


@staff(Act.NAME_DEPUTY)
def deputies(request: StaffRequest) -> HttpResponse:
    """Name a deputy for some days, or end it."""
    me = int(request.actor.person)
    if request.method == "POST" and (ended := plain_number(request.POST.get("end", ""))) is not None:
        people.end_delegation(ended, by=request.actor, at=request.at)
        return HttpResponseRedirect(reverse("deputies"))
    form = DeputyForm(request.POST or None, colleagues=people.colleagues_of(me))
    if request.method == "POST" and form.is_valid():
        people.name_deputy(**form.cleaned_data, by=request.actor, at=request.at)
        messages.success(request, _("Wakil tersimpan."))
        return HttpResponseRedirect(reverse("deputies"))
    current = people.delegations_of(me, request.at)
    status = 422 if form.is_bound else 200
    return render(request, "backoffice/deputies.html", {"form": form, "current": current}, status=status)
