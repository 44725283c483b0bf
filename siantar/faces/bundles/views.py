"""Bundles: fill by scanning, close, print, hand over, receive, reconcile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from siantar.bundles import batches, queries, ready, troubles
from siantar.bundles.batches import Taker
from siantar.bundles.models import Batch
from siantar.casework import ledger
from siantar.casework.outcome import Outcome, Result
from siantar.catalogue import words
from siantar.directory import offices
from siantar.directory.models import Office
from siantar.faces.bundles import steps
from siantar.faces.frame import holders, papers, scan_result, texts
from siantar.faces.frame.handover import scanned
from siantar.faces.frame.language import spoken
from siantar.faces.frame.scan_result import ScanProgress
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.privacy.looks import Reader
from siantar.privacy.pictures import NotAPhoto, drawn
from siantar.rules import receipt_number
from siantar.rules.access import Forbidden, Reading
from siantar.rules.event import Event
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import Code, Kind, Role

carriers = staff(Reading.BUNDLE)


def _batch(request: StaffRequest, typed: str) -> Batch:
    batch = queries.access_batch(request.actor, typed)
    if batch is None:
        raise Http404
    return batch


@carriers
def bundles(request: StaffRequest) -> HttpResponse:
    """My bundles; start a new one, or open one by scanning its manifest."""
    if request.method == "POST":
        target = offices.partner(request.actor.office, request.POST.get("to", ""))
        if target is None:
            messages.error(request, _("Pilih tujuan bundel terlebih dahulu."))
            return HttpResponseRedirect(reverse("bundles"))
        if "join" in request.POST:
            return _join(request, target)
        begun = batches.start(request.actor, target, request.at)
        return HttpResponseRedirect(reverse("bundle", args=[begun.number]))
    typed = request.GET.get("scan", "")
    batch = queries.access_batch(request.actor, typed) if typed else None
    if batch is not None:
        return HttpResponseRedirect(reverse("bundle", args=[batch.number]))
    context = {
        "batches": [
            {"batch": batch, "number": receipt_number.grouped(batch.number), "status": texts.BATCHES[batch.status]}
            for batch in queries.visible_to(request.actor)[:50]
        ],
        "targets": offices.partners(request.actor.office),
        "ready": ready.ready_for(request.actor),
        "troubles": [_trouble(trouble) for trouble in troubles.troubles_of(request.actor, request.at)],
        "error": texts.refusal("unknown_batch") if typed else "",
    }
    return render(request, "bundles/bundles.html", context, status=404 if typed else 200)


def _join(request: StaffRequest, target: Office) -> HttpResponse:
    try:
        joined = ready.join(target, request.actor, request.at)
    except batches.DoesNotBelong:
        messages.error(request, _("Ada berkas yang baru saja dibundel orang lain. Tekan sekali lagi."))
        return HttpResponseRedirect(reverse("bundles"))
    return HttpResponseRedirect(reverse("bundle", args=[joined.number]))


def _trouble(trouble: troubles.BundleTrouble) -> dict[str, Any]:
    return {
        "batch": trouble.batch,
        "number": receipt_number.grouped(trouble.batch.number),
        "words": texts.TROUBLES[trouble.kind],
        "since": trouble.since,
        "files": [(number, receipt_number.grouped(number)) for number in trouble.numbers],
    }


@carriers
@require_safe
def bundle(request: StaffRequest, number: str) -> HttpResponse:
    """One bundle: what is in it, what has arrived, what to do next."""
    return _page(request, _batch(request, number))


def _page(request: StaffRequest, batch: Batch, error: str = "") -> HttpResponse:
    sums = batches.reconciliation(batch)
    may = steps.may(batch, request.actor)
    language = spoken()
    context = {
        "batch": batch,
        "number": receipt_number.grouped(batch.number),
        "status": texts.BATCHES[batch.status],
        "lines": steps.lines(batch, language),
        "sums": sums,
        "count": _counted(batch, sums),
        "missing": [receipt_number.grouped(missing_number) for missing_number in sums.missing],
        "may": may,
        "silent": may.mark and Role.AGENCY not in request.actor.roles,
        "holds": words.choices(words.HOLDS, language),
        "ticked": set(request.POST.getlist("file")),
        "typed": request.POST,
        "error": error,
        "me": request.name,
        "scan_result": scan_result.latest(request),
    }
    return render(request, "bundles/bundle.html", context, status=422 if error else 200)


@carriers
@require_POST
def scan(request: StaffRequest, number: str) -> HttpResponse:
    """One scan: into an open bundle, or out of an arrived one."""
    batch = _batch(request, number)
    result = _scan(request, batch, request.POST.get("scan", ""))
    sums = batches.reconciliation(batch)
    tally = ScanProgress(_counted(batch, sums), sums.expected, _row(request, batch, result.number))
    return scan_result.answer(request, result.title, result.refusal, tally=tally, page=reverse("bundle", args=[number]))


def _row(request: StaffRequest, batch: Batch, number: str) -> str:
    """The line of a scanned file, as the page's list shows it; empty where it is not in the bundle."""
    line = steps.line(batch, number, spoken())
    if line is None:
        return ""
    context = {"line": line, "may": steps.may(batch, request.actor)}
    return render_to_string("bundles/parts/line.html", context, request=request)


def _counted(batch: Batch, sums: batches.Reconciliation) -> int:
    return sums.arrived if batch.status == Batch.Status.ON_THE_WAY else sums.expected


@dataclass(frozen=True, slots=True)
class _Scan:
    """What a scan was of, and why it was refused; `number` is empty where nothing could be read."""

    title: str
    refusal: str = ""
    number: str = ""


def _scan(request: StaffRequest, batch: Batch, typed: str) -> _Scan:
    try:
        wanted, _proof = scanned(typed)
    except ValueError as error:
        return _Scan(typed[:20], texts.unreadable(error))
    return _Scan(receipt_number.grouped(wanted), _refusal_of(request, batch, wanted), wanted)


def _refusal_of(request: StaffRequest, batch: Batch, wanted: str) -> str:
    try:
        if batch.status == Batch.Status.OPEN:
            put = batches.put_in(batch, [wanted], request.actor, request.at)
            return "" if put else _("Sudah ada di bundel ini.")
        outcome = batches.arrive_one(batch, wanted, request.actor, request.at)
    except batches.DoesNotBelong as error:
        return texts.refusal(error.code)
    except batches.NotOnTheList as error:
        holder = error.file.standing.holder
        books = holders.in_words([holder])[holder]
        return _("Tidak ada di daftar bundel ini. Menurut buku: %(books)s. Pisahkan dari yang lain.") % {"books": books}
    except Forbidden:
        return texts.refusal("batch_not_ready")
    return texts.refusal(outcome.code) if outcome.code else ""


@carriers
@require_POST
def step(request: StaffRequest, number: str) -> HttpResponse:
    """Close, hand over, receive all, reconcile."""
    batch = _batch(request, number)
    what = request.POST.get("step", "")
    try:
        problems = _take(request, batch, what)
    except Forbidden:
        return _page(request, batch, texts.refusal("batch_not_ready"))
    except batches.HandedOverThemselves:
        return _page(request, batch, texts.refusal(Code.SAME_PERSON))
    if problems:
        return _page(request, _batch(request, number), problems)
    return HttpResponseRedirect(reverse("bundle", args=[number]))


def _take(request: StaffRequest, batch: Batch, what: str) -> str:
    if what == "close":
        batches.close(batch, request.actor)
        return ""
    if what == "reconcile":
        batches.reconcile(batch, request.actor, request.at)
        return ""
    if what == "take_out":
        batches.take_out(batch, request.POST.get("number", ""), request.actor)
        return ""
    kind = {"hand_over": None, "arrive": Kind.ARRIVED, "complete": Kind.COMPLETED, "return": Kind.CAME_BACK}.get(
        what, ""
    )
    if kind == "":
        return texts.refusal("unknown_type")
    if kind is None:
        return _hand_over(request, batch)
    return _sentences(batches.record_for_all(batch, Kind(kind), by=request.actor, at=request.at))


def _hand_over(request: StaffRequest, batch: Batch) -> str:
    """The bundle goes with whoever is named; a sentence where it does not."""
    taken_by = " ".join(request.POST.get("taken_by", "").split())
    if not taken_by:
        return _("Tulis nama orang yang membawa bundel ini.")
    try:
        taker = Taker(taken_by, drawn(request.POST.get("signature", "")))
        return _sentences(batches.hand_over(batch, request.actor, request.at, taker))
    except NotAPhoto:
        return _("Tanda tangan tidak terbaca. Mintalah sekali lagi, atau kosongkan.")


def _sentences(outcomes: Iterable[Outcome]) -> str:
    """Why some were refused, in words."""
    codes = sorted({outcome.code for outcome in outcomes if outcome.result is Result.REFUSED and outcome.code})
    return " ".join(f"{texts.refusal(code)}" for code in codes)


@carriers
@require_POST
def mark(request: StaffRequest, number: str) -> HttpResponse:
    """Record what happened at the agency to the ticked files; a liaison does it for an agency without Siantar."""
    batch = _batch(request, number)
    kind = request.POST.get("kind", "")
    if kind not in steps.MARKS:
        return _page(request, batch, texts.refusal("unknown_type"))
    ticked = request.POST.getlist("file")
    if not ticked:
        return _page(request, batch, _("Centang dulu berkas yang dimaksud."))
    field = "hold" if kind == Kind.HELD else "reason"
    reason = request.POST.get(field, "")[:500]
    if kind == Kind.WENT_MISSING:
        reason = reason or _("tidak ada dalam bundel %(number)s") % {"number": batch.number}
    numbers = ticked[: ledger.MOST]
    events = [Event(uuid7(request.at), Kind(kind), number, request.at, reason=reason) for number in numbers]
    outcomes = batches.record_for_some(batch, events, by=request.actor, at=request.at)
    if error := _sentences(outcomes):
        return _page(request, _batch(request, number), error)
    return HttpResponseRedirect(reverse("bundle", args=[number]))


@carriers
@require_safe
def manifest(request: StaffRequest, number: str) -> HttpResponse:
    """The numbered manifest for printing."""
    return HttpResponse(
        papers.manifest_pdf(_batch(request, number), Reader(request.actor, request.at, "print_manifest")),
        content_type="application/pdf",
    )
