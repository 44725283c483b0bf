"""The scanner page of a workstation: try ten scans, see what the scanner adds, and have it taken away here."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.paper import barcode
from siantar.rules.access import Reading

SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ:/.#-"  # all that our barcodes hold


@staff(Reading.SCANNER)
@require_safe
def scanner(request: StaffRequest) -> HttpResponse:
    """Show one barcode of all signs: what comes back tells prefix, suffix and layout."""
    bars = mark_safe(barcode.on_screen(barcode.code128(SIGNS), 2))
    square = mark_safe(barcode.on_screen(barcode.qr(SIGNS), 4))
    return render(request, "counter/scanner.html", {"signs": SIGNS, "bars": bars, "square": square})
