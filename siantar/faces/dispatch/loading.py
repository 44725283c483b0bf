"""Load a courier's envelopes by scanning them against the list."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from siantar.delivery import runs
from siantar.delivery.models import Run
from siantar.faces.dispatch.views import dispatchers, run_or_404
from siantar.faces.frame import actions, scan_result, texts
from siantar.faces.frame.handover import scanned
from siantar.faces.frame.scan_result import ScanProgress
from siantar.faces.frame.staff_access import StaffRequest
from siantar.rules import receipt_number
from siantar.rules.event import Holder
from siantar.rules.vocabulary import Kind


@dispatchers
def loading(request: StaffRequest, number: str) -> HttpResponse:
    """Load a courier's envelopes by scanning them against the list."""
    run = run_or_404(request, number)
    if request.method != "POST":
        listed = [_listed(stop) for stop in runs.stops_of([run])]
        context = {"run": run, "number": receipt_number.grouped(run.number), "listed": listed}
        context["scan_result"] = scan_result.latest(request)
        return render(request, "dispatch/loading.html", context | {"aboard": sum(line["aboard"] for line in listed)})
    typed = request.POST.get("scan", "")
    try:
        file, _proof = scanned(typed)
    except ValueError as error:
        return _scan_answer(request, run, typed[:20], texts.unreadable(error))
    if refusal := _not_of(run, file):
        return _scan_answer(request, run, receipt_number.grouped(file), refusal)
    outcome = actions.act(request, Kind.LOADED, file, data={"courier": str(run.courier_id)})
    return _scan_answer(request, run, receipt_number.grouped(file), texts.refusal(outcome.code) if outcome.code else "")


def _not_of(run: Run, number: str) -> str:
    """Why this envelope is not loaded here: whose it is, or that it is aboard already; empty where it is."""
    stop = run.stops.select_related("application__standing").filter(application__receipt_number=number).first()
    if stop is None:
        owner = dict(runs.open_stops_of_others(run.office_id, str(run.courier_id), run.day)).get(number)
        whose = _("Milik kurir %(name)s. Sisihkan.") % {"name": owner} if owner else ""
        return whose or _("Tidak ada di daftar muat ini. Sisihkan.")
    aboard = stop.application.standing.holder == str(Holder.courier(str(run.courier_id)))
    return _("Sudah dimuat tadi.") if aboard else ""


def _listed(stop: Any) -> dict[str, Any]:
    file = stop.application
    aboard = file.standing.holder == str(Holder.courier(str(stop.run.courier_id)))
    return {"number": receipt_number.grouped(file.receipt_number), "name": file.applicant_name, "aboard": aboard}


def _scan_answer(request: StaffRequest, run: Run, title: str, error: str) -> HttpResponse:
    listed = [_listed(stop) for stop in runs.stops_of([run])]
    line = next((line for line in listed if line["number"] == title), None)
    row = render_to_string("dispatch/parts/loading_line.html", {"line": line}) if line else ""
    tally = ScanProgress(sum(line["aboard"] for line in listed), len(listed), row)
    return scan_result.answer(request, title, error, tally=tally, page=reverse("loading", args=[run.number]))
