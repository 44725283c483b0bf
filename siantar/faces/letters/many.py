"""The list of what waits for this person, and many of it at once: each letter with its own answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from siantar.faces.frame import texts
from siantar.faces.frame.files import lines
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.faces.letters.esign import SECRETS, desk_for
from siantar.letters import hand_signing, many, queries
from siantar.letters.many import LetterOutcome
from siantar.letters.writing import LetterRefused
from siantar.rules import receipt_number
from siantar.rules.access import Reading


def waiting_page(request: StaffRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    """What waits for this person: to be initialled, to be signed."""
    letters, more_letters = queries.waiting_for(request.actor, request.at)
    picked = set(request.POST.getlist("sign"))
    listed = lines([entry.letter.application for entry in letters], request)
    context = {
        "waiting": list(zip(letters, listed, strict=True)),
        "initials": any(entry.from_list and not entry.to_sign for entry in letters),
        "signatures": any(entry.from_list and entry.to_sign for entry in letters),
        "esign": desk_for(request),
        "picked": picked,
        "more_letters": more_letters,
        "by_hand": hand_signing.unsigned_of(request.actor.office).count(),
        **more,
    }
    return render(request, "letters/waiting.html", context, status=status)


@staff(Reading.LETTER)
@require_POST
def initial(request: StaffRequest) -> HttpResponse:
    """Initial the ticked ones."""
    return _answer(request, "initial", lambda picked: many.initial_many(picked, by=request.actor, at=request.at))


@sensitive_post_parameters(*SECRETS)
@staff(Reading.LETTER)
@require_POST
def sign(request: StaffRequest) -> HttpResponse:
    """Sign the ticked ones: on paper, or by the signing service where the office has one."""
    desk = desk_for(request)
    if desk is not None:
        desk.again = False  # what was never answered is sent again from its own page only
    return _answer(request, "sign", lambda picked: many.sign_many(picked, by=request.actor, at=request.at, desk=desk))


@staff(Reading.LETTER)
@require_POST
def code(request: StaffRequest) -> HttpResponse:
    """Have a one-time code sent for the ticked ones; they stay ticked."""
    picked = _picked(request, "sign")
    if not picked:
        return _nothing_picked(request)
    try:
        many.send_code(picked, by=request.actor, at=request.at)
    except LetterRefused as refusal:
        return waiting_page(request, status=422, error=texts.refusal(refusal.code))
    return waiting_page(request, sent=_("Kode tanda tangan dikirim oleh layanan BSrE. Ketik kodenya di sini."))


def _answer(request: StaffRequest, name: str, act: Callable[[Sequence[str]], list[LetterOutcome]]) -> HttpResponse:
    picked = _picked(request, name)
    if not picked:
        return _nothing_picked(request)
    success = _("Surat diparaf.") if name == "initial" else _("Surat ditandatangani dan diberi nomor.")
    outcomes = act(picked)
    alike: dict[str, list[tuple[str, str]]] = defaultdict(list)  # what is left to do first, each reason once
    for each in sorted(outcomes, key=lambda outcome: outcome.code is None):
        sentence = texts.refusal(each.code) if each.code else success
        alike[sentence].append((each.receipt_number, receipt_number.grouped(each.receipt_number)))
    ok = sum(each.code is None for each in outcomes)
    summary = _("%(ok)s berhasil, %(rest)s tidak") % {"ok": ok, "rest": len(outcomes) - ok}
    return waiting_page(request, outcomes=list(alike.items()), success=success, summary=summary)


def _picked(request: StaffRequest, name: str) -> list[str]:
    return [typed for typed in request.POST.getlist(name) if receipt_number.has_shape(typed)]


def _nothing_picked(request: StaffRequest) -> HttpResponse:
    return waiting_page(request, status=422, error=_("Belum ada surat yang dicentang. Centang dulu, lalu ulangi."))
