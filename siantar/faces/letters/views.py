"""The letter of a file: read it, initial, sign, send it back, withdraw it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from siantar.casework.models import Application
from siantar.casework.progress import progress_of
from siantar.directory.staff import names_of
from siantar.faces.frame import downloads, texts
from siantar.faces.frame.files import access_or_404
from siantar.faces.frame.in_a_row import neighbours
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.faces.letters.esign import SECRETS, desk_for
from siantar.faces.letters.many import waiting_page
from siantar.faces.letters.words import POSITIONS, RETURN_REASONS, STATES
from siantar.letters import approving, attempts, electronic, hand_signing, issuing, queries, readings, writing
from siantar.letters.models import OfficeLetter
from siantar.letters.writing import LetterRefused, content_of
from siantar.paper.letter import LetterPaper, letter_pages
from siantar.privacy.looks import Reader
from siantar.rules import access, receipt_number
from siantar.rules.access import Reading
from siantar.rules.journey import State
from siantar.rules.plain_number import plain_number
from siantar.rules.vocabulary import Code, Kind, Stage


@staff(Reading.LETTER)
@require_safe
def waiting(request: StaffRequest) -> HttpResponse:
    """What waits for this person: to be initialled, to be signed."""
    return waiting_page(request)


@staff(Reading.LETTER)
@require_safe
def letter(request: StaffRequest, typed: str) -> HttpResponse:
    """The letter first, then what may be done with it."""
    return _page(request, access_or_404(request, typed))


def _page(request: StaffRequest, file: Application, *, error: str = "") -> HttpResponse:
    if writing.version_for(file) is None:
        raise Http404
    current = queries.letter_of_file(file)
    context: dict[str, Any] = {
        "file": file,
        "number": receipt_number.grouped(file.receipt_number),
        "letter": current,
        "before": [old for old in queries.letters_of(file) if old.state == OfficeLetter.State.WITHDRAWN],
        "error": error,
        "typed": request.POST,
        "writes": _writes(request, file) and (current is None or current.state != OfficeLetter.State.ISSUED),
    }
    if current is not None:
        context |= _standing_of(request, file, current) | _place_among_waiting(request, file)
    return render(request, "letters/letter.html", context, status=422 if error else 200)


def _writes(request: StaffRequest, file: Application) -> bool:
    stage = Stage(file.standing.stage)
    return bool(access.scopes_of(request.actor, Kind.DRAFTED)) and stage in WRITTEN_IN


BADGES: dict[str, str] = {OfficeLetter.State.ISSUED: "badge-end", OfficeLetter.State.RETURNED: "badge-resident"}
VALID = "VALID"  # the signing service's word for a signature that holds
WRITTEN_IN = frozenset({Stage.RECEIVED, Stage.CHECKING, Stage.AWAITING_SIGNATURE})


def _standing_of(request: StaffRequest, file: Application, current: OfficeLetter) -> dict[str, Any]:
    """Where the letter is, whose turn it is, and whether it is this person's."""
    content, draft = content_of(current), writing.last_draft(current)
    state, held = approving.state_of(current), approving.held_by(request.actor, current, request.at)
    turn = approving.next_initial(current, content, state)
    written = current.state == OfficeLetter.State.WRITTEN
    hands = state.letter_hands.split(",")
    mine = bool(turn and approving.office_for(turn, held))
    officer = issuing.signing_office(current, request.actor, held) if written and not turn else None
    sheet = _sheet(request, current) if current.state != OfficeLetter.State.ISSUED else None
    if sheet:
        readings.note_opened(draft, request.actor, request.at)
    return {
        "state": STATES[current.state],
        "badge": BADGES.get(current.state, "badge-office"),
        "draft": draft,
        "drafted_by": names_of({str(draft.made_by_id)}).get(str(draft.made_by_id), ""),
        "sheet": sheet,
        "changes": queries.changed_since(current, request.actor, request.at) if sheet else (),
        "pages": range(1, len(letter_pages(sheet)) + 1) if sheet else (),
        "turn": POSITIONS[turn] if turn else "",
        "initials_here": written and mine and request.actor.person not in hands,
        "own_draft": written and mine and request.actor.person in hands,
        "signs_here": officer if file.standing.stage == Stage.AWAITING_SIGNATURE else None,
        "esign": desk_for(request) if officer else None,
        "unanswered": attempts.waiting_of(current) if officer else None,
        "waits_for_check": written and not turn and file.standing.stage != Stage.AWAITING_SIGNATURE,
        "returns": written and bool(access.scopes_of(request.actor, Kind.LETTER_RETURNED)),
        "rejects": written and officer is not None and file.standing.stage == Stage.AWAITING_SIGNATURE,
        "papers": progress_of(file.standing).papers,
        "initials": _initials(current, state) if written else (),
        "return_reasons": RETURN_REASONS,
        **_hand_signed(current),
        "withdraws": current.state == OfficeLetter.State.ISSUED
        and bool(access.scopes_of(request.actor, Kind.LETTER_WITHDRAWN)),
    }


def _place_among_waiting(request: StaffRequest, file: Application) -> dict[str, Any]:
    """Where this letter stands among those that wait for this person, and which comes next when it is done."""
    numbers = queries.numbers_waiting(request.actor, request.at)
    place, of, previous, following = neighbours(numbers, file.receipt_number)
    begin_again = numbers[0] if place > 1 else ""
    return {
        "place": place, "of": of, "previous": previous, "following": following, "then": following or begin_again,
    }  # fmt: skip


def _hand_signed(current: OfficeLetter) -> dict[str, Any]:
    """When and by whom the signed paper was scanned."""
    fact = hand_signing.signature_of(current)
    return {"hand_signed": fact, "hand_signed_by": names_of({str(fact.by_id)})[str(fact.by_id)]} if fact else {}


def _initials(current: OfficeLetter, state: State) -> list[tuple[str, datetime]]:
    events = queries.initials_of(current, state)
    names = names_of({event.person for event in events})
    return [(names.get(event.person, ""), event.occurred_at) for event in events]


def _sheet(request: StaffRequest, current: OfficeLetter) -> LetterPaper:
    values = queries.last_values(current, Reader(request.actor, request.at, "letter"))
    return queries.preview(content_of(current), values, current.application, request.at)


@staff(Reading.LETTER)
@require_safe
def page_image(request: StaffRequest, typed: str, place: int) -> HttpResponse:
    """One page of the letter as it will be, as a picture: phones show no PDF."""
    current = _current_or_404(access_or_404(request, typed))
    if current.state == OfficeLetter.State.ISSUED:
        raise Http404
    pictures = letter_pages(_sheet(request, current))
    if not 1 <= place <= len(pictures):
        raise Http404
    return HttpResponse(pictures[place - 1], content_type="image/png")


@staff(Reading.LETTER)
@require_safe
def pdf(request: StaffRequest, typed: str) -> HttpResponse:
    """The issued letter as it was signed."""
    file = access_or_404(request, typed)
    current = _current_or_404(file)
    content = queries.open_pdf(current, Reader(request.actor, request.at, "letter"))
    if not content:
        raise Http404
    return downloads.pdf(content, f"surat-{file.receipt_number}.pdf")


def _current_or_404(file: Application) -> OfficeLetter:
    current = queries.letter_of_file(file)
    if current is None:
        raise Http404
    return current


def _act(request: StaffRequest, typed: str, act: Callable[[OfficeLetter], object], success: str) -> HttpResponse:
    """Do it and say so, or show the letter with the sentence that says why not."""
    file = access_or_404(request, typed)
    try:
        act(_current_or_404(file))
    except LetterRefused as refusal:
        return _page(request, file, error=texts.refusal(refusal.code))
    then = request.POST.get("then", "")
    if not receipt_number.has_shape(then):
        messages.success(request, success)
        return HttpResponseRedirect(reverse("letter", args=[file.receipt_number]))
    messages.success(request, f"{receipt_number.grouped(file.receipt_number)}: {success}")
    return HttpResponseRedirect(reverse("letter", args=[then]))


@staff(Reading.LETTER)
@require_POST
def initial(request: StaffRequest, typed: str) -> HttpResponse:
    """Put one's initials."""
    return _act(
        request, typed, lambda current: approving.initial(current, by=request.actor, at=request.at), _("Surat diparaf.")
    )


@sensitive_post_parameters(*SECRETS)
@staff(Reading.LETTER)
@require_POST
def sign(request: StaffRequest, typed: str) -> HttpResponse:
    """Sign the page that was shown: on paper, or by the signing service where the office has one."""
    read, desk = plain_number(request.POST.get("draft", ""), 99_999_999), desk_for(request)

    def act(current: OfficeLetter) -> None:
        if read is None:
            raise LetterRefused(Code.OTHER_LETTER)
        if desk is None:
            issuing.sign(current, read, by=request.actor, at=request.at)
        else:
            electronic.sign(current, read, desk, by=request.actor, at=request.at)

    return _act(request, typed, act, _("Surat ditandatangani dan diberi nomor."))


@staff(Reading.LETTER)
@require_POST
def code(request: StaffRequest, typed: str) -> HttpResponse:
    """Have a one-time code sent for this letter."""
    return _act(
        request,
        typed,
        lambda current: electronic.send_code(current, 1, by=request.actor, at=request.at),
        _("Kode tanda tangan dikirim oleh layanan BSrE. Ketik kodenya di sini."),
    )


@staff(Reading.LETTER)
@require_POST
def verify(request: StaffRequest, typed: str) -> HttpResponse:
    """Ask the signing service about the signature in the issued letter."""
    file = access_or_404(request, typed)
    try:
        verdict = electronic.verdict_of(_current_or_404(file), by=request.actor, at=request.at)
    except LetterRefused as refusal:
        return _page(request, file, error=texts.refusal(refusal.code))
    about = {"word": verdict.word, "count": verdict.signatures}
    if verdict.word == VALID:
        messages.success(request, _("Layanan BSrE menjawab: sah, %(count)d tanda tangan.") % about)
    else:
        sentence = _("Layanan BSrE menjawab: %(word)s, %(count)d tanda tangan. Tanyakan artinya ke Diskominfo.")
        messages.warning(request, sentence % about)
    return HttpResponseRedirect(reverse("letter", args=[file.receipt_number]))


@staff(Reading.LETTER)
@require_POST
def send_back(request: StaffRequest, typed: str) -> HttpResponse:
    """Give it back with a reason."""
    with translation.override("id"):  # what stands in the story of a file is Indonesian
        about = str(RETURN_REASONS.get(request.POST.get("about", ""), ""))
    reason = ": ".join(part for part in (about, request.POST.get("reason", "").strip()) if part)
    return _act(
        request,
        typed,
        lambda current: writing.send_back(current, reason, by=request.actor, at=request.at),
        _("Surat dikembalikan kepada penulisnya."),
    )


@staff(Reading.LETTER)
@require_POST
def withdraw(request: StaffRequest, typed: str) -> HttpResponse:
    """Take an issued letter back with a reason: it holds no more."""
    reason = request.POST.get("reason", "")
    return _act(
        request,
        typed,
        lambda current: issuing.withdraw(current, reason, by=request.actor, at=request.at),
        _("Surat ditarik. Siapa pun yang memeriksanya membaca bahwa surat ini tidak berlaku."),
    )
