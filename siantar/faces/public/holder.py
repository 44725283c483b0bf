"""Pages for whoever holds the receipt: each asks for the ticket or the PIN first, and loses nothing typed meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from siantar.casework.models import Application
from siantar.casework.resident_changes import resident_of
from siantar.faces.frame.arrival import TimedRequest
from siantar.faces.frame.files import by_typed
from siantar.faces.frame.language import spoken
from siantar.faces.frame.staff_access import everyone
from siantar.faces.public import fast_path, session
from siantar.faces.public.session import Admission, Way
from siantar.rules import receipt_number
from siantar.rules.access import Actor

STATUS = {Way.NOTHING: 403, Way.WRONG: 403, Way.LOCKED: 403, Way.TOO_OFTEN: 429}
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class ReceiptHolder:
    """Somebody who showed the receipt of this file, and when."""

    file: Application
    at: datetime

    @property
    def actor(self) -> Actor:
        """Who that is to the gate."""
        return resident_of(self.file.office_id)

    @property
    def home(self) -> str:
        """Where their page is."""
        return reverse("resident", args=[self.file.receipt_number])


def holders(view: View) -> View:
    """Declare a page of the receipt's holder. Its cookie is never sent from another site, so forms need no token."""

    @everyone
    @csrf_exempt
    @wraps(view)
    def guarded(request: TimedRequest, typed: str, **more: Any) -> HttpResponse:
        file = by_typed(typed)
        if file is None:
            answer = fast_path.as_page(typed, spoken())
            return HttpResponse(answer.body, status=404, content_type=answer.kind)
        holder = ReceiptHolder(file, request.at)
        admission = _come_in(request, holder)
        way = admission.way
        if way in session.INSIDE:
            with timezone.override(ZoneInfo(file.office.zone)):
                response = view(request, holder, **more)
            if way is Way.PIN:
                session.give(response, file.receipt_number, holder.at)
        else:
            response = _ask(request, holder, admission)
        response["Cache-Control"] = "no-store"
        return response

    return guarded


def _come_in(request: HttpRequest, holder: ReceiptHolder) -> Admission:
    number = holder.file.receipt_number
    if session.holds(request, number, holder.at):
        return Admission(Way.TICKET)
    if request.method == "POST" and request.POST.get("pin"):
        return session.try_pin(request, number, holder.at)
    return Admission(Way.NOTHING)


def _ask(request: HttpRequest, holder: ReceiptHolder, admission: Admission) -> HttpResponse:
    """Ask for the PIN; what was typed before goes along unseen."""
    fields = [(name, value) for name, value in request.POST.items() if name != "pin"]
    context = {
        "file": holder.file,
        "number": receipt_number.grouped(holder.file.receipt_number),
        "way": admission.way,
        "left": admission.private.tries_left,
        "fields": fields,
        "action": request.path if request.method == "POST" else holder.home,
    }
    return render(request, "public/ask_pin.html", context, status=STATUS[admission.way])
