"""The open page of an office: what it did in a month, for everybody, without a login and without a script."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from siantar.directory import offices
from siantar.directory.models import Office
from siantar.directory.offices import day_in
from siantar.faces.frame.arrival import TimedRequest
from siantar.faces.frame.language import spoken
from siantar.faces.frame.staff_access import everyone
from siantar.feedback.questions import GRADES, QUESTIONS
from siantar.reports import figures as open_figures
from siantar.reports.figures import Month
from siantar.rules.satisfaction import Element, rounded

FRESH = 300  # seconds a reader's browser may keep the page


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, what it says, how long it is in per cent, and whose colour it has."""

    label: str
    caption: str
    length: float
    colour: str


@everyone
@require_safe
def figures(request: TimedRequest) -> HttpResponse:
    """Show the figures of an office and month; fall back to the first office and this month."""
    serving = list(offices.serving_residents())
    if not serving:
        return render(request, "public/figures_none.html")
    office = next((office for office in serving if office.pk == request.GET.get("kantor")), serving[0])
    today = day_in(office, request.at)
    months = open_figures.months_told(today)
    period = next((period for period in months if period.code == request.GET.get("bulan")), months[0])
    month = open_figures.month(office, period, today)
    response = render(request, "public/figures.html", {"serving": serving, "months": months, **_context(office, month)})
    response["Cache-Control"] = f"max-age={FRESH}"
    return response


def _context(office: Office, month: Month) -> dict[str, object]:
    return {
        "office": office,
        "period": month.period,
        "month": month,
        "amounts": _amounts(month),
        "services": _services(month),
        "hands": _hands(month),
        "survey": month.survey,
        "grade": GRADES[month.survey.score.grade].in_language(spoken()) if month.survey and month.survey.score else "",
        "elements": _elements(month),
    }


def _amounts(month: Month) -> list[Bar]:
    most = max(month.handed_in.count or 0, month.done.count or 0, 1)
    return [
        _amount(_("Masuk"), month.handed_in.count, most),
        _amount(_("Selesai"), month.done.count, most),
    ]


def _amount(label: str, count: int | None, most: int) -> Bar:
    if count is None:
        return Bar(label, _("kurang dari 5"), 0, "ours")
    return Bar(label, str(count), 100 * count / most, "ours")


def _services(month: Month) -> list[Bar]:
    if month.services is None:
        return []
    rows = [*month.services.rows]
    if month.services.merged:
        rows.append((_("Layanan lain, digabung karena sedikit"), month.services.merged))
    most = max((count for _name, count in rows), default=1)
    return [Bar(name, str(count), 100 * count / most, "ours") for name, count in rows]


def _hands(month: Month) -> list[Bar]:
    labels = {
        "ours": _("Kantor kecamatan"),
        "agency": _("Disdukcapil"),
        "resident": _("Pemohon (melengkapi, mengambil)"),
        "courier": _("Kurir"),
    }
    most = max((hand.percent for hand in month.hands), default=0) or 1
    return [Bar(labels[hand.whose], _hours(hand.hours), 100 * hand.percent / most, hand.whose) for hand in month.hands]


def _hours(hours: float) -> str:
    whole, minutes = divmod(round(hours * 60), 60)
    return _("%(hours)s jam %(minutes)s menit kerja") % {"hours": whole, "minutes": minutes}


def _elements(month: Month) -> list[Bar]:
    if month.survey is None or month.survey.score is None:
        return []
    return [
        Bar(QUESTIONS[element].name.in_language(spoken()), _decimal(str(rounded(mean))), float(25 * mean), "ours")
        for element, mean in zip(Element, month.survey.score.means, strict=True)
    ]


def _decimal(number: str) -> str:
    return number if spoken().startswith("en") else number.replace(".", ",")
