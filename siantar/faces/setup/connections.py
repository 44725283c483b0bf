"""Other systems that are told of what happens: who they are, what was sent and what came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from siantar.directory import offices
from siantar.faces.frame import texts
from siantar.faces.frame.staff_access import StaffRequest, own_office, staff
from siantar.faces.setup.connection_form import ConnectionForm, ReplayForm
from siantar.rules import receipt_number
from siantar.rules.access import Act
from siantar.rules.vocabulary import Kind
from siantar.webhooks import replaying, subscribing
from siantar.webhooks.models import Delivery, Subscription
from siantar.webhooks.patterns import EVERYTHING, kinds_of

SHOWN = 50
STATES: Mapping[str, tuple[Promise, str]] = {
    Delivery.State.WAITING: (gettext_lazy("Menunggu"), "badge"),
    Delivery.State.SENDING: (gettext_lazy("Sedang dikirim"), "badge"),
    Delivery.State.DELIVERED: (gettext_lazy("Diterima"), "badge badge-end"),
    Delivery.State.GIVEN_UP: (gettext_lazy("Tidak diterima"), "badge badge-stopped"),
}
PROBLEMS: Mapping[str, Promise] = {
    "unreachable": gettext_lazy("tidak ada yang menjawab di alamat itu"),
    "inside": gettext_lazy("alamatnya di jaringan dalam dan tidak boleh dituju"),
    "no_address": gettext_lazy("nama alamatnya tidak ditemukan"),
    "not_allowed": gettext_lazy("pemilik langganan tidak lagi berhak"),
    "fault": gettext_lazy("pengiriman gagal di server kantor"),
}


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """A message as the page lists it: of what, when, and what came back."""

    delivery: Delivery
    what: str
    number: str
    state: Promise
    badge: str
    answer: str


@staff(Act.SUBSCRIBE)
def everything(request: StaffRequest) -> HttpResponse:
    """The systems that are told, and a form for one more; its secret is shown once, here."""
    form = ConnectionForm(request.POST if request.method == "POST" else None, at=request.at)
    if form.is_valid():
        try:
            subscription, secret = subscribing.subscribe(
                form.wish(own_office(request).code), by=request.actor, at=request.at
            )
        except subscribing.NotSubscribed as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, f"{str(refusal).capitalize()}.")
        else:
            return _page(request, subscription, secret)
    lines = [(each, _kinds(each)) for each in subscribing.visible_to(request.actor)]
    context = {"form": form, "lines": lines}
    return render(request, "setup/connections.html", context, status=422 if form.errors else 200)


def _kinds(subscription: Subscription) -> str:
    if set(subscription.types) & set(EVERYTHING):
        return _("semua kejadian")
    kinds = kinds_of(subscription.types)
    return ", ".join(str(texts.TOLD[kind]) for kind in Kind if kind in kinds)


@staff(Act.SUBSCRIBE)
def connection(request: StaffRequest, webhook: UUID) -> HttpResponse:
    """One of them: how it goes, what was sent last, and what can be done."""
    return _page(request, _access(request, webhook))


def _access(request: StaffRequest, webhook: UUID) -> Subscription:
    subscription = subscribing.access(webhook, request.actor)
    if subscription is None:
        raise Http404
    return subscription


def _page(
    request: StaffRequest, subscription: Subscription, secret: str = "", again: ReplayForm | None = None
) -> HttpResponse:
    state = request.GET.get("keadaan", "")
    state = state if state in Delivery.State.values else ""
    deliveries = subscribing.deliveries_of(subscription, state)[:SHOWN]
    context = {
        "subscription": subscription,
        "secret": secret,
        "kinds": _kinds(subscription),
        "offices": ", ".join(office.name for office in map(offices.by_code, subscription.offices) if office),
        "why": problem_words(subscription.problem, None),
        "lines": [_line(delivery) for delivery in deliveries],
        "states": [(code, words, code == state) for code, (words, _badge) in STATES.items()],
        "again": again or ReplayForm(initial={"since": _yesterday(request.at)}),
    }
    return render(request, "setup/connection.html", context, status=422 if again else 200)


def _yesterday(at: datetime) -> str:
    return (at - timedelta(days=1)).date().isoformat()


def _line(delivery: Delivery) -> DeliveryLine:
    words, badge = STATES[delivery.state]
    kind = Kind(delivery.type.removeprefix("application."))
    number = receipt_number.grouped(delivery.application.receipt_number)
    answer = problem_words(delivery.problem, delivery.status)
    return DeliveryLine(delivery, str(texts.TOLD[kind]), number, words, badge, answer)


def problem_words(problem: str, status: int | None) -> str:
    """What came back, in words: the status of an answer, else why there was none."""
    if status is not None:
        return _("dijawab %(status)s") % {"status": status}
    if problem.startswith("answered "):
        return _("dijawab %(status)s") % {"status": problem.removeprefix("answered ")}
    words = PROBLEMS.get(problem.partition(" ")[0])
    return str(words) if words else ""


@staff(Act.SUBSCRIBE)
@require_POST
def new_secret(request: StaffRequest, webhook: UUID) -> HttpResponse:
    """A new secret, shown only now; the former one signs beside it for a day."""
    subscription = _access(request, webhook)
    secret, _until = subscribing.rotate(subscription, by=request.actor, at=request.at)
    return _page(request, _access(request, webhook), secret)


@staff(Act.SUBSCRIBE)
@require_POST
def resume(request: StaffRequest, webhook: UUID) -> HttpResponse:
    """Tell it again after nobody answered for days."""
    subscribing.resume(_access(request, webhook), by=request.actor, at=request.at)
    messages.success(request, _("Dilanjutkan. Yang tertunda dikirim sekarang, berurutan."))
    return HttpResponseRedirect(reverse("setup-connection", args=[webhook]))


@staff(Act.SUBSCRIBE)
@require_POST
def replay(request: StaffRequest, webhook: UUID) -> HttpResponse:
    """Send everything since a day again, under the same numbers."""
    subscription, form = _access(request, webhook), ReplayForm(request.POST)
    if not form.is_valid():
        return _page(request, subscription, again=form)
    begin = form.moment(own_office(request).zone)
    queued, after = replaying.replay_since(subscription, begin, by=request.actor, at=request.at)
    words = _("%(count)s kejadian dikirim ulang.") % {"count": queued}
    if after is not None:
        words += " " + _("Masih ada lagi: kirim ulang sekali lagi dari tanggal kejadian terakhirnya.")
    messages.success(request, words)
    return HttpResponseRedirect(reverse("setup-connection", args=[webhook]))


@staff(Act.SUBSCRIBE)
@require_POST
def end(request: StaffRequest, webhook: UUID) -> HttpResponse:
    """Tell it nothing any more."""
    subscribing.end(_access(request, webhook), by=request.actor, at=request.at)
    messages.success(request, _("Sambungan dihapus. Tidak ada lagi yang dikirim ke sana."))
    return HttpResponseRedirect(reverse("setup-connections"))
