"""A letter is signed by the city's signing service (BSrE): sent once, asked for again, issued with what came back.

The attempt is committed before the request; the first fitting answer is committed before the letter is issued. Whoever
is struck down between two of them finds out at the next try: an answer that is there is issued without asking anybody,
a sheet without an answer is asked for, then sent again as the same bytes under the same number (decision 0036).
"""

from __future__ import annotations

import base64
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from siantar.letters import attempts, issuing, queries
from siantar.letters.approving import held_by
from siantar.letters.attempts import SentSheet
from siantar.letters.esign import channel, line
from siantar.letters.esign.answers import is_our_sheet_signed
from siantar.letters.esign.channel import ESignSetUp
from siantar.letters.esign.sheets import (
    CodeLook,
    DrawnCode,
    NotSignedNow,
    PerhapsSigned,
    Placing,
    SecretKind,
    ServiceVerdict,
    Sheet,
    SignedSheet,
    SigningSecret,
    SigningService,
)
from siantar.letters.issuing import LetterPage, LetterSigning, PageCode, PageForm
from siantar.letters.models import LetterOfficer, OfficeLetter, SigningAttempt
from siantar.letters.writing import LetterRefused
from siantar.paper import barcode
from siantar.paper.letter import SPOT_SIDE, code_spot
from siantar.privacy.looks import Reader
from siantar.rules.access import Act, Actor, require
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import Code

State = SigningAttempt.State
SPARE = 5  # seconds over the limit of one exchange until a sheet without an answer counts as unanswered
MOST_CODES = 50


@dataclass
class SigningDesk:
    """One sitting of one signer: the office's service, what was typed, whose certificate was looked at.

    `again`: whether what was never answered is sent once more.
    """

    setting: ESignSetUp
    secret: SigningSecret
    service: SigningService
    again: bool = False
    certified: set[str] = field(default_factory=set)
    sendings: int = 0

    def require_ready(self, officer: LetterOfficer) -> str:
        """Whom the service knows by this, with a certificate that may sign and a secret typed. Raises LetterRefused."""
        who = channel.signer_of(officer, self.setting)
        if not who:
            raise LetterRefused(Code.ESIGN_NIK_MISSING)
        if not self.secret.text:
            raise LetterRefused(Code.ESIGN_SECRET_MISSING)
        if who not in self.certified:
            try:
                line.require_certificate(self.service.certificate_status(who))
            except NotSignedNow as refusal:
                raise LetterRefused(refusal.code) from refusal
            self.certified.add(who)
        return who

    def next_wait(self) -> timedelta:
        """How long from the beginning of the sitting the next answer may take."""
        self.sendings += 1
        return timedelta(seconds=(self.setting.seconds + SPARE) * self.sendings)


def desk_of(office: str, typed: str) -> SigningDesk | None:
    """The desk of an office that signs electronically; None for one that signs on paper."""
    setting = channel.set_up_of(office)
    if not setting.is_ready:
        return None
    return SigningDesk(setting, SigningSecret(SecretKind(setting.secret), typed), setting.service())


def sign(letter: OfficeLetter, draft_number: int, desk: SigningDesk, *, by: Actor, at: datetime) -> OfficeLetter:
    """Have what was read signed, number and issue it. Raises LetterRefused."""
    signing = issuing.reserved(letter, draft_number, by=by, at=at, electronic=True)
    going = attempts.waiting_of(letter)
    if going is None:
        who = desk.require_ready(signing.officer)
        attempt = _begun(signing, desk, by, at)
    elif going.state == State.ANSWERED:
        return _issued(signing, going, by, at)
    elif not desk.again:
        raise LetterRefused(Code.ESIGN_UNANSWERED)
    else:
        who, attempt = desk.require_ready(signing.officer), going
        attempts.repeat(attempt, at, desk.next_wait())
    _answer(attempt, desk, who, at)
    return _issued(signing, attempt, by, at)


def _begun(signing: LetterSigning, desk: SigningDesk, by: Actor, at: datetime) -> SigningAttempt:
    """The sheet, printed and written down."""
    setting = desk.setting
    drawn = setting.look == CodeLook.VISIBLE
    tags = setting.tags if drawn and setting.placing == Placing.TAG else ""
    page = issuing.page_of(signing, at, PageForm(electronic=True, blank=drawn, tags=tags))
    attempt = SigningAttempt(
        id=uuid7(at), letter=signing.letter, draft=signing.draft, officer=signing.officer, slot=signing.slot,
        by_id=int(by.person), sent_at=at, waits_until=at + desk.next_wait(),
    )  # fmt: skip
    attempts.begin(attempt, SentSheet(page.pdf, asdict(page.code), _drawn(page, setting) if drawn else None))
    return attempt


def _drawn(page: LetterPage, setting: ESignSetUp) -> dict[str, Any]:
    """The picture and its place as plain data."""
    code = _picture(page, setting)
    return asdict(code) | {"png": base64.b64encode(code.png).decode()}


def _picture(page: LetterPage, setting: ESignSetUp) -> DrawnCode:
    """The picture of our code and its place."""
    png = barcode.qr_png(page.code.link)
    if page.paper.tag:
        return DrawnCode(png, SPOT_SIDE, page.paper.tag)
    spot = code_spot(page.paper)
    y = spot.y if setting.placing == Placing.TOP else spot.page_height - spot.y - SPOT_SIDE
    return DrawnCode(png, SPOT_SIDE, "", spot.page, spot.x, y)


def _answer(attempt: SigningAttempt, desk: SigningDesk, who: str, at: datetime) -> None:
    """Ask for it, or send it; write down what came. Raises LetterRefused."""
    sheet = _sheet_in(attempts.sheet_of(attempt))
    try:
        answer = _first_fitting(sheet, attempt, desk, who)
    except NotSignedNow as refusal:
        sent_before = attempt.sendings > 1
        state = State.UNANSWERED if sent_before else State.REFUSED
        attempts.settle(attempt, state, at, code=refusal.code)
        raise LetterRefused(refusal.code) from refusal
    except PerhapsSigned as unsure:
        attempts.settle(attempt, State.UNANSWERED, at, code=unsure.code, document=unsure.document)
        raise LetterRefused(unsure.code) from unsure
    attempts.keep_answer(attempt, answer.pdf, answer.document, at)


def _first_fitting(sheet: Sheet, attempt: SigningAttempt, desk: SigningDesk, who: str) -> SignedSheet:
    """What was signed before where it can be asked for, else what comes of sending it.

    Raises NotSignedNow, PerhapsSigned.
    """
    earlier = desk.service.signed_before(attempt.document)
    if earlier is not None and is_our_sheet_signed(sheet.pdf, earlier.pdf):
        return earlier
    try:
        answer = desk.service.sign(sheet, who, desk.secret)
    except PerhapsSigned as unsure:
        return _asked_for(sheet, unsure, desk.service)
    if is_our_sheet_signed(sheet.pdf, answer.pdf):
        return answer
    return _asked_for(sheet, PerhapsSigned(Code.ESIGN_WRONG_ANSWER, answer.document), desk.service)


def _asked_for(sheet: Sheet, unsure: PerhapsSigned, service: SigningService) -> SignedSheet:
    """What the service has under the name it gave; else it stays unsure."""
    try:
        later = service.signed_before(unsure.document)
    except NotSignedNow:
        raise unsure from None
    if later is None or not is_our_sheet_signed(sheet.pdf, later.pdf):
        raise unsure
    return later


def _sheet_in(sent: SentSheet) -> Sheet:
    if sent.drawn is None:
        return Sheet(sent.pdf)
    return Sheet(sent.pdf, DrawnCode(**(sent.drawn | {"png": base64.b64decode(sent.drawn["png"])})))


def _issued(signing: LetterSigning, attempt: SigningAttempt, by: Actor, at: datetime) -> OfficeLetter:
    """Issue what came back signed. Raises LetterRefused."""
    sheet, pdf = attempts.sheet_of(attempt), attempts.answer_of(attempt)
    with transaction.atomic():
        letter = issuing.issue(signing, PageCode(**sheet.code), pdf, by=by, at=at)
        attempts.settle(attempt, State.ISSUED, at)
    return letter


def send_code(letter: OfficeLetter, count: int, *, by: Actor, at: datetime) -> None:
    """Have a one-time code sent to who signs, for so many letters. Raises LetterRefused."""
    officer = issuing.signing_office(letter, by, held_by(by, letter, at))
    setting = channel.set_up_of(letter.office_id)
    if officer is None:
        raise LetterRefused(Code.WRONG_ROLE)
    if not setting.is_ready or setting.secret != SecretKind.TOTP:
        raise LetterRefused(Code.ESIGN_SETTINGS)
    who = channel.signer_of(officer, setting)
    if not who:
        raise LetterRefused(Code.ESIGN_NIK_MISSING)
    try:
        setting.service().send_code(who, max(1, min(count, MOST_CODES)))
    except NotSignedNow as refusal:
        raise LetterRefused(refusal.code) from refusal


def standing_of(row: int, *, by: Actor) -> Code | None:
    """What the service says of an officer of one's own office: why they cannot sign, or None. Raises Forbidden."""
    require(by, Act.SET_UP_LETTERS, office=by.office)
    officer, setting = LetterOfficer.objects.filter(pk=row, office=by.office).first(), channel.set_up_of(by.office)
    who = channel.signer_of(officer, setting) if officer else ""
    if not setting.is_ready or not who:
        return Code.ESIGN_NIK_MISSING if setting.is_ready else Code.ESIGN_SETTINGS
    try:
        line.require_certificate(setting.service().certificate_status(who))
    except NotSignedNow as refusal:
        return refusal.code
    return None


def verdict_of(letter: OfficeLetter, *, by: Actor, at: datetime) -> ServiceVerdict:
    """What the city's service says of the signature in an issued letter; it leaves a trace.

    Raises Forbidden, LetterRefused.
    """
    setting, pdf = channel.set_up_of(letter.office_id), queries.open_pdf(letter, Reader(by, at, "letter"))
    if not (letter.electronic and pdf):
        raise LetterRefused(Code.OTHER_LETTER)
    if not setting.is_ready:
        raise LetterRefused(Code.ESIGN_SETTINGS)
    try:
        return setting.service().verify(pdf)
    except NotSignedNow as refusal:
        raise LetterRefused(refusal.code) from refusal
