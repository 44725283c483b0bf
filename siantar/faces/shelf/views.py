"""The shelf: where each finished document lies, what has no place, what was kept too long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from siantar.casework.models import Application
from siantar.directory import last_changes, offices
from siantar.faces.frame import scan_result, texts
from siantar.faces.frame.counted import CountedWords, last_count_of
from siantar.faces.frame.files import Line, lines
from siantar.faces.frame.scan_result import ScanProgress
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.faces.frame.taking_back import take_back
from siantar.faces.shelf.forms import KeepingForm
from siantar.paper.place import PlaceLabel, place_labels_pdf
from siantar.rules import keeping as keeping_rules
from siantar.rules import reading, receipt_number
from siantar.rules.access import Act, Reading, may
from siantar.rules.keeping import WAITS_TO_BE_COLLECTED, Keeping
from siantar.rules.receipt_number import NumberKind
from siantar.shelf import keeping, places, queries
from siantar.shelf.models import StoragePlace

MOST = 200  # files of one list on a page


@dataclass(frozen=True, slots=True)
class ShelfLine:
    """A file on the shelf: since when it waits there, until when it is kept, and whether that is over."""

    line: Line
    since: datetime
    until: Any
    over: bool


@dataclass(frozen=True, slots=True)
class PlaceCard:
    """A place as the overview shows it."""

    place: StoragePlace
    number: str
    counted: CountedWords


def _place(request: StaffRequest, typed: str) -> StoragePlace:
    place = queries.access_place(request.actor, typed)
    if place is None:
        raise Http404
    return place


@staff(Reading.SHELF)
@require_safe
def shelf(request: StaffRequest) -> HttpResponse:
    """All places, what has none, and what was kept too long; a scan leads to the place or says where a file lies."""
    typed = request.GET.get("scan", "")
    if typed and (led := _led_to(request, typed)):
        return HttpResponseRedirect(led)
    last = queries.last_counts(request.actor.office)
    own = list(queries.places_of(request.actor))
    context = {
        "places": [_card(place, last, request.at) for place in own],
        "without": shelf_lines(queries.without_place(request.actor)[:MOST], request),
        "over": shelf_lines(queries.over_time(request.actor, request.at)[:MOST], request),
        "rule": keeping.rule_of(request.actor.office),
        "sets": may(request.actor, Act.SET_UP_PLACES, office=request.actor.office),
        "counts": may(request.actor, Act.COUNT_ITEMS, office=request.actor.office),
        "error": _where(typed) if typed else "",
    }
    return render(request, "shelf/shelf.html", context, status=404 if typed else 200)


def _card(place: StoragePlace, last: Any, at: datetime) -> PlaceCard:
    return PlaceCard(place, receipt_number.grouped(place.number), last_count_of(last.get(place.number), at))


def _led_to(request: StaffRequest, typed: str) -> str:
    """The page a scan leads to: of a place, or of the place in which a file lies."""
    place, file = queries.access_place(request.actor, typed), _file(typed)
    if place is not None:
        return reverse("place", args=[place.number])
    place = queries.place_of_file(request.actor, file) if file else None
    return f"{reverse('place', args=[place.number])}?resi={file}" if place else ""


def _file(typed: str) -> str:
    try:
        return reading.read_receipt(typed).number.text
    except ValueError:
        return ""


def _where(typed: str) -> str:
    """Why a scan led nowhere, and what to do."""
    if _file(typed):
        return _("Berkas ini tidak ada di rak mana pun. Pindai label rak dulu, lalu berkasnya.")
    try:
        reading.read_kind(typed, NumberKind.PLACE)
    except ValueError as error:
        return texts.unreadable(error)
    return _("Label ini bukan tempat simpan kantor ini. Buat tempatnya dulu di bawah.")


def shelf_lines(files: Iterable[Application], request: StaffRequest) -> list[ShelfLine]:
    """Files of a place with how long they wait; a list of names leaves its trace."""
    listed = lines(files, request)
    rule = keeping.rule_of(request.actor.office)
    return [_shelf_line(line, rule, request.at) for line in listed]


def _shelf_line(line: Line, rule: Keeping, at: datetime) -> ShelfLine:
    standing, zone = line.file.standing, ZoneInfo(line.file.office.zone)
    waits = standing.stage in WAITS_TO_BE_COLLECTED
    until = keeping_rules.keep_until(standing.since, rule, zone) if waits else None
    return ShelfLine(line, standing.since, until, waits and keeping_rules.is_over(standing.since, at, rule, zone))


@staff(Reading.SHELF)
@require_safe
def place(request: StaffRequest, number: str) -> HttpResponse:
    """One place: scan documents into it, see what lies there."""
    own = _place(request, number)
    context = {
        "place": own,
        "number": receipt_number.grouped(own.number),
        "lines": shelf_lines(queries.lying_in(own, request.actor)[:MOST], request),
        "count": own.size,  # type: ignore[attr-defined]
        "scanned": _file(request.GET.get("resi", "")),
        "counted": last_count_of(queries.last_counts(own.office_id).get(own.number), request.at),
        "puts": may(request.actor, Act.PUT_ON_SHELF, office=own.office_id),
        "sets": may(request.actor, Act.SET_UP_PLACES, office=own.office_id),
        "counts": may(request.actor, Act.COUNT_ITEMS, office=own.office_id),
        "scan_result": scan_result.latest(request),
    }
    return render(request, "shelf/place.html", context)


@staff(Act.PUT_ON_SHELF)
@require_POST
def scan(request: StaffRequest, number: str) -> HttpResponse:
    """One scan: a document into this place, or another place to go on with."""
    own, typed = _place(request, number), request.POST.get("scan", "")
    page = reverse("place", args=[own.number])
    other = queries.access_place(request.actor, typed)
    if other is not None and other.pk != own.pk:
        go = reverse("place", args=[other.number])
        return scan_result.answer(request, other.name, "", tally=ScanProgress(0, 1, go=go), page=page)
    title, refusal, row = typed[:20], "", ""
    try:
        wanted = reading.read_receipt(typed).number.text
        title = receipt_number.grouped(wanted)
        placement = places.put(own, wanted, request.actor, request.at)
        row = _row(request, placement.application)
    except places.NotHere as error:
        refusal = texts.refusal(error.code)
    except ValueError as error:
        refusal = texts.unreadable(error)
    lying = queries.lying_in(own, request.actor).count()
    return scan_result.answer(request, title, refusal, tally=ScanProgress(lying, -1, row), page=page)


def _row(request: StaffRequest, file: Application) -> str:
    listed = queries.visible_file(request.actor, file.pk)
    return render_to_string("shelf/parts/line.html", {"entry": shelf_lines(listed, request)[0]}) if listed else ""


@staff(Act.SET_UP_PLACES)
@require_POST
def new_place(request: StaffRequest) -> HttpResponse:
    """Open a place; its label is printed next."""
    office = offices.by_code(request.actor.office)
    if office is None:
        raise Http404
    try:
        opened = places.open_place(office, request.POST.get("name", ""), request.actor, request.at)
    except places.NameTaken:
        messages.error(request, _("Tulis nama yang belum dipakai tempat lain, misalnya Rak A-1."))
        return HttpResponseRedirect(reverse("shelf"))
    messages.success(request, _("%(name)s dibuka. Cetak labelnya dan tempelkan.") % {"name": opened.name})
    return HttpResponseRedirect(reverse("place", args=[opened.number]))


@staff(Act.SET_UP_PLACES)
@require_POST
def close(request: StaffRequest, number: str) -> HttpResponse:
    """Use a place no more, once it is empty."""
    own = _place(request, number)
    if not places.close_place(own, request.actor, request.at):
        messages.error(request, _("Masih ada dokumen di sini. Pindahkan dulu ke tempat lain."))
        return HttpResponseRedirect(reverse("place", args=[own.number]))
    messages.success(request, _("%(name)s tidak dipakai lagi.") % {"name": own.name})
    return HttpResponseRedirect(reverse("shelf"))


@staff(Act.SET_UP_PLACES)
def rule(request: StaffRequest) -> HttpResponse:
    """When owners are reminded, and how long documents are kept."""
    form = KeepingForm(request.POST or None, initial=KeepingForm.initial_of(keeping.rule_of(request.actor.office)))
    if request.method == "POST" and form.is_valid():
        keeping.set_rule(request.actor.office, form.rule(), by=request.actor, at=request.at)
        messages.success(request, _("Aturan simpan diperbarui."))
        return HttpResponseRedirect(reverse("shelf"))
    context = {"form": form, "last_change": last_changes.of_page(request.actor.office, last_changes.KEEPING)}
    return render(request, "shelf/rule.html", context, status=422 if form.errors else 200)


@staff(Act.SET_UP_PLACES)
@require_POST
def undo_rule(request: StaffRequest) -> HttpResponse:
    """The rule as it was before its last change."""
    return take_back(request, keeping.undo_rule, "keeping-rule")


@staff(Reading.SHELF)
@require_safe
def label(request: StaffRequest, number: str) -> HttpResponse:
    """The label of one place, to be printed and stuck on."""
    return _labels([_place(request, number)])


@staff(Reading.SHELF)
@require_safe
def labels(request: StaffRequest) -> HttpResponse:
    """The labels of all places."""
    return _labels(list(queries.places_of(request.actor)))


def _labels(own: Sequence[StoragePlace]) -> HttpResponse:
    printed = [PlaceLabel(place.number, place.name, place.office.name) for place in own]
    return HttpResponse(place_labels_pdf(printed), content_type="application/pdf")
