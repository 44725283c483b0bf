"""Hand a finished document over at the counter by scanning the receipt; nothing is recorded that nobody chose."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from siantar.casework import disclosure, ledger, queries, receipt_check
from siantar.casework.models import Application
from siantar.casework.outcome import Result
from siantar.directory import training
from siantar.faces.frame import handover, texts
from siantar.faces.frame.files import line
from siantar.faces.frame.language import spoken
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.privacy.looks import Reader
from siantar.rules.access import Reading
from siantar.rules.event import Event
from siantar.rules.evidence import Possession
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import Bringer, IdentityCheck, Kind
from siantar.shelf import queries as shelf

NOT_SHOWN = {
    Possession.NOT_SHOWN: gettext_lazy(
        "PIN atau kode QR tidak cocok dengan resi ini. Periksa lagi, atau lihat KTP penerima. Belum ada yang dicatat."
    ),
    Possession.LOCKED: gettext_lazy(
        "PIN sudah lima kali salah. Pindai kode QR di resi, atau lihat KTP penerima. Belum ada yang dicatat."
    ),
}


@dataclass(frozen=True, slots=True)
class _Desk:
    """What lies on the desk: the file and the proof its receipt showed; `fits` when it is this receipt's."""

    file: Application
    proof: str = ""
    fits: bool = False


@staff(Reading.COUNTER)
def hand_over(request: StaffRequest) -> HttpResponse:
    """Scan, see the stage, choose who receives and how they were checked, hand over."""
    typed = request.POST.get("scan", "").strip()
    if request.method != "POST" or not typed:
        return render(request, "counter/hand_over.html")
    try:
        number, proof = handover.scanned(typed)
    except ValueError as error:
        return _page(request, error=texts.unreadable(error))
    file = queries.access_file(request.actor, number)
    if file is None:
        return _page(request, error=texts.refusal(training.why_unknown(number, request.at)))
    desk = _desk(request, file, proof or request.POST.get("proof", ""))
    if "receiver_name" not in request.POST:
        return _page(request, desk, error=_wrong_proof(desk))
    return _hand_over(request, desk)


def _desk(request: StaffRequest, file: Application, proof: str) -> _Desk:
    if not proof:
        return _Desk(file)
    scan = {"proof": proof}
    verdict = receipt_check.check_receipt(file, IdentityCheck.RECEIPT_SCANNED, scan, by=request.actor, at=request.at)
    return _Desk(file, proof, verdict is Possession.SHOWN)


def _wrong_proof(desk: _Desk) -> str:
    return str(NOT_SHOWN[Possession.NOT_SHOWN]) if desk.proof and not desk.fits else ""


def _hand_over(request: StaffRequest, desk: _Desk) -> HttpResponse:
    check, secret = request.POST.get("identity_check", ""), {"proof": desk.proof, "pin": request.POST.get("pin", "")}
    verdict = receipt_check.check_receipt(desk.file, check, secret, by=request.actor, at=request.at)
    if verdict in NOT_SHOWN and "all_the_same" not in request.POST:
        return _page(request, desk, error=str(NOT_SHOWN[verdict]), happened=True)
    event = Event(
        uuid7(request.at), Kind.COLLECTED, desk.file.receipt_number, request.at,
        data=handover.facts(request.POST),
        private={"receiver_name": request.POST["receiver_name"].strip()[:60]},
        secret=secret,
    )  # fmt: skip
    outcome = ledger.record([event], by=request.actor, at=request.at)[0]
    if outcome.result is Result.RECORDED:
        messages.success(request, _("Sudah diserahkan. Terima kasih."))
        return HttpResponseRedirect(reverse("counter"))
    return _page(request, desk, error=texts.refusal(outcome.code) if outcome.code else "")


def _page(request: StaffRequest, desk: _Desk | None = None, *, error: str = "", happened: bool = False) -> HttpResponse:
    """The page; `happened` offers to record a handover whose receipt did not fit, because it happened all the same."""
    context: dict[str, object] = {"typed": request.POST.get("scan", ""), "choices": request.POST, "error": error}
    if desk is not None:
        check = IdentityCheck.RECEIPT_SCANNED if desk.fits else ""
        form = handover.handover(desk.file, spoken(), check=check, focus=True)
        bearer = disclosure.bearer_of(desk.file, Reader(request.actor, request.at, "hand_over"))
        context |= {
            "file": desk.file,
            "line": line(desk.file, request.at),
            "proof": desk.proof,
            "handover": form,
            "happened": happened,
            "bearer": bearer,
            "lies_in": shelf.where([desk.file.pk]).get(desk.file.pk, ""),
            "bearer_is": texts.BRINGERS[Bringer(bearer.relation)] if bearer else "",
        }
    return render(request, "counter/hand_over.html", context, status=422 if error else 200)
