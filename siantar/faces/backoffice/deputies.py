"""Somebody names who does their work while they are away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from siantar.directory import absences
from siantar.directory import deputies as acts
from siantar.directory import staff as people
from siantar.faces.frame import stand_ins
from siantar.faces.frame.deputy_form import DeputyForm, nothing_to_lend
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.rules.access import Act, lendable
from siantar.rules.plain_number import plain_number


@staff(Act.NAME_DEPUTY)
def deputies(request: StaffRequest) -> HttpResponse:
    """Name a deputy for some days, or end it; who stands in for oneself, and for whom oneself does."""
    me = int(request.actor.person)
    if request.method == "POST" and (ended := plain_number(request.POST.get("end", ""))) is not None:
        acts.end_delegation(ended, by=request.actor, at=request.at)
        return HttpResponseRedirect(reverse("deputies"))
    form = DeputyForm(request.POST or None, colleagues=people.colleagues_of(me))
    if request.method == "POST" and form.is_valid():
        try:
            acts.name_deputy(*form.values(), by=request.actor, at=request.at)
        except acts.NothingToLend as refusal:
            form.add_error(None, nothing_to_lend(refusal.roles))
        else:
            messages.success(request, _("Wakil tersimpan."))
            return HttpResponseRedirect(reverse("deputies"))
    context = {
        "form": form,
        "current": absences.delegations_of(me, request.at),
        "roles": stand_ins.role_words(lendable(request.actor.own.roles, signs=True)),
    }
    return render(request, "backoffice/deputies.html", context, status=422 if form.is_bound else 200)
