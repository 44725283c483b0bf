"""What an outside carrier reports, as a file: looked at first, taken over whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from siantar.delivery import shipment_reports
from siantar.delivery.shipment_reports import Reported, ReportedLine
from siantar.directory import carriers, offices
from siantar.directory.models import Carrier
from siantar.faces.dispatch import carrier_words
from siantar.faces.frame import downloads
from siantar.faces.frame.given_table import GivenTable, table_of
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.paper import csv_table
from siantar.rules import carrier_report, receipt_number
from siantar.rules.access import Act
from siantar.rules.carrier_report import CarrierReport, ReportTerms
from siantar.rules.pasted_table import rows_of
from siantar.rules.plain_number import plain_number
from siantar.rules.shipment import NumberForm

LARGEST_REPORT, SHOWN = 200_000, 20
HEADINGS = ("Nomor kiriman", "Status", "Waktu", "Penerima", "Hubungan", "Alasan", "Catatan")
EXAMPLE = (
    ("EE123456785ID", "diterima", "27/11/2026 14.30", "Budi", "keluarga", "", ""),
    ("EE473124829ID", "gagal", "27/11/2026 15.05", "", "", "rumah kosong", "dicoba lagi besok"),
    ("EE000000005ID", "kembali", "30/11/2026 09.00", "", "", "", ""),
)


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report as far as it was understood."""

    carrier: Carrier | None
    table: GivenTable
    report: CarrierReport
    reported: Reported
    trouble: str = ""

    @property
    def is_ready(self) -> bool:
        """Whether all of it can be taken."""
        return bool(self.report.lines) and not self.faults

    @property
    def faults(self) -> list[str]:
        """Everything that keeps it from being taken, in words."""
        if self.trouble:
            return [self.trouble]
        unread = [carrier_words.row_fault(fault) for fault in self.report.faults]
        return unread + [carrier_words.line_fault(line) for line in self.reported.lines if line.fails]


def terms_of(carrier: Carrier, request: StaffRequest) -> ReportTerms:
    """How a report of this carrier is read at its office."""
    office = offices.by_code(carrier.office_id)
    assert office is not None
    return ReportTerms(
        NumberForm(carrier.form), ZoneInfo(office.zone), request.at, carrier_words.relations(), carrier_words.reasons()
    )  # fmt: skip


@staff(Act.REPORT_SHIPMENTS)
def report(request: StaffRequest) -> HttpResponse:
    """The form; then the report as it was understood; then it is taken."""
    own = carriers.of_office(request.actor.office, every=True)
    if request.method != "POST":
        return render(request, "dispatch/shipment_report.html", {"carriers": own})
    page = _understood(request)
    if page.reported.done:
        return _done(request, page.reported)
    context = {
        "carriers": own,
        "page": page,
        "faults": page.faults[:SHOWN],
        "more": max(0, len(page.faults) - SHOWN),
        "count": len(page.faults),
        "lines": [_row(line) for line in page.reported.lines[:SHOWN]],
    }
    return render(request, "dispatch/shipment_report.html", context, status=200 if page.is_ready else 422)


def _understood(request: StaffRequest) -> ReportPage:
    """The report as it was read, and tried, or taken where that was asked."""
    chosen, nothing = request.POST.get("carrier", ""), CarrierReport()
    own = carriers.of_office(request.actor.office, every=True)
    carrier = own.filter(pk=plain_number(chosen) or 0).first()
    table = table_of(request, "table", LARGEST_REPORT)
    if carrier is None or table.trouble:
        trouble = str(table.trouble) if carrier else _("Pilih dulu jasa kirimnya.")
        return ReportPage(carrier, table, nothing, Reported(()), trouble)
    read = carrier_report.read(rows_of(table.text), terms_of(carrier, request))
    if read.faults:
        return ReportPage(carrier, table, read, Reported(()))
    looks = request.POST.get("step") != "take"
    reported = shipment_reports.take(carrier, read.lines, by=request.actor, at=request.at, dry=looks)
    return ReportPage(carrier, table, read, reported)


def _row(line: ReportedLine) -> tuple[ReportedLine, str, str]:
    return line, receipt_number.grouped(line.number), str(carrier_words.STATUSES[line.line.status])


def _done(request: StaffRequest, taken: Reported) -> HttpResponse:
    fresh = taken.tally["recorded"] + taken.tally["conflict"]
    words = ngettext("%(n)s status dicatat.", "%(n)s status dicatat.", fresh) % {"n": fresh}
    if again := taken.tally["duplicate"]:
        words += " " + ngettext("%(n)s sudah ada.", "%(n)s sudah ada.", again) % {"n": again}
    if odd := taken.tally["conflict"]:
        sentence = ngettext("%(n)s perlu diperiksa petugas.", "%(n)s perlu diperiksa petugas.", odd)
        words += " " + sentence % {"n": odd}
    messages.success(request, words)
    return HttpResponseRedirect(reverse("consignments"))


@staff(Act.REPORT_SHIPMENTS)
@require_safe
def example(_request: StaffRequest) -> HttpResponse:
    """A table with our headings and lines made up, for the carrier."""
    return downloads.blank_table(csv_table.csv_table(HEADINGS, EXAMPLE), "laporan-jasa-kirim.csv")
