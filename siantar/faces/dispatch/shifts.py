"""Who drives: the shifts of a day, and the office's own templates of them."""

from __future__ import annotations

from datetime import date
from datetime import time as clock_time
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from siantar.delivery import runs, shift_templates
from siantar.delivery.models import Run
from siantar.delivery.shift_templates import ShiftHours
from siantar.directory import staff as people
from siantar.directory.models import Office
from siantar.faces.dispatch.views import day_of, dispatchers, middles_of, office_of, span_of
from siantar.faces.frame.staff_access import StaffRequest
from siantar.routing.travel import Point
from siantar.rules import receipt_number
from siantar.rules.plain_number import plain_number


@dispatchers
@require_POST
def shifts(request: StaffRequest) -> HttpResponse:
    """Who drives on this day, from when to when, with how much."""
    office = office_of(request)
    day = day_of(request, office)
    back = HttpResponseRedirect(f"{reverse('board')}?hari={day.isoformat()}")
    if office.lat is None or office.lon is None:
        messages.error(request, _("Letak kantor belum diisi. Minta administrator mengisinya di Administrasi, Kantor."))
        return back
    if not _keep_templates(request, office):
        return back
    chosen = set(request.POST.getlist("courier"))
    places = {"": Point(office.lat, office.lon), **middles_of(office)}
    for courier in people.couriers_of(office.code):
        if str(courier.pk) not in chosen:
            _send_home(str(courier.pk), day, request)
            continue
        try:
            begins, ends = span_of(request, day, ZoneInfo(office.zone), str(courier.pk))
            capacity = min(500, max(1, plain_number(request.POST.get(f"capacity-{courier.pk}", "")) or 40))
        except ValueError:
            messages.error(request, _("Jam mulai dan selesai belum benar. Isi seperti 08:00 dan 16:00."))
            return back
        knows = tuple(request.POST.getlist(f"knows-{courier.pk}"))
        start, end = (places.get(request.POST.get(f"{name}-{courier.pk}", ""), places[""]) for name in ("from", "to"))
        shift = runs.Shift(courier, begins, ends, start, end, capacity, knows)
        runs.begin(shift, by=request.actor, at=request.at, day=day)
    messages.success(request, _("Tersimpan. Sekarang buat rencananya."))
    return back


def _keep_templates(request: StaffRequest, office: Office) -> bool:
    """The office's shifts as the form has them, where it has any; False where they cannot be."""
    columns = (request.POST.getlist(f"template-{name}") for name in ("name", "begins", "ends"))
    try:
        wanted = [
            ShiftHours(name.strip(), clock_time.fromisoformat(begins), clock_time.fromisoformat(ends))
            for name, begins, ends in zip(*columns, strict=True)
            if name.strip()
        ]
        if wanted and wanted != list(shift_templates.of(office)):
            shift_templates.keep(office, wanted, by=request.actor)
    except ValueError:
        messages.error(
            request, _("Pola giliran belum benar. Beri tiap pola nama sendiri, jam mulai, dan jam selesai sesudahnya.")
        )
        return False
    return True


def _send_home(courier: str, day: date, request: StaffRequest) -> None:
    run = runs.run_of(courier, day)
    if run is None or run.status != Run.Status.PLANNED:
        return
    try:
        runs.drop(run, by=request.actor)
    except runs.StillCarrying as left:
        words = _("%(name)s masih membawa %(numbers)s. Turunkan dulu, baru gilirannya dapat dihapus.")
        name = run.courier.get_full_name() or run.courier.username
        messages.error(request, words % {"name": name, "numbers": ", ".join(map(receipt_number.grouped, left.numbers))})
