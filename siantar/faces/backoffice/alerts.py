"""Promises about to break, for who can keep them; and when each step begins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from siantar.alerts import hours, queries
from siantar.alerts.models import Alert
from siantar.catalogue.queries import services_of
from siantar.directory import last_changes
from siantar.faces.backoffice.promise_bar import PromiseBar, PromiseBars
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.faces.frame.taking_back import take_back
from siantar.rules import receipt_number
from siantar.rules.access import Act
from siantar.rules.escalation import AlertHours, AlertStep

MOST_AT_ONCE = 20
NEXT = {
    AlertStep.TURN: gettext_lazy("Giliran Anda. Berikutnya kepala seksi yang diberi tahu."),
    AlertStep.SECTION: gettext_lazy("Seksi Anda. Berikutnya Camat yang diberi tahu."),
    AlertStep.CAMAT: gettext_lazy("Belum selesai sesudah diingatkan dua kali."),
}


@dataclass(frozen=True, slots=True)
class AlertLine:
    """An alert as the work list shows it."""

    alert: Alert
    number: str
    bar: PromiseBar | None
    words: str


def lines_for(request: StaffRequest) -> list[AlertLine]:
    """What this person is alarmed about, the nearest promise first."""
    bars = PromiseBars(request.at)
    alerts = _once_a_file(queries.open_for(request.actor)[: MOST_AT_ONCE * len(AlertStep)])
    return [
        AlertLine(
            alert,
            receipt_number.grouped(alert.application.receipt_number),
            bars.bar_of(alert.application),
            str(NEXT[AlertStep(alert.step)]),
        )
        for alert in alerts[:MOST_AT_ONCE]
    ]


def _once_a_file(alerts: Iterable[Alert]) -> list[Alert]:
    """The gravest of the alerts about each file: a head who checks hears of both steps."""
    return list({alert.application_id: alert for alert in sorted(alerts, key=_gravity)}.values())


def _gravity(alert: Alert) -> int:
    return list(AlertStep).index(AlertStep(alert.step))


@staff(Act.TAKE_UP_ALERT)
@require_POST
def take_up(request: StaffRequest, id: UUID) -> HttpResponse:
    """This person sees to the file."""
    if queries.take_up(id, request.actor, request.at):
        messages.success(request, _("Tercatat: Anda yang menanganinya."))
    else:
        messages.warning(request, _("Sudah ditangani orang lain, atau berkasnya sudah berjalan."))
    return HttpResponseRedirect(reverse("waiting"))


def _hours_field(label: Any) -> forms.FloatField:
    words = {
        "required": gettext_lazy("Isi jumlah jamnya."),
        "invalid": gettext_lazy("Tulis dengan angka, misalnya 7,5."),
        "min_value": gettext_lazy("Paling sedikit -75 (sepuluh hari kerja sesudah janji)."),
        "max_value": gettext_lazy("Paling banyak 150 (dua puluh hari kerja sebelum janji)."),
    }
    return forms.FloatField(label=label, min_value=-75, max_value=150, localize=True, error_messages=words)


class AlertHoursForm(forms.Form):
    """Working hours left at which each hears of it, for the office or one service."""

    turn = _hours_field(gettext_lazy("Yang sedang memegang, sisa jam kerja"))
    section = _hours_field(gettext_lazy("Kepala seksi, sisa jam kerja"))
    camat = _hours_field(gettext_lazy("Camat, sisa jam kerja"))

    def clean(self) -> dict[str, Any]:
        """Each step comes after the one before it."""
        data = super().clean() or {}
        if len(data) == len(AlertStep) and not AlertHours(**data).in_order:
            self.add_error("camat", _("Urutkan: pemegang lebih dulu, lalu kepala seksi, lalu Camat."))
        return data


@staff(Act.SET_UP_ALERTS)
def rule(request: StaffRequest) -> HttpResponse:
    """When each step begins: for the whole office, and for single services."""
    own = {str(service.pk): service for service in services_of(request.actor.office, request.at)}
    chosen = (request.POST or request.GET).get("service", "")
    if chosen and chosen not in own:
        raise Http404
    service = own[chosen].pk if chosen else None
    current = hours.hours_of(request.actor.office)
    if "forget" in request.POST:
        hours.set_hours(request.actor.office, service, None, by=request.actor, at=request.at)
        return HttpResponseRedirect(reverse("alert-rule"))
    standing_hours = current.get(service, current[None])
    initial = {"turn": standing_hours.turn, "section": standing_hours.section, "camat": standing_hours.camat}
    form = AlertHoursForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        wanted = AlertHours(**form.cleaned_data)
        hours.set_hours(request.actor.office, service, wanted, by=request.actor, at=request.at)
        messages.success(request, _("Aturan peringatan diperbarui."))
        return HttpResponseRedirect(reverse("alert-rule"))
    special = [(each, current[each.pk]) for each in own.values() if each.pk in current]
    last_change = last_changes.of_page(request.actor.office, last_changes.ALERTS)
    context = {
        "form": form, "services": own.values(), "chosen": service, "special": special, "last_change": last_change,
    }  # fmt: skip
    return render(request, "backoffice/alert_rule.html", context, status=422 if form.errors else 200)


@staff(Act.SET_UP_ALERTS)
@require_POST
def undo_rule(request: StaffRequest) -> HttpResponse:
    """The hours that were changed last as they were before."""
    return take_back(request, hours.undo_hours, "alert-rule")
