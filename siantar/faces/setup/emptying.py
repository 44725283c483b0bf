"""A training installation is emptied by one press, asked twice; elsewhere this page is not there."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext

from siantar.faces.frame.staff_access import StaffRequest, own_office, staff
from siantar.rights import training
from siantar.rules.access import Act


@staff(Act.EMPTY_TRAINING)
def empty(request: StaffRequest) -> HttpResponse:
    """First what would go, then whether it really is to go, then it goes."""
    office = own_office(request).code
    try:
        files = training.files_to_empty(office, by=request.actor)
        if request.method == "POST" and request.POST.get("sure") == "yes":
            files = training.empty(office, by=request.actor, at=request.at)
            words = ngettext("%(n)s berkas latihan dikosongkan.", "%(n)s berkas latihan dikosongkan.", files)
            messages.success(request, words % {"n": files})
            return HttpResponseRedirect(reverse("setup-training"))
    except training.NotTraining as problem:
        raise Http404 from problem
    return render(request, "setup/training.html", {"files": files, "asks_again": request.method == "POST"})
