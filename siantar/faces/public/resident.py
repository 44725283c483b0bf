"""The resident's own page: where the document goes, when, to whom; who looked at the data; each form one button."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from siantar.casework import possession, private_view, redirects, resident_changes, tracking
from siantar.casework.models import Application
from siantar.casework.progress import progress_of
from siantar.catalogue import words
from siantar.delivery import appointments, visit_outlook
from siantar.directory import offices
from siantar.faces.frame import texts
from siantar.faces.frame.badges import badge_of
from siantar.faces.frame.language import spoken
from siantar.faces.public import channels, footprints, session
from siantar.faces.public import page as page_parts
from siantar.faces.public.forms import ContactForm, DoorForm, ReceiverForm, RequestForm, VisitForm
from siantar.faces.public.holder import ReceiptHolder, holders
from siantar.feedback import data_requests
from siantar.feedback.models import DataRequest
from siantar.messaging import redirects as message_redirects
from siantar.privacy import restrictions
from siantar.privacy.models import Restriction
from siantar.rights import requests
from siantar.rights import words as request_words
from siantar.rules import receipt_number
from siantar.rules.journey.redirect import PAUSE
from siantar.rules.vocabulary import ENDS, Method, Stage
from siantar.rules.way import return_of

HANDED_OVER = frozenset({Stage.DELIVERED, Stage.COLLECTED})
ON_THE_ROAD = frozenset({Stage.OUT_FOR_DELIVERY, Stage.DELIVERY_FAILED})
SETTLED = ENDS | ON_THE_ROAD | {Stage.BACK_AT_OFFICE, Stage.UNDER_INVESTIGATION}
SAVED = {
    "hari": gettext_lazy("Hari antar tersimpan. Kurir datang pada waktu yang Anda pilih."),
    "cara": gettext_lazy("Cara kembali sudah diubah."),
    "penerima": gettext_lazy("Penunjukan penerima sudah dibatalkan."),
    "kontak": gettext_lazy("Patokan sudah dibetulkan."),
    "alih": gettext_lazy("Permintaan Anda kami catat. Kontak lama dikabari dulu; berlaku 24 jam sesudah itu."),
    "tetap": gettext_lazy("Pengalihan dihentikan. Semua tetap seperti semula."),
    "dibuka": gettext_lazy("Pembatasan dicabut. Data Anda dipakai lagi seperti biasa."),
    "permintaan": gettext_lazy("Permintaan Anda kami terima. Jawabannya muncul di sini paling lambat tiga hari."),
}
LATEST = 3  # looks shown before the page of all


@holders
def page(request: HttpRequest, holder: ReceiptHolder) -> HttpResponse:
    """Show all that the holder of the receipt may see and do. A PIN posted here leads to the same address by GET."""
    if request.method == "POST":
        return HttpResponseRedirect(holder.home)
    return _page(request, holder, {})


def _page(
    request: HttpRequest, holder: ReceiptHolder, wrong: Mapping[str, Form], error: str = "", status: int = 200
) -> HttpResponse:
    file, at = holder.file, holder.at
    progress = progress_of(file.standing)
    stage, method = Stage(file.standing.stage), progress.state.method
    offered = appointments.offered_for(file, at)
    agreed = appointments.agreed_for(file, at)
    context = {
        "file": file,
        "number": receipt_number.grouped(file.receipt_number),
        "label": words.label(stage, spoken(), way=tracking.ways(progress)[-1]),
        "badge": badge_of(stage),
        "comes_back": return_of(progress),
        "shown": private_view.show_again(file.receipt_number, at, "page"),
        "by_courier": method is Method.COURIER,
        "agreed": agreed,
        "expected": appointments.expected_for(file, at),
        "visit": visit_outlook.outlook_of(file, at),
        "outlook": _outlook(file, at),
        "offered": offered,
        "redirect": _redirect(file),
        "on_the_road": stage in ON_THE_ROAD,
        "changes_way": not file.service.digital and stage not in SETTLED,
        "open": stage not in ENDS | {Stage.UNDER_INVESTIGATION},
        "handed_over": stage in HANDED_OVER,
        "forms": _forms(file) | dict(wrong),
        "wrong": next(iter(wrong), ""),
        "error": error,
        "saved": SAVED.get(request.GET.get("tersimpan", ""), ""),
        "push": channels.offer(file) if stage not in ENDS else None,
        "looks": footprints.latest(file, LATEST),
        "requests": [(opened, _request_name(opened)) for opened in data_requests.of_file(file)],
        "restricted_since": restrictions.since(file.pk),
        "restriction_ended": _ended_restriction(file),
    }
    return render(request, "public/resident.html", context, status=status)


def _request_name(opened: data_requests.OpenedRequest) -> str:
    return request_words.REQUESTS[DataRequest.Kind(opened.request.kind)].name.in_language(spoken())


def _ended_restriction(file: Application) -> Mapping[str, Any] | None:
    """When the office ended the last restriction, and why."""
    ended = restrictions.ended_by_office(file.pk)
    if ended is None:
        return None
    why = request_words.END_REASONS[Restriction.EndReason(ended.reason)].in_language(spoken())
    return {"at": ended.ended_at, "why": why}


def _redirect(file: Application) -> Mapping[str, datetime | None] | None:
    """Tell of the wish that waits, and from when it holds, once the old contact was told."""
    if redirects.waiting(file) is None:
        return None
    told_at = message_redirects.told_at(file)
    return {"holds_from": told_at + PAUSE if told_at else None}


def _outlook(file: Application, at: datetime) -> str:
    """Show what is promised and expected as everybody reads it on the tracking page."""
    row = tracking.look_up(file.receipt_number)
    return mark_safe(page_parts.outlook(tracking.as_of(*row, at)[0], spoken())) if row else ""


def _forms(file: Application) -> dict[str, Form]:
    return {
        "cara": _door_form(file, None),
        "penerima": ReceiverForm(auto_id="penerima-%s"),
        "kontak": ContactForm(auto_id="kontak-%s"),
        "permintaan": RequestForm(auto_id="permintaan-%s"),
    }


def _door_form(file: Application, data: Any) -> DoorForm:
    villages = [(village.code, village.name) for village in offices.villages_of(file.office_id)]
    return DoorForm(data, villages=villages, auto_id="cara-%s")


def _saved(holder: ReceiptHolder, what: str) -> HttpResponse:
    return HttpResponseRedirect(f"{holder.home}?tersimpan={what}")


def _refused(
    request: HttpRequest, holder: ReceiptHolder, problem: resident_changes.NotNow, what: str, form: Form
) -> HttpResponse:
    return _page(request, holder, {what: form}, texts.refusal(problem.code), 409)


@holders
@require_POST
def choose_visit(request: HttpRequest, holder: ReceiptHolder) -> HttpResponse:
    """Choose another day or window."""
    form = VisitForm(request.POST)
    if not form.is_valid():
        return _page(request, holder, {"hari": form}, status=422)
    try:
        appointments.choose(holder.file, form.cleaned_data["begins_at"], at=holder.at)
    except appointments.NotOffered:
        error = _("Waktu ini tidak dapat dipilih lagi. Pilih salah satu yang masih ada.")
        return _page(request, holder, {"hari": form}, error, 409)
    except resident_changes.NotNow as problem:
        return _refused(request, holder, problem, "hari", form)
    return _saved(holder, "hari")


@holders
@require_POST
def change_way(request: HttpRequest, holder: ReceiptHolder) -> HttpResponse:
    """Change the way of return: collect, or have it brought."""
    if request.POST.get("cara") == Method.COUNTER:
        try:
            appointments.collect_instead(holder.file, at=holder.at)
        except resident_changes.NotNow as problem:
            return _refused(request, holder, problem, "cara", _door_form(holder.file, None))
        return _saved(holder, "cara")
    form = _door_form(holder.file, request.POST)
    if not form.is_valid():
        return _page(request, holder, {"cara": form}, status=422)
    try:
        resident_changes.deliver_instead(holder.file, form.new_address(), at=holder.at)
    except resident_changes.NoSuchPhone:
        form.add_error("phone", _("Ini bukan nomor telepon. Periksa lagi angkanya."))
        return _page(request, holder, {"cara": form}, status=422)
    except resident_changes.NotNow as problem:
        return _refused(request, holder, problem, "cara", form)
    return _saved(holder, "alih")


@holders
@require_POST
def name_receiver(request: HttpRequest, holder: ReceiptHolder) -> HttpResponse:
    """Name who else may receive."""
    form = ReceiverForm(request.POST, auto_id="penerima-%s")
    if not form.is_valid():
        return _page(request, holder, {"penerima": form}, status=422)
    try:
        resident_changes.name_receiver(holder.file, form.cleaned_data["name"], at=holder.at)
    except resident_changes.NotNow as problem:
        return _refused(request, holder, problem, "penerima", form)
    return _saved(holder, "alih" if form.cleaned_data["name"].strip() else "penerima")


@holders
@require_POST
def stop_redirect(request: HttpRequest, holder: ReceiptHolder) -> HttpResponse:
    """Take the wish back that waits."""
    try:
        resident_changes.stop_redirect(holder.file, at=holder.at)
    except resident_changes.NotNow as problem:
        return _page(request, holder, {}, texts.refusal(problem.code), 409)
    return _saved(holder, "tetap")


@holders
@require_POST
def correct_contact(request: HttpRequest, holder: ReceiptHolder) -> HttpResponse:
    """Correct phone or landmark."""
    form = ContactForm(request.POST, auto_id="kontak-%s")
    if not form.is_valid():
        return _page(request, holder, {"kontak": form}, status=422)
    try:
        resident_changes.correct_contact(holder.file, **form.cleaned_data, at=holder.at)
    except resident_changes.NoSuchPhone:
        form.add_error("phone", _("Ini bukan nomor telepon. Periksa lagi angkanya."))
        return _page(request, holder, {"kontak": form}, status=422)
    except resident_changes.NotNow as problem:
        return _refused(request, holder, problem, "kontak", form)
    return _saved(holder, "alih" if form.leads_elsewhere else "kontak")


@holders
@require_POST
def ask_about_data(request: HttpRequest, holder: ReceiptHolder) -> HttpResponse:
    """Ask for what the law gives: recorded, answered within 3 x 24 hours, at once where nothing needs judging."""
    form = RequestForm(request.POST, auto_id="permintaan-%s")
    if not form.is_valid():
        return _page(request, holder, {"permintaan": form}, status=422)
    kind = DataRequest.Kind(form.cleaned_data["kind"])
    try:
        requests.ask(holder.file, kind, form.cleaned_data["words"], by=holder.actor, at=holder.at)
    except data_requests.AlreadyAsked:
        error = _("Permintaan yang sama masih menunggu jawaban. Jawabannya muncul di halaman ini.")
        return _page(request, holder, {"permintaan": form}, error, 409)
    return _saved(holder, "permintaan")


@holders
@require_POST
def lift_restriction(_request: HttpRequest, holder: ReceiptHolder) -> HttpResponse:
    """Let the data be used as before."""
    requests.lift_restriction(holder.file, by=holder.actor, at=holder.at)
    return _saved(holder, "dibuka")


@holders
@require_POST
def leave(request: HttpRequest, holder: ReceiptHolder) -> HttpResponse:
    """End the half hour of this browser, or of all: on a borrowed phone the next person needs the PIN."""
    if "everywhere" in request.POST:
        possession.end_tickets(holder.file, holder.at)
    number = holder.file.receipt_number
    response = HttpResponseRedirect(reverse("track", args=[number]))
    session.take_back(response, number)
    return response
