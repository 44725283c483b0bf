"""Working in another office: the code that opens it, and changing over and back."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from siantar.directory import brakes, paper_codes, workplaces
from siantar.directory.models import User
from siantar.faces.frame import scan_result, unsent, working_as
from siantar.faces.frame.login_brake import words_of
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.rules.access import Forbidden, Reading
from siantar.rules.brake import Allowance

HOUR = timedelta(hours=1)
TRIES = Allowance(5, timedelta(minutes=1), HOUR, 24 * HOUR)
LONGEST = 40


@staff(Reading.OWN_ACCOUNT)
@require_POST
def join(request: StaffRequest) -> HttpResponse:
    """Take the code that the administrator of another office handed over."""
    door = f"join {request.actor.person}"
    try:
        taken = brakes.take({door: TRIES}, request.at)
        there = paper_codes.join(request.POST.get("code", "")[:LONGEST], by=request.actor, at=request.at)
    except brakes.Wait as wait:
        messages.error(request, words_of(wait.until - request.at))
    except paper_codes.WrongCode:
        words = _("Kode ini tidak berlaku. Periksa lagi, atau minta yang baru kepada administrator kantor itu.")
        messages.error(request, words)
    else:
        brakes.was_right(taken, clears=frozenset({door}))
        words = _("Sekarang Anda juga bekerja di %(office)s. Berganti kantor di bagian atas halaman.")
        messages.success(request, words % {"office": there.office})
    return HttpResponseRedirect(reverse("account"))


@staff(Reading.OWN_ACCOUNT)
@require_POST
def change(request: StaffRequest, person: int) -> HttpResponse:
    """Work in another office from now on, or in the own one again."""
    account: User = request.user  # type: ignore[assignment]
    if person != account.pk:
        try:
            account = workplaces.enter(person, by=request.actor, at=request.at)
        except Forbidden as error:
            raise Http404 from error
    working_as.choose(request, account)
    for waiting in (unsent.KEPT, scan_result.KEPT):
        request.session.pop(waiting, None)
    rotate_token(request)  # forms of pages still open for the office before are refused
    messages.success(request, _("Anda sekarang bekerja di %(office)s.") % {"office": account.office or ""})
    return HttpResponseRedirect(reverse("begin"))
