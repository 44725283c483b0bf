"""Counting: scan everything that is there; differences are named at once, and the count is signed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from siantar.casework import custody
from siantar.casework.outcome import Result
from siantar.faces.frame import holders, scan_result, texts
from siantar.faces.frame.counted import FINDINGS, last_count_of, subject_of
from siantar.faces.frame.scan_result import ScanProgress
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.faces.shelf.count_paper import count_paper_of
from siantar.privacy.pictures import NotAPhoto, drawn
from siantar.rules import reading, receipt_number
from siantar.rules.access import Act
from siantar.shelf import counting, keeping, queries
from siantar.shelf.models import Count, CountedItem
from siantar.shelf.places import NotHere
from siantar.shelf.signatures import CountSigning

Finding = CountedItem.Finding


@dataclass(frozen=True, slots=True)
class CountLine:
    """A file of a count: what was found, and where the books say it is."""

    item: CountedItem
    number: str
    service: str
    finding: str
    books: str


def _count(request: StaffRequest, id: UUID) -> Count:
    count = queries.access_count(request.actor, id)
    if count is None:
        raise Http404
    return count


@staff(Act.COUNT_ITEMS)
def counts(request: StaffRequest) -> HttpResponse:
    """What can be counted, when that was done last; begin one."""
    if request.method == "POST":
        return _begin(request)
    last = queries.last_counts(request.actor.office)
    balances = [balance for balance in custody.balances(request.actor.office) if balance.standing]
    names = holders.in_words(balance.holder for balance in balances)
    context = {
        "places": [(own, last_count_of(last.get(own.number), request.at)) for own in queries.places_of(request.actor)],
        "holders": [
            (balance, names[balance.holder], last_count_of(last.get(balance.holder), request.at))
            for balance in balances
            if counting.can_be_counted(balance.holder)
        ],
        "open": [(count, subject_of(count)) for count in queries.counts_of(request.actor).filter(signed_at=None)],
        "signed": [
            (count, subject_of(count), last_count_of(count, request.at))
            for count in queries.counts_of(request.actor).exclude(signed_at=None)[:30]
        ],
    }
    return render(request, "shelf/counts.html", context)


def _begin(request: StaffRequest) -> HttpResponse:
    place = queries.access_place(request.actor, request.POST.get("place", ""))
    holder = request.POST.get("holder", "")
    held = {balance.holder for balance in custody.balances(request.actor.office)}
    if place is None and not (holder in held and counting.can_be_counted(holder)):
        messages.error(request, _("Pilih dulu apa yang dihitung."))
        return HttpResponseRedirect(reverse("counts"))
    subject = place or counting.HolderInOffice(request.actor.office, holder)
    begun = counting.begin(subject, request.actor, request.at)
    return HttpResponseRedirect(reverse("count", args=[begun.pk]))


@staff(Act.COUNT_ITEMS)
@require_safe
def count(request: StaffRequest, id: UUID) -> HttpResponse:
    """One count: what was met so far; once signed, what is missing too."""
    return _page(request, _count(request, id))


def _page(request: StaffRequest, own: Count, error: str = "") -> HttpResponse:
    items = own.items.select_related("application__service").order_by("-at", "-pk")
    names = _books_in_words(items)
    context = {
        "count": own,
        "subject": subject_of(own),
        "sums": counting.sums_of(own),
        "lines": [_line(item, names) for item in items if item.finding != Finding.MISSING],
        "missing": [_line(item, names) for item in items if item.finding == Finding.MISSING],
        "by": own.counted_by.get_full_name() or own.counted_by.get_username(),
        "scan_result": scan_result.latest(request),
        "two_signatures": keeping.rule_of(own.office_id).two_signatures,
        "typed": request.POST,
        "error": error,
    }
    return render(request, "shelf/count.html", context, status=422 if error else 200)


@staff(Act.COUNT_ITEMS)
@require_safe
def paper(request: StaffRequest, id: UUID) -> HttpResponse:
    """The record of a signed count, for printing."""
    own = _count(request, id)
    if own.signed_at is None:
        raise Http404
    return HttpResponse(count_paper_of(own), content_type="application/pdf")


def _books_in_words(items: Iterable[CountedItem]) -> dict[str, str]:
    books = {item.books for item in items}
    named = queries.names_of_places(books)
    return {**holders.in_words(books - named.keys()), **named}


def _line(item: CountedItem, names: dict[str, str]) -> CountLine:
    file = item.application
    number = receipt_number.grouped(file.receipt_number)
    return CountLine(item, number, file.service.name, str(FINDINGS[item.finding]), names[item.books])


@staff(Act.COUNT_ITEMS)
@require_POST
def scan(request: StaffRequest, id: UUID) -> HttpResponse:
    """One scan of what is there."""
    own, typed = _count(request, id), request.POST.get("scan", "")
    title, refusal, row = typed[:20], "", ""
    try:
        wanted = reading.read_receipt(typed).number.text
        title = receipt_number.grouped(wanted)
        item = counting.meet(own, wanted, request.actor, request.at)
        line = _line(item, _books_in_words([item]))
        row = render_to_string("shelf/parts/counted.html", {"entry": line})
        if item.finding == Finding.FOREIGN:
            refusal = _("Bukan dari sini. Menurut buku: %(books)s.") % {"books": line.books}
    except NotHere as error:
        refusal = texts.refusal(error.code)
    except counting.AlreadySigned:
        refusal = _("Hitungan ini sudah ditandatangani. Mulai hitungan baru.")
    except ValueError as error:
        refusal = texts.unreadable(error)
    sums = counting.sums_of(own)
    tally = ScanProgress(sums.there, sums.expected, row)
    return scan_result.answer(request, title, refusal, tally=tally, page=reverse("count", args=[own.pk]))


@staff(Act.COUNT_ITEMS)
@require_POST
def step(request: StaffRequest, id: UUID) -> HttpResponse:
    """Sign, begin anew, or look for what is missing."""
    own, what = _count(request, id), request.POST.get("step", "")
    if what == "drop":
        counting.drop(own, request.actor)
        return HttpResponseRedirect(reverse("counts"))
    if what == "sign" and (error := _sign(request, own)):
        return _page(request, own, error)
    if what == "investigate":
        _investigate(request, own)
    return HttpResponseRedirect(reverse("count", args=[own.pk]))


def _sign(request: StaffRequest, own: Count) -> str:
    """Sign the count with what was drawn; a sentence where it cannot be."""
    try:
        sums = counting.sign(own, request.actor, request.at, _signing(request))
    except counting.AlreadySigned:
        messages.warning(request, _("Hitungan ini sudah ditandatangani."))
        return ""
    except counting.SecondMissing:
        return _("Tulis nama yang menyerahkan atau menyaksikan. Kantor ini meminta dua tanda tangan di bawah hitungan.")
    except NotAPhoto:
        return _("Tanda tangan tidak terbaca. Mintalah sekali lagi, atau kosongkan.")
    if sums.agrees:
        messages.success(request, _("Cocok dengan buku. Hitungan ditandatangani dan disimpan."))
    else:
        messages.warning(request, _("Ada selisih. Hitungan disimpan; lihat apa yang perlu dilakukan di bawah."))
    return ""


def _signing(request: StaffRequest) -> CountSigning:
    """What was drawn on the page, and who else signed. Raises NotAPhoto."""
    return CountSigning(
        signature=drawn(request.POST.get("signature", "")),
        second_name=" ".join(request.POST.get("second_name", "").split()),
        second_signature=drawn(request.POST.get("second_signature", "")),
    )


def _investigate(request: StaffRequest, own: Count) -> None:
    numbers = request.POST.getlist("file")
    reason = _("tidak ada saat menghitung %(subject)s") % {"subject": subject_of(own)}
    outcomes = counting.investigate(own, numbers, request.actor, request.at, reason)
    begun = sum(outcome.result is Result.RECORDED for outcome in outcomes)
    refused = sorted({texts.refusal(outcome.code) for outcome in outcomes if outcome.code})
    if not numbers:
        messages.error(request, _("Centang dulu berkas yang dicari."))
    if begun:
        messages.success(request, _("%(number)d berkas sedang ditelusuri.") % {"number": begun})
    for sentence in refused:
        messages.error(request, sentence)
