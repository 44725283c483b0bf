"""One's own account: where one is logged in, which tokens are out, and what the audit record has about it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from siantar.directory import audit, second_factor, sessions, tokens, workplaces
from siantar.directory import staff as people
from siantar.directory.models import User
from siantar.faces.frame.audit_words import rows_of
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.rules.access import Reading

NEWEST, PAGE = 20, 100


@staff(Reading.OWN_ACCOUNT)
def own(request: StaffRequest) -> HttpResponse:
    """Everything about one's own access on one page."""
    me = _me(request)
    return _page(request, address=me.email, wanted=me.alerts_by_mail)


def _page(request: StaffRequest, *, address: str, wanted: bool, mail_error: str = "") -> HttpResponse:
    me = _me(request)
    elsewhere = list(workplaces.accounts_of(me.pk))
    context = {
        "address": address,
        "wanted": wanted,
        "mail_error": mail_error,
        "has_factor": second_factor.has_one(me),
        "elsewhere": elsewhere,
        "awaits_code": any(account.joined_at is None for account in elsewhere),
        "places": sessions.places_of(me, request.session.session_key),
        "tokens": tokens.tokens_of(me.pk, request.at),
        "rows": rows_of(audit.entries_of(me.pk)[:NEWEST]),
    }
    return render(request, "frame/account.html", context, status=422 if mail_error else 200)


@staff(Reading.OWN_ACCOUNT)
@require_POST
def end_session(request: StaffRequest, session: int) -> HttpResponse:
    """End one of one's own sessions."""
    sessions.end_one(session, by=request.actor, at=request.at)
    messages.success(request, _("Sesi itu diakhiri."))
    return HttpResponseRedirect(reverse("account"))


@staff(Reading.OWN_ACCOUNT)
@require_POST
def end_others(request: StaffRequest) -> HttpResponse:
    """Log out everywhere but here; tokens end too."""
    update_session_auth_hash(request, people.log_out_elsewhere(by=request.actor, at=request.at))
    messages.success(request, _("Anda dikeluarkan dari semua perangkat lain, dan semua token dicabut."))
    return HttpResponseRedirect(reverse("account"))


@staff(Reading.OWN_ACCOUNT)
@require_POST
def withdraw_token(request: StaffRequest, mark: str) -> HttpResponse:
    """Withdraw one of one's own tokens."""
    if tokens.withdraw_own(mark, by=request.actor, at=request.at):
        messages.success(request, _("Token dicabut."))
    return HttpResponseRedirect(reverse("account"))


@staff(Reading.OWN_ACCOUNT)
@require_POST
def alert_mail(request: StaffRequest) -> HttpResponse:
    """Whether one wants alerts by e-mail, and where."""
    address, on = request.POST.get("email", "")[:254], "on" in request.POST
    try:
        people.set_alert_mail(address, on=on, by=request.actor, at=request.at)
    except people.NoMailAddress:
        sentence = _("Alamat itu belum benar. Tulis seperti nama@kantor.go.id, atau kosongkan dan jangan centang.")
        return _page(request, mail_error=sentence, address=address, wanted=on)
    sentence = _("Peringatan janji dikirim juga ke e-mail Anda.") if on else _("Tidak ada peringatan lewat e-mail.")
    messages.success(request, sentence)
    return HttpResponseRedirect(reverse("account"))


@staff(Reading.AUDIT_RECORD)
def record(request: StaffRequest) -> HttpResponse:
    """The audit record of the office, newest first."""
    page = Paginator(audit.entries_of_office(request.actor), PAGE).get_page(request.GET.get("hal"))
    return render(request, "frame/audit_record.html", {"page": page, "rows": rows_of(page.object_list)})


def _me(request: StaffRequest) -> User:
    return request.user  # type: ignore[return-value]
