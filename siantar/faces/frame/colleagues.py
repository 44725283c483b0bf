"""The administrator gives colleagues their access back: a code on paper, and out of every device."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from siantar.directory import paper_codes, second_factor
from siantar.directory import staff as people
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.rules.access import Act


@staff(Act.RESET_ACCESS)
def page(request: StaffRequest) -> HttpResponse:
    """Everybody of the office."""
    rows = [(user, second_factor.has_one(user)) for user in people.people_of_office(request.actor)]
    return render(request, "frame/colleagues.html", {"rows": rows, "me": int(request.actor.person)})


@staff(Act.RESET_ACCESS)
@require_POST
def paper_code(request: StaffRequest, person: int) -> HttpResponse:
    """A code for one colleague, on a page to print; it is shown this once."""
    try:
        code = paper_codes.issue(person, by=request.actor, at=request.at)
    except paper_codes.NoSuchPerson as error:
        raise Http404 from error
    user = people.people_of_office(request.actor).get(pk=person)
    context = {"code": code, "person": user, "ends_at": request.at + paper_codes.GOOD_FOR}
    return render(request, "frame/paper_code.html", context)


@staff(Act.RESET_ACCESS)
@require_POST
def log_out(request: StaffRequest, person: int) -> HttpResponse:
    """A device is lost: every session and token of the colleague ends."""
    user = people.log_out_colleague(person, by=request.actor, at=request.at)
    if user is None:
        raise Http404
    words = _("%(name)s dikeluarkan dari semua perangkat, dan semua tokennya dicabut.")
    messages.success(request, words % {"name": user.get_full_name() or user.username})
    return HttpResponseRedirect(reverse("colleagues"))
