"""A courier's day on paper and in Excel: the loading list, what became of each stop."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from siantar.catalogue import words
from siantar.delivery import day_sheet
from siantar.delivery.day_sheet import SheetLine
from siantar.delivery.models import Run
from siantar.directory.staff import names_of
from siantar.faces.dispatch.views import dispatchers, run_or_404
from siantar.faces.frame import downloads, papers, texts
from siantar.faces.frame.language import spoken
from siantar.faces.frame.staff_access import StaffRequest
from siantar.letters.frames import letterhead_of
from siantar.paper import route, workbook
from siantar.paper.route import Route, RouteLine
from siantar.privacy.looks import Reader
from siantar.rules import neighbourhood, receipt_number


@dispatchers
@require_safe
def loading_list(request: StaffRequest, number: str) -> HttpResponse:
    """The loading list of a run: where to, what to ask for, a barcode for each envelope."""
    run = run_or_404(request, number)
    lines = day_sheet.lines_of(run, Reader(request.actor, request.at, "print_loading_list"))
    paper = _paper(run, "Daftar Muat Kurir", [_line(line, run) for line in lines], request.at)
    return HttpResponse(route.route_pdf(paper), content_type="application/pdf")


@dispatchers
@require_safe
def day(request: StaffRequest, number: str) -> HttpResponse:
    """The courier's day on paper: what became of each stop."""
    run = run_or_404(request, number)
    lines = day_sheet.lines_of(run, Reader(request.actor, request.at, "print_courier_day"))
    listed = [_line(line, run, outcome=_outcome(line, run)) for line in lines]
    paper = _paper(run, "Hari Kurir", listed, request.at, outcomes=True)
    return HttpResponse(route.route_pdf(paper), content_type="application/pdf")


@dispatchers
@require_safe
def excel(request: StaffRequest, number: str) -> HttpResponse:
    """The same as a table for Excel."""
    run = run_or_404(request, number)
    lines = day_sheet.lines_of(run, Reader(request.actor, request.at, "print_courier_day"))
    headings = [
        _("No."), _("Nomor resi"), _("Pemohon"), _("Alamat"), _("Patokan"), _("Kelurahan"), _("Layanan"),
        _("Rencana tiba"), _("Hasil"), _("Pukul"), _("Alasan"),
    ]  # fmt: skip
    rows = [
        (
            line.position, receipt_number.grouped(line.file.receipt_number), line.name, _lane(line),
            line.address.landmark, line.file.village.name if line.file.village else "", line.file.service.name,
            _hour(line.begins_at, run),
            str(texts.STOP_FATES[line.fate]), _hour(line.at, run), _reason(line),
        )
        for line in lines
    ]  # fmt: skip
    content = workbook.workbook(run.number, headings, rows)
    return downloads.excel(request, content, what="courier_day", name=f"kurir-{run.day.isoformat()}-{run.number}.xlsx")


def _paper(run: Run, title: str, lines: list[RouteLine], at: datetime, *, outcomes: bool = False) -> Route:
    zone = run.office.zone
    courier = names_of({str(run.courier_id)}).get(str(run.courier_id), "")
    old = sum(line.old_ktp for line in lines)
    totals = f"{len(lines)} amplop" + (f", {old} minta KTP-el lama" if old else "")
    return Route(
        title, run.number, run.office.name, courier, papers.day(run.starts_at, zone), papers.moment(at, zone), totals,
        tuple(lines), outcomes, letterhead_of(run.office),
    )  # fmt: skip


def _line(line: SheetLine, run: Run, *, outcome: str = "") -> RouteLine:
    file = line.file
    lane = ", ".join(part for part in (_lane(line), file.village.name if file.village else "") if part)
    return RouteLine(
        line.position, _hour(line.begins_at, run), file.receipt_number, line.name, lane, line.address.landmark,
        file.service.name, file.service.old_ktp, line.note, outcome,
    )  # fmt: skip


def _lane(line: SheetLine) -> str:
    address = line.address
    return ", ".join(part for part in (address.line, neighbourhood.printed(address.rt, address.rw)) if part)


def _outcome(line: SheetLine, run: Run) -> str:
    parts = [str(texts.STOP_FATES[line.fate]), _hour(line.at, run), _reason(line)]
    return ", ".join(part for part in parts if part)


def _reason(line: SheetLine) -> str:
    return words.reason(line.reason, spoken()) if line.reason else ""


def _hour(at: datetime | None, run: Run) -> str:
    return f"{at.astimezone(ZoneInfo(run.office.zone)):%H.%M}" if at else ""
