"""What a dispatcher looks after during the day: refused facts, a lost phone, a note for the door."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from siantar.casework import disclosure
from siantar.casework.outcome import Result
from siantar.delivery import bag_change, notes, refusals
from siantar.delivery.bag_change import BagChange
from siantar.directory import staff as people
from siantar.faces.dispatch.shapes import Contact
from siantar.faces.dispatch.views import CLOSING, dispatchers
from siantar.faces.frame import texts
from siantar.faces.frame.files import access_or_404
from siantar.faces.frame.staff_access import StaffRequest
from siantar.privacy.looks import Reader
from siantar.rules.identifiers import uuid7


@dispatchers
@require_POST
def settle(request: StaffRequest, event: UUID) -> HttpResponse:
    """A refused fact was looked after."""
    refusals.settle(event, by=request.actor, at=request.at)
    messages.success(request, _("Dicatat sudah dibereskan."))
    return HttpResponseRedirect(reverse("board"))


@dispatchers
@require_POST
def log_out(request: StaffRequest, person: int) -> HttpResponse:
    """A courier's phone is lost: its sessions end, and with them the key to what lies on it."""
    courier = people.log_out_courier(person, by=request.actor, at=request.at)
    if courier is None:
        raise Http404
    words = _("%(name)s dikeluarkan dari semua perangkat. Data di ponselnya terkunci begitu tersambung.")
    messages.success(request, words % {"name": courier.get_full_name() or courier.username})
    return HttpResponseRedirect(reverse("board") + CLOSING)


@dispatchers
@require_POST
def pass_bag_on(request: StaffRequest, person: int) -> HttpResponse:
    """Give all that a courier carries to another one, who is named with the reason."""
    taker, reason = request.POST.get("taker", ""), request.POST.get("reason", "").strip()[:500]
    couriers = {str(courier.pk): courier for courier in people.couriers_of(request.actor.office)}
    if taker not in couriers or taker == str(person):
        messages.error(request, texts.refusal("unknown_courier"))
        return HttpResponseRedirect(reverse("board") + CLOSING)
    change = BagChange(uuid7(request.at), person, int(taker), reason)
    outcomes = bag_change.pass_on(change, by=request.actor, at=request.at)
    refusals_met = sorted({outcome.code for outcome in outcomes if outcome.result is Result.REFUSED and outcome.code})
    for code in refusals_met:
        messages.error(request, texts.refusal(code))
    if not refusals_met:
        name = couriers[taker].get_full_name() or couriers[taker].username
        words = _("%(many)s amplop sekarang dibawa %(name)s.")
        messages.success(request, words % {"many": len(outcomes), "name": name})
    return HttpResponseRedirect(reverse("board") + CLOSING)


@dispatchers
@require_POST
def note(request: StaffRequest) -> HttpResponse:
    """A note for the courier at one door; empty takes it away."""
    file = access_or_404(request, request.POST.get("file", ""))
    notes.write(file, request.POST.get("note", ""), by=request.actor, at=request.at)
    return JsonResponse({"ok": True})


@dispatchers
@require_POST
def contact(request: StaffRequest) -> HttpResponse:
    """The resident's telephone, where somebody asks for it; the look is recorded."""
    file = access_or_404(request, request.POST.get("file", ""))
    personal = disclosure.open_file(file, Reader(request.actor, request.at, "call_resident"))
    return JsonResponse(Contact(phone=personal.phone, note=personal.phone_note))
