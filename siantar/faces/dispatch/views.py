"""The dispatcher's day: who drives, the board, changes by hand, places, loading, telling, closing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from siantar.delivery import arrival_windows, closing, dispatcher_acts, proof_paper, runs, shift_templates
from siantar.delivery import board as boards
from siantar.delivery.board import Board
from siantar.delivery.models import Run
from siantar.directory import offices
from siantar.directory import staff as people
from siantar.directory.models import Office, User
from siantar.directory.offices import day_in
from siantar.faces.dispatch import serializers
from siantar.faces.dispatch.shapes import Arranged, ChangeCost, RefusalOut
from siantar.faces.frame import papers
from siantar.faces.frame.city_map import city_map
from siantar.faces.frame.files import access_or_404
from siantar.faces.frame.json_body import NotJson, parse_json, raw_body
from siantar.faces.frame.shapes import map_file
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.privacy.looks import Reader
from siantar.routing.plan import Plan
from siantar.routing.travel import Point
from siantar.rules import position, receipt_number
from siantar.rules.access import Reading
from siantar.rules.position import PinDoubt

dispatchers = staff(Reading.BOARD)
LONGEST_SHIFT = timedelta(hours=14)
NO_PLACE_AT_ALL = frozenset({PinDoubt.IMPOSSIBLE, PinDoubt.NOWHERE, PinDoubt.SWAPPED, PinDoubt.LOST_SIGN})
EXPLAIN = "explain-"  # with the receipt number: why the courier still has it when the day is closed

CLOSING = "#tutup"  # the sheet where a run is loaded, told of and closed opens by itself


class UnreadableContent(ValueError):
    """What the page sent is not what it should be."""


def office_of(request: StaffRequest) -> Office:
    """The dispatcher's own office."""
    office = offices.by_code(request.actor.office)
    if office is None:
        raise Http404
    return office


def day_of(request: StaffRequest, office: Office) -> date:
    """The day asked for (`hari`), today otherwise."""
    try:
        return date.fromisoformat(request.GET.get("hari", ""))
    except ValueError:
        return day_in(office, request.at)


def board_of(request: StaffRequest) -> Board:
    """The board of the day asked for."""
    office = office_of(request)
    reader = Reader(request.actor, request.at, "dispatch")
    return boards.board(office, day_of(request, office), reader)


def content(request: StaffRequest) -> Mapping[str, Any]:
    """The JSON the page sent. Raises UnreadableContent."""
    try:
        payload = parse_json(raw_body(request) or b"{}")
    except NotJson as problem:
        raise UnreadableContent from problem
    if not isinstance(payload, dict):
        raise UnreadableContent
    return payload


def sorry(words: str, status: int = 422) -> JsonResponse:
    """A refusal in a sentence."""
    return JsonResponse(RefusalOut(error=words), status=status)


@dispatchers
@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """The page: shifts as a form, the board as an island, everything also as a plain list."""
    office = office_of(request)
    day = day_of(request, office)
    zone = ZoneInfo(office.zone)
    begins, ends = _proposed(day, zone, request.at)
    driving = {run.courier_id: run for run in runs.runs_on(office.code, day)}
    places = middles_of(office)
    context = {
        "day": day,
        "today": day_in(office, request.at),
        "tomorrow": day_in(office, request.at) + timedelta(days=1),
        "couriers": [_line(courier, driving.get(courier.pk), places) for courier in people.couriers_of(office.code)],
        "villages": offices.villages_of(office.code),
        "begins": begins,
        "ends": ends,
        "templates": [_hours(shift.begins, shift.ends, shift.name) for shift in shift_templates.of(office)],
        "spare": range(shift_templates.MOST - len(shift_templates.of(office))),
        "has_place": office.lat is not None,
        "runs": [_row(run) for run in driving.values()],
        "tiles": settings.SIANTAR_TILES,
        "map": json.dumps(map_file(city_map())),
        "to_look_at": serializers.to_look_at(request.actor, request.at),
    }
    return render(request, "dispatch/board.html", context)


def _row(run: Run) -> dict[str, Any]:
    sums = closing.tally(run)
    in_hand = [{"item": item, "number": receipt_number.grouped(item.number)} for item in sums.in_hand]
    explained = [(receipt_number.grouped(number), text) for number, text in run.explained.items()]
    number = receipt_number.grouped(run.number)
    return {"run": run, "number": number, "tally": sums, "in_hand": in_hand, "explained": explained}


def _proposed(day: date, zone: ZoneInfo, at: datetime) -> tuple[str, str]:
    """A shift to start from: eight to four, or from now on where that is later."""
    now = at.astimezone(zone)
    eight = datetime(day.year, day.month, day.day, 8, tzinfo=zone)
    begins = max(eight, now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0))
    ends = max(eight + timedelta(hours=8), begins + timedelta(hours=4))
    return f"{begins:%H:%M}", f"{ends:%H:%M}"


def middles_of(office: Office) -> dict[str, Point]:
    """Where a courier may start and end beside the office: the middles of its kelurahan."""
    villages = offices.villages_of(office.code)
    return {
        village.code: Point(village.lat, village.lon)
        for village in villages
        if village.lat is not None and village.lon is not None
    }


def _place_of(run: Run, places: Mapping[str, Point], name: str) -> str:
    """The code of the place where a run starts or ends."""
    there = (run.start_lat, run.start_lon) if name == "from" else (run.end_lat, run.end_lon)
    return next((code for code, point in places.items() if (point.lat, point.lon) == there), "")


def _line(courier: User, run: Run | None, places: Mapping[str, Point]) -> dict[str, Any]:
    ends = {name: _place_of(run, places, name) if run else "" for name in ("from", "to")}
    hours = None
    if run is not None:
        zone = ZoneInfo(run.office.zone)
        hours = _hours(run.starts_at.astimezone(zone).time(), run.ends_at.astimezone(zone).time(), "")
    return {"user": courier, "run": run, "starts": ends["from"], "ends": ends["to"], "hours": hours}


def _hours(begins: clock_time, ends: clock_time, name: str) -> dict[str, str]:
    """A shift as a choice of the form."""
    return {
        "name": name, "begins": f"{begins:%H:%M}", "ends": f"{ends:%H:%M}",
        "value": f"{begins:%H:%M}-{ends:%H:%M}", "words": f"{begins:%H.%M}–{ends:%H.%M}",
    }  # fmt: skip


def span_of(request: StaffRequest, day: date, zone: ZoneInfo, courier: str) -> tuple[datetime, datetime]:
    """From when to when, as the form says for a courier (`shift-…`: "08:00-12:00") or for all. Raises ValueError."""
    own = request.POST.get(f"shift-{courier}", "")
    hours = own.split("-") if own else [request.POST.get(name, "") for name in ("begins", "ends")]
    begins, ends = (datetime.combine(day, clock_time.fromisoformat(text), zone) for text in hours)
    if ends <= begins:
        ends += timedelta(days=1)
    if ends - begins > LONGEST_SHIFT:
        raise ValueError
    return begins, ends


@dispatchers
@require_safe
def board(request: StaffRequest) -> HttpResponse:
    """The whole board as data."""
    board = board_of(request)
    reader = Reader(request.actor, request.at, "dispatch")
    return JsonResponse(serializers.whole(board, boards.timed(board, board.order), reader))


@dispatchers
@require_POST
def arrange(request: StaffRequest) -> HttpResponse:
    """A change by hand: what it comes to at once, and kept unless only asked about (`dry`)."""
    board = board_of(request)
    try:
        payload = content(request)
        order = {str(courier): tuple(map(str, numbers)) for courier, numbers in payload["order"].items()}
        locked = frozenset(map(str, payload.get("locked", ())))
        if placeless := boards.placeless_in(board, order):
            return sorry(
                _("%(name)s belum punya tempat di peta. Tandai dulu, lalu bagikan.") % {"name": placeless}, 409
            )
        plan = boards.timed(board, order)
    except (UnreadableContent, KeyError, TypeError, ValueError, AttributeError):
        return sorry(_("Susunannya sudah berubah. Muat ulang halaman, lalu ulangi."), 409)
    before = boards.timed(board, board.order)
    if taken := dispatcher_acts.moved_out_of_bags(board, order):
        return sorry(
            _("%(name)s sudah dibawa kurir. Berpindah hanya bila keduanya setuju dan memindai.") % {"name": taken}
        )
    if not payload.get("dry"):
        try:
            boards.keep(board, order, locked, by=request.actor)
        except (runs.ChangedMeanwhile, runs.NotYourRun):
            return sorry(_("Perjalanan ini baru saja diubah orang lain. Muat ulang halaman."), 409)
        board = board_of(request)
    change = ChangeCost(
        work=_work(plan) - _work(before),
        metres=_metres(plan) - _metres(before),
        broken=len(plan.broken) - len(before.broken),
    )
    return JsonResponse(Arranged(**serializers.times(board, plan), change=change))


def _work(plan: Plan) -> int:
    return sum(tour.work for tour in plan.tours if tour.stops)


def _metres(plan: Plan) -> int:
    return sum(tour.metres for tour in plan.tours if tour.stops)


@dispatchers
@require_POST
def forbid(request: StaffRequest, number: str) -> HttpResponse:
    """Keep a file from a courier, or allow it again."""
    run = run_or_404(request, number)
    file = access_or_404(request, request.POST.get("file", ""))
    dispatcher_acts.keep_from(run, file.receipt_number, allow=bool(request.POST.get("allow")), by=request.actor)
    return JsonResponse({"not_for": run.not_for})


@dispatchers
@require_POST
def place(request: StaffRequest) -> HttpResponse:
    """Where an address is, by a click on the map."""
    file = access_or_404(request, request.POST.get("file", ""))
    try:
        point = Point(float(request.POST["lat"]), float(request.POST["lon"]))
    except (KeyError, ValueError):
        return sorry(_("Klik tempatnya di peta."))
    if position.doubt_about(point.lat, point.lon, offices.area_of(request.actor.office)) in NO_PLACE_AT_ALL:
        return sorry(_("Klik tempatnya di peta."))
    dispatcher_acts.put_place(file, point, Reader(request.actor, request.at, "place_address"))
    return JsonResponse({"ok": True})


@dispatchers
@require_POST
def agree(request: StaffRequest) -> HttpResponse:
    """An appointment with a resident: from when to when; empty takes it back."""
    file = access_or_404(request, request.POST.get("file", ""))
    office = office_of(request)
    day = day_of(request, office)
    begins, ends = request.POST.get("begins", ""), request.POST.get("ends", "")
    try:
        span = span_of(request, day, ZoneInfo(office.zone), "") if begins or ends else None
    except ValueError:
        return sorry(_("Jam janji temu belum benar. Isi seperti 09:00 dan 11:00."))
    dispatcher_acts.agree(file, day, span, by=request.actor)
    return JsonResponse({"ok": True})


def run_or_404(request: StaffRequest, typed: str) -> Run:
    run = dispatcher_acts.access_run(request.actor, typed)
    if run is None:
        raise Http404
    return run


@dispatchers
@require_POST
def announce(request: StaffRequest, number: str) -> HttpResponse:
    """Tell the residents of a run when the courier comes."""
    count = arrival_windows.announce(run_or_404(request, number), by=request.actor, at=request.at)
    messages.success(request, _("%(many)s pemohon diberi tahu perkiraan waktunya.") % {"many": count})
    return HttpResponseRedirect(reverse("board") + CLOSING)


@dispatchers
@require_POST
def close(request: StaffRequest, number: str) -> HttpResponse:
    """Close the day of a run."""
    run = run_or_404(request, number)
    explanations = {
        name.removeprefix(EXPLAIN): str(text) for name, text in request.POST.items() if name.startswith(EXPLAIN)
    }
    try:
        sums = closing.close(run, by=request.actor, at=request.at, explanations=explanations)
    except closing.Unexplained as left:
        words = _("Masih dibawa kurir: %(numbers)s. Turunkan dulu, atau tuliskan penjelasan untuk tiap berkas.")
        messages.error(request, words % {"numbers": ", ".join(map(receipt_number.grouped, left.numbers))})
    except runs.NotYourRun:
        messages.error(request, _("Perjalanan ini sudah ditutup."))
    else:
        messages.success(request, _closed(sums))
    return HttpResponseRedirect(reverse("board") + CLOSING)


def _closed(sums: closing.Tally) -> str:
    """All is well only when the hands are empty."""
    if sums.balanced:
        return _("Hari ini ditutup. Semua cocok.")
    numbers = ", ".join(map(receipt_number.grouped, sums.still_out))
    return _("Hari ini ditutup. Masih dibawa kurir, dengan penjelasan: %(numbers)s.") % {"numbers": numbers}


@dispatchers
@require_safe
def proof(request: StaffRequest, typed: str) -> HttpResponse:
    """The proof of delivery of a file, for the archive."""
    file = access_or_404(request, typed)
    content_of = proof_paper.proof_of(file, Reader(request.actor, request.at, "print_proof"))
    if content_of is None:
        raise Http404
    return HttpResponse(papers.proof_pdf(content_of), content_type="application/pdf")
