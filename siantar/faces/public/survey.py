"""The survey for residents, at home by link and at the counter on a tablet that returns to its start by itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from siantar.casework import possession
from siantar.faces.frame import kiosk
from siantar.faces.frame.arrival import TimedRequest
from siantar.faces.frame.handover import scanned
from siantar.faces.frame.language import spoken
from siantar.faces.frame.staff_access import everyone
from siantar.faces.frame.visitor import network_of
from siantar.faces.public.judging import JudgingForm
from siantar.feedback import survey
from siantar.rules import reading, receipt_number

THANKS_SECONDS, IDLE_SECONDS = 8, 300
SHOWN = "survey_shown"


@everyone
@csrf_exempt  # whoever posts must show a receipt, by PIN or proof, and it counts once
def enter(request: HttpRequest) -> HttpResponse:
    """Scan or type a receipt; on the tablet the officer does it."""
    typed = request.POST.get("resi", "").strip()
    tablet = kiosk.is_tablet(request)
    if not typed:
        return render(request, "public/survey_start.html", {"tablet": tablet})
    try:
        number, proof = scanned(typed)
        request.session[SHOWN] = [number, proof]  # a scanned receipt need not be proven again by its PIN
        return HttpResponseRedirect(reverse("survey-judge", args=[number]))
    except receipt_number.Mistyped:
        error = _("Nomor resi salah ketik. Periksa lagi huruf dan angkanya satu per satu.")
    except ValueError:
        error = _("Ini bukan nomor resi Siantar. Nomor resi terdiri dari 12 huruf dan angka, tertera di bawah barcode.")
    typed = typed.partition("#")[0][:40]
    return render(request, "public/survey_start.html", {"tablet": tablet, "typed": typed, "error": error}, status=404)


@everyone
@csrf_exempt  # see enter
def judge(request: TimedRequest, typed: str) -> HttpResponse:
    """Ask the nine questions; keep what was chosen when something is missing."""
    tablet = kiosk.is_tablet(request)
    try:
        number = reading.read_receipt(typed).number.text
        file = survey.admit(number)
    except (ValueError, survey.UnknownReceipt):
        return _instead(request, "unknown", tablet=tablet)
    except survey.NotServedYet:
        return _instead(request, "early", tablet=tablet, number=number)
    except survey.AlreadyJudged:
        return _instead(request, "again", tablet=tablet, number=number)
    form = JudgingForm(request.POST if request.method == "POST" else None, language=spoken())
    if form.is_valid() and (answer := _take_in(request, number, form, tablet=tablet)):
        return answer
    context = {
        "scanned": bool(_proof(request, number)),
        "form": form,
        "questions": form.questions(),
        "about": form.about(),
        "service": file.service.name,
        "office": file.office.name,
        "dari": (request.POST or request.GET).get("dari", "")[:20],
        "tablet": tablet,
    }
    answer = render(request, "public/survey.html", context, status=422 if form.is_bound else 200)
    return _returning(answer, IDLE_SECONDS) if tablet else answer


def _proof(request: HttpRequest, number: str) -> str:
    """The proof of the receipt that was scanned on this screen a moment ago."""
    shown_number, proof = request.session.get(SHOWN) or ("", "")
    return str(proof) if shown_number == number else ""


def _take_in(request: TimedRequest, number: str, form: JudgingForm, *, tablet: bool) -> HttpResponse | None:
    """Take a judgement in and give thanks; None when the receipt was not shown, and the form says so."""
    receipt = survey.ShownReceipt(_proof(request, number), form.cleaned_data["pin"].strip(), network_of(request))
    try:
        survey.judge(number, form.judgement(tablet=tablet), receipt=receipt, at=request.at)
    except survey.AlreadyJudged:
        return _instead(request, "again", tablet=tablet, number=number)
    except survey.NotShown:
        request.session.pop(SHOWN, None)
        form.add_error("pin", _("Isi PIN enam angka yang tertera di resi, atau pindai kode QR-nya."))
        return None
    except possession.TooManyTries:
        form.add_error("pin", _("PIN sudah terlalu sering salah. Coba lagi nanti, atau pindai kode QR di resi."))
        return None
    request.session.pop(SHOWN, None)
    return HttpResponseRedirect(reverse("survey-thanks"))


@everyone
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """Thank you; the tablet goes back to its start."""
    tablet = kiosk.is_tablet(request)
    answer = render(request, "public/survey_thanks.html", {"tablet": tablet})
    return _returning(answer, THANKS_SECONDS) if tablet else answer


def _instead(request: HttpRequest, why: str, *, tablet: bool, number: str = "") -> HttpResponse:
    status = {"unknown": 404, "early": 409, "again": 200}[why]
    context = {"why": why, "number": number, "tablet": tablet}
    answer = render(request, "public/survey_instead.html", context, status=status)
    return _returning(answer, THANKS_SECONDS) if tablet else answer


def _returning(answer: HttpResponse, seconds: int) -> HttpResponse:
    """Back to the start by a header: no script needed, and nothing of the resident before stays on the screen."""
    answer["Refresh"] = f"{seconds}; url={reverse('survey')}"
    answer["Cache-Control"] = "no-store"
    return answer
