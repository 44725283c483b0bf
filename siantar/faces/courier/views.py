"""The courier's pages on a phone: take, go, deliver, fail, unload."""

from __future__ import annotations

import base64
import binascii
import contextlib
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from siantar.casework import disclosure, ledger
from siantar.casework import queries as files
from siantar.casework.facts import NewEvent, Outcome, Result
from siantar.casework.models import Application
from siantar.catalogue import words
from siantar.delivery import proofs
from siantar.faces.frame import acts, handover, texts
from siantar.faces.frame.language import spoken
from siantar.faces.frame.people import StaffRequest, staff
from siantar.rules import receipt_number
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import Kind, Role
from siantar.trail.looks import Reader

couriers = staff(Role.COURIER)


@couriers
@require_safe
def run(request: StaffRequest) -> HttpResponse:
    """Today's stops in the order they were loaded."""
    bag = list(files.held_by(f"courier:{request.actor.person}").order_by("standing__since", "pk"))
    opened = disclosure.open_files(bag, Reader(request.actor.person, request.at, "run_today"))
    stops = [{"file": file, "personal": personal} for file, personal in zip(bag, opened, strict=True)]
    return render(request, "courier/run.html", {"stops": stops})


@couriers
@require_POST
def load(request: StaffRequest) -> HttpResponse:
    """Take an item by scanning its label; in the office again, unload the same way."""
    kind = Kind.UNLOADED if request.POST.get("unload") else Kind.LOADED
    typed = request.POST.get("scan", "")
    try:
        number, _proof = handover.scanned(typed)
    except ValueError:
        return _scanned(request, typed[:20], _("Ini bukan barcode berkas Siantar. Pindai label pada amplop."))
    outcome = acts.act(request, kind, number)
    error = texts.refusal(outcome.code) if outcome.code else ""
    return _scanned(request, receipt_number.grouped(number), error)


def _scanned(request: StaffRequest, title: str, error: str) -> HttpResponse:
    if request.headers.get("Accept") == "application/json":
        count = files.held_by(f"courier:{request.actor.person}").count()
        outcome = "refused" if error else "ok"
        return JsonResponse({"outcome": outcome, "title": title, "text": error, "count": count})
    if error:
        messages.error(request, f"{title}: {error}")
    return HttpResponseRedirect("/kurir/")


def _stop(request: StaffRequest, typed: str) -> Application:
    try:
        number = receipt_number.parse(typed).text
    except ValueError as error:
        raise Http404 from error
    application = files.held_by(f"courier:{request.actor.person}").filter(receipt_number=number).first()
    if application is None:
        raise Http404
    return application


@couriers
def stop(request: StaffRequest, typed: str) -> HttpResponse:
    """One stop: who, where, and the two ways it may end."""
    application = _stop(request, typed)
    if request.method != "POST":
        return _page(request, application)
    fail = request.POST.get("what") == "fail"
    outcome = _fail(request, application) if fail else _deliver(request, application)
    if outcome.result is Result.REFUSED and outcome.code:
        return _page(request, application, error=texts.refusal(outcome.code))
    problem = _keep_proof(request, outcome)
    if problem:
        messages.warning(request, problem)
    if outcome.result is Result.CONFLICT and outcome.code:
        messages.warning(request, texts.refusal(outcome.code))
    else:
        messages.success(request, _("Tersimpan."))
    return HttpResponseRedirect("/kurir/")


def _page(request: StaffRequest, application: Application, error: str = "") -> HttpResponse:
    language = spoken()
    reader = Reader(request.actor.person, request.at, "stop")
    context = {
        "file": application,
        "number": receipt_number.grouped(application.receipt_number),
        "personal": disclosure.open_file(application, reader),
        "handover": handover.handover(application, language, check="receipt_scanned"),
        "failures": words.choices(words.FAILURES, language),
        "error": error,
        "told": request.POST,
    }
    return render(request, "courier/stop.html", context, status=422 if error else 200)


def _private(request: StaffRequest) -> dict[str, Any]:
    private: dict[str, Any] = {}
    for key, limit in (("receiver_name", 60), ("note", 500)):
        if text := request.POST.get(key, "").strip():
            private[key] = text[:limit]
    with contextlib.suppress(KeyError, ValueError):
        private["position"] = {key: float(request.POST[key]) for key in ("lat", "lon", "accuracy_m")}
    return private


def _deliver(request: StaffRequest, application: Application) -> Outcome:
    proof = request.POST.get("proof", "").rpartition("#")[2].strip()
    event = NewEvent(
        uuid7(request.at), Kind.DELIVERED, application.receipt_number, request.at,
        data=handover.told(request.POST), private=_private(request),
        secret={"proof": proof, "pin": request.POST.get("pin", "").strip()},
    )  # fmt: skip
    return ledger.record([event], by=request.actor, at=request.at)[0]


def _fail(request: StaffRequest, application: Application) -> Outcome:
    event = NewEvent(
        uuid7(request.at), Kind.DELIVERY_FAILED, application.receipt_number, request.at,
        reason=request.POST.get("reason", ""), private=_private(request),
    )  # fmt: skip
    return ledger.record([event], by=request.actor, at=request.at)[0]


def _keep_proof(request: StaffRequest, outcome: Outcome) -> str:
    """Keep photo and signature; the sentence of what went wrong with them. The delivery itself stands."""
    photo = request.FILES.get("photo")
    signature = request.POST.get("signature", "").partition("base64,")[2]
    if not photo and not signature:
        return ""
    if photo and (photo.size or 0) > proofs.LARGEST:
        return _("Foto terlalu besar dan tidak disimpan. Serah terimanya sudah tercatat.")
    try:
        drawn = base64.b64decode(signature, validate=True) if signature else b""
        proofs.keep(proofs.Upload(outcome.id, photo.read() if photo else b"", drawn), by=request.actor, at=request.at)
    except (proofs.NotAPhoto, binascii.Error):
        return _("Foto atau tanda tangan tidak dapat dibaca dan tidak disimpan. Serah terimanya sudah tercatat.")
    return ""
