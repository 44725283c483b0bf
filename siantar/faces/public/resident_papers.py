"""What the holder of the receipt takes along: letter of authority, proof of delivery, the visit for a calendar."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from siantar.casework import private_view
from siantar.delivery import appointments, proof_paper
from siantar.faces.frame import downloads, papers, texts
from siantar.faces.frame.glances import glances
from siantar.faces.public.holder import ReceiptHolder, holders
from siantar.paper import authority
from siantar.paper.authority import Authority
from siantar.paper.data_copy import data_copy_pdf
from siantar.privacy.looks import Reader
from siantar.rights import data_copy
from siantar.rules.appointments import VisitWindow


@holders
@require_safe
def letter(_request: HttpRequest, holder: ReceiptHolder) -> HttpResponse:
    """Print the letter of authority; NIK and signatures are for the pen."""
    file = holder.file
    private = private_view.show_again(file.receipt_number, holder.at, "letter")
    content = Authority(
        office_name=file.office.name,
        receipt_number=file.receipt_number,
        service=file.service.name,
        giver=private.full_name,
        receiver=private.may_receive,
        old_ktp=file.service.old_ktp,
        dated=papers.day(holder.at, file.office.zone),
    )
    return downloads.pdf(authority.authority_pdf(content), f"surat-kuasa-{file.receipt_number}.pdf")


@holders
@require_safe
def proof(_request: HttpRequest, holder: ReceiptHolder) -> HttpResponse:
    """Print the proof of delivery with photo and signature."""
    content = proof_paper.proof_of(holder.file, Reader(None, holder.at, "resident:proof_paper"))
    if content is None:
        raise Http404
    return downloads.pdf(papers.proof_pdf(content), f"bukti-{holder.file.receipt_number}.pdf")


@holders
@require_safe
def data_copy_paper(_request: HttpRequest, holder: ReceiptHolder) -> HttpResponse:
    """Print the copy of the data; what a found receipt must not hand out is masked."""
    paper = data_copy.paper_of(_data_copy(holder), holder.file.office, texts.events_in_indonesian())
    return downloads.pdf(data_copy_pdf(paper), f"data-{holder.file.receipt_number}.pdf")


@holders
@require_safe
def data_copy_file(_request: HttpRequest, holder: ReceiptHolder) -> HttpResponse:
    """Give the same to a machine."""
    return downloads.for_program(_data_copy(holder), f"data-{holder.file.receipt_number}.json")


def _data_copy(holder: ReceiptHolder) -> dict[str, Any]:
    reader = Reader(None, holder.at, "resident:copy")
    return data_copy.copy_of(holder.file, reader, glances(holder.file), whole=False)


@holders
@require_safe
def calendar(_request: HttpRequest, holder: ReceiptHolder) -> HttpResponse:
    """Give the agreed or expected visit as RFC 5545; nothing personal, because calendars are shared."""
    visit = appointments.expected_for(holder.file, holder.at)
    if visit is None:
        raise Http404
    response = HttpResponse(_event(holder, visit), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="kurir.ics"'
    return response


def _event(holder: ReceiptHolder, visit: VisitWindow) -> str:
    number = holder.file.receipt_number
    id = hashlib.sha256(f"{settings.SECRET_KEY}{number}".encode()).hexdigest()[:32]
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Siantar//ID", "BEGIN:VEVENT",
        f"UID:{id}@siantar", f"DTSTAMP:{_stamp(holder.at)}",
        f"DTSTART:{_stamp(visit.begins_at)}", f"DTEND:{_stamp(visit.ends_at)}",
        f"SUMMARY:{_escaped(_('Kurir kecamatan mengantar dokumen'))}",
        f"DESCRIPTION:{_escaped(_('Siapkan resi. Layanan ini GRATIS.'))}",
        "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    return "\r\n".join(lines)


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
