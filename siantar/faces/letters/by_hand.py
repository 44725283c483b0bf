"""Letters that are signed by hand: which still wait for it, and the scan that says they were."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from siantar.faces.frame import scan_result, texts
from siantar.faces.frame.scan_result import ScanProgress
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.letters import hand_signing
from siantar.letters.hand_signing import HandFault, NotByHand
from siantar.rules.access import Act, Reading

MOST = 200  # letters on a page
FAULTS: Mapping[HandFault, Promise] = {
    HandFault.NO_LETTER: _("Bukan kode surat kantor ini. Pindai kode di suratnya, atau barcode resinya."),
    HandFault.NOT_ISSUED: _("Surat ini belum terbit. Tanda tangani dulu di Siantar, lalu cetak suratnya."),
    HandFault.WITHDRAWN: _("Surat ini sudah ditarik dan tidak berlaku. Sisihkan kertasnya."),
    HandFault.ELECTRONIC: _("Surat ini ditandatangani elektronik. Kertasnya salinan, tanpa cap dan tanda tangan."),
}


@staff(Reading.LETTER)
@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """What was issued for paper and not scanned since."""
    waiting = hand_signing.unsigned_of(request.actor.office)
    context = {"letters": waiting[:MOST], "count": waiting.count(), "scan_result": scan_result.latest(request)}
    return render(request, "letters/by_hand.html", context)


@staff(Act.CONFIRM_HAND_SIGNED)
@require_POST
def scan(request: StaffRequest) -> HttpResponse:
    """One scan: this letter was signed and stamped."""
    title, refusal, row = "", "", ""
    try:
        signature = hand_signing.confirm(
            request.POST.get("scan", ""), request.actor.office, by=request.actor, at=request.at
        )
        title = signature.letter.number
        row = render_to_string("letters/parts/by_hand_line.html", {"letter": signature.letter, "signed": signature})
    except NotByHand as error:
        refusal = str(FAULTS[error.fault])
    except ValueError as error:
        refusal = texts.unreadable(error)
    left = hand_signing.unsigned_of(request.actor.office).count()
    return scan_result.answer(
        request, title, refusal, tally=ScanProgress(left, 0, row), page=reverse("letters-by-hand")
    )
