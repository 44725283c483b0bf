"""Documents that go with an outside carrier: filled by scanning two numbers, handed over, printed."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from siantar.catalogue import words
from siantar.delivery import consigning, proofs
from siantar.delivery.consigning import ParcelWish, WrongParcel
from siantar.delivery.models import ConsignedItem, Consignment
from siantar.faces.dispatch.carrier_words import parcel_fault
from siantar.faces.frame import downloads, papers, texts
from siantar.faces.frame.language import spoken
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.privacy import pictures
from siantar.rules import pasted_table, reading, receipt_number
from siantar.rules.access import Act
from siantar.rules.plain_number import plain_number
from siantar.rules.vocabulary import Stage

SHOWN = 50
LARGEST_TABLE = 60_000  # characters: five hundred rows of two numbers, with room
LARGEST_PHOTO = pictures.LARGEST


@dataclass(frozen=True, slots=True)
class ParcelLine:
    """A document of a consignment as the page lists it; `proves`: a proof of its handover can be attached."""

    parcel: ConsignedItem
    number: str
    state: str
    proves: bool


def consignment_or_404(request: StaffRequest, number: str) -> Consignment:
    """A consignment of one's office."""
    consignment = consigning.access(number, request.actor)
    if consignment is None:
        raise Http404
    return consignment


@staff(Act.CONSIGN)
def consignments(request: StaffRequest) -> HttpResponse:
    """The consignments of the office, and a new one."""
    carriers = consigning.carriers_of(request.actor)
    if request.method == "POST":
        chosen = request.POST.get("carrier", "")
        carrier = carriers.filter(pk=plain_number(chosen) or 0).first()
        if carrier is not None:
            begun = consigning.start(carrier, by=request.actor, at=request.at)
            return HttpResponseRedirect(reverse("consignment", args=[begun.number]))
        messages.error(request, _("Pilih dulu jasa kirimnya."))
        return HttpResponseRedirect(reverse("consignments"))
    lines = [
        (each, receipt_number.grouped(each.number), each.parcels.count())
        for each in consigning.of_office(request.actor)[:SHOWN]
    ]
    return render(request, "dispatch/consignments.html", {"carriers": carriers, "lines": lines})


@staff(Act.CONSIGN)
def consignment(request: StaffRequest, number: str) -> HttpResponse:
    """One consignment: what is in it, what became of it, the next step."""
    own = consignment_or_404(request, number)
    if request.method != "POST":
        return _page(request, own)
    try:
        error = _step(request, own, request.POST.get("step", ""))
    except WrongParcel as fault:
        row = _("Baris %(row)s") % {"row": fault.row} + ": " if request.POST.get("step") == "table" else ""
        error = row + parcel_fault(fault.code, fault.number)
    except consigning.AlreadyHandedOver:
        error = _("Kiriman ini sudah diserahkan dan tidak berubah lagi.")
    if error:
        return _page(request, own, error)
    there = consigning.access(own.pk, request.actor) is not None
    return HttpResponseRedirect(reverse("consignment", args=[own.number]) if there else reverse("consignments"))


def _step(request: StaffRequest, own: Consignment, step: str) -> str:
    """Take the step; a sentence where it could not be taken. Raises WrongParcel, AlreadyHandedOver."""
    if step in {"add", "table"}:
        put = consigning.put_in(own, _wishes(request, step), by=request.actor, at=request.at)
        words_for = ngettext("%(n)s dokumen ditambahkan.", "%(n)s dokumen ditambahkan.", len(put))
        messages.success(request, words_for % {"n": len(put)})
    elif step == "take_out":
        row = request.POST.get("row", "")
        consigning.take_out(own, plain_number(row) or 0, by=request.actor)
    elif step == "drop":
        consigning.drop(own, by=request.actor)
    elif step == "hand_over":
        return _hand_over(request, own)
    elif step == "proof":
        return _keep_proof(request, own)
    else:
        return texts.refusal("unknown_type")
    return ""


def _wishes(request: StaffRequest, step: str) -> list[ParcelWish]:
    """The pairs of numbers that were typed or pasted. Raises WrongParcel."""
    pairs: list[tuple[str, str]] = [(request.POST.get("receipt", ""), request.POST.get("shipment", ""))]
    if step == "table":
        rows = pasted_table.rows_of(request.POST.get("table", "")[:LARGEST_TABLE])
        filled = [[cell for cell in row if cell] for row in rows]
        pairs = [(cells[0], cells[1] if len(cells) == 2 else "") for cells in filled if cells]
        if not pairs:
            raise WrongParcel(1, "two_columns", "")
    wishes = []
    for row, (typed, shipment) in enumerate(pairs, 1):
        try:
            number = reading.read_receipt(typed).number.text
        except ValueError as error:
            raise WrongParcel(row, "two_columns" if not typed else "mistyped_receipt", typed) from error
        wishes.append(ParcelWish(number, shipment[:200]))
    return wishes


def _hand_over(request: StaffRequest, own: Consignment) -> str:
    if not own.parcels.exists():
        return _("Kirimannya masih kosong. Masukkan dulu dokumennya.")
    try:
        count = consigning.hand_over(own, by=request.actor, at=request.at)
    except consigning.NotHandedOver as left:
        lines = [parcel_fault(outcome.code or "", receipt_number.grouped(number)) for number, outcome in left.refused]
        return _("Belum diserahkan. Keluarkan dulu:") + " " + " ".join(lines)
    words_for = ngettext(
        "%(n)s dokumen kini di tangan %(name)s.", "%(n)s dokumen kini di tangan %(name)s.", count
    )  # fmt: skip
    messages.success(request, words_for % {"n": count, "name": own.carrier.name})
    return ""


def _keep_proof(request: StaffRequest, own: Consignment) -> str:
    """The photo that the carrier gave of a handover."""
    row, upload = request.POST.get("row", ""), request.FILES.get("photo")
    parcel = own.parcels.filter(pk=plain_number(row) or 0).first()
    if parcel is None or upload is None or (upload.size or 0) > LARGEST_PHOTO:
        return _("Pilih fotonya: JPEG atau PNG, paling besar 8 MB.")
    try:
        proofs.keep_of_parcel(parcel, upload.read(), by=request.actor, at=request.at)
    except pictures.NotAPhoto:
        return _("Berkas itu bukan foto yang dapat dibaca. Pilih JPEG atau PNG.")
    except proofs.NotYourDelivery:
        return _("Dokumen ini belum tercatat diterima. Masukkan dulu laporan status jasa kirimnya.")
    messages.success(request, _("Bukti tersimpan."))
    return ""


def _page(request: StaffRequest, own: Consignment, error: str = "") -> HttpResponse:
    lines = [_line(parcel) for parcel in consigning.parcels_of(own)]
    context = {
        "consignment": own,
        "number": receipt_number.grouped(own.number),
        "lines": lines,
        "error": error,
        "typed": request.POST,
        "table": f"\n{request.POST.get('table', '')[:LARGEST_TABLE]}",
    }
    return render(request, "dispatch/consignment.html", context, status=422 if error else 200)


def _line(parcel: ConsignedItem) -> ParcelLine:
    file = parcel.application
    stage = Stage(file.standing.stage)
    state: str | Promise = words.label(stage, spoken())
    return ParcelLine(parcel, receipt_number.grouped(file.receipt_number), str(state), stage is Stage.DELIVERED)


@staff(Act.CONSIGN)
@require_safe
def manifest(request: StaffRequest, number: str) -> HttpResponse:
    """The manifest for the carrier, which names nobody."""
    own = consignment_or_404(request, number)
    return downloads.pdf(papers.consignment_pdf(own, consigning.parcels_of(own)), f"kiriman-{own.number}.pdf")
