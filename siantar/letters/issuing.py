"""A letter is signed, numbered and issued, or withdrawn.

Three steps, so that no lock is held while a page is printed: the number is reserved for this letter; the page is made;
then signature, number and page are recorded together. Whoever is struck down between two of them finds the number
still reserved for this letter and begins again: none is lost, none is used twice.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from siantar.casework import bulk_sql
from siantar.directory import links
from siantar.directory.offices import day_in
from siantar.letters import attempts, genuineness, numbers, pages
from siantar.letters.approving import held_by, office_for, state_of
from siantar.letters.frames import frame_of
from siantar.letters.models import LetterDraft, LetterOfficer, NumberSlot, OfficeLetter
from siantar.letters.pages import LetterFacts
from siantar.letters.writing import LetterEvent, LetterRefused, content_of, last_draft, tell, values_of
from siantar.paper.letter import LetterPaper, letter_pdf
from siantar.privacy import vault
from siantar.roots import keys
from siantar.rules import identity
from siantar.rules.access import Actor
from siantar.rules.identity import clean_name
from siantar.rules.letter.genuine import LetterStatement
from siantar.rules.letter.numbering import SlotState
from siantar.rules.vocabulary import Code, Kind, Role, Stage

PDF_PLACE = "letter.pdf"


@dataclass(frozen=True, slots=True)
class LetterSigning:
    """What was read and will be signed: this draft, by who holds this office, under this number."""

    letter: OfficeLetter
    draft: LetterDraft
    officer: LetterOfficer
    slot: NumberSlot


@dataclass(frozen=True, slots=True)
class PageForm:
    """On paper; or `electronic`, with the code drawn here or (`blank`) by the service, at one of the signs `tags`."""

    electronic: bool = False
    blank: bool = False
    tags: str = ""


ON_PAPER = PageForm()


@dataclass(frozen=True, slots=True)
class PageCode:
    """What the code on a page leads to and carries."""

    token: str
    statement: str
    signature: str
    masked_name: str
    electronic: bool

    @property
    def link(self) -> str:
        """The address in the code."""
        return genuineness.link_with(links.public("letter-check", self.token), self.statement, self.signature)


@dataclass(frozen=True, slots=True)
class LetterPage:
    """A printed page, its code, and what stands on it."""

    pdf: bytes
    code: PageCode
    paper: LetterPaper


def sign(letter: OfficeLetter, draft_number: int, *, by: Actor, at: datetime) -> OfficeLetter:
    """Sign what was read (this draft), number and issue it, on paper. Raises LetterRefused."""
    signing = reserved(letter, draft_number, by=by, at=at)
    page = page_of(signing, at)
    return issue(signing, page.code, page.pdf, by=by, at=at)


def issue(signing: LetterSigning, code: PageCode, pdf: bytes, *, by: Actor, at: datetime) -> OfficeLetter:
    """Record signature, number and page together; `pdf` is what goes out. Raises LetterRefused."""
    letter = signing.letter
    with transaction.atomic():
        bulk_sql.lock([letter.application.receipt_number])
        stored = OfficeLetter.objects.select_for_update().get(pk=letter.pk)
        slot = NumberSlot.objects.select_for_update().get(pk=signing.slot.pk)
        unread = last_draft(stored).number != signing.draft.number or slot.state != SlotState.RESERVED
        if stored.state != OfficeLetter.State.WRITTEN or unread:
            raise LetterRefused(Code.OTHER_LETTER)
        _bear(letter, signing, code)
        letter.pdf_digest, letter.issued_at = hashlib.sha256(pdf).hexdigest(), at
        facts = {"letter": str(letter.pk), "pdf": letter.pdf_digest}
        if letter.electronic:
            facts["electronic"] = "bsre"
        numbered = {"letter": str(letter.pk), "number": slot.number}
        happened = LetterEvent(Kind.SIGNED, facts), LetterEvent(Kind.NUMBERED, numbered)
        tell(letter.application, *happened, by=by, at=at)
        letter.pdf_sealed = vault.seal_bytes(PDF_PLACE, letter.pk, pdf)
        letter.save()
        numbers.issue(slot, at)
    return letter


def _bear(letter: OfficeLetter, signing: LetterSigning, code: PageCode) -> None:
    """The letter bears what stands on the page."""
    letter.number, letter.dated, letter.signer = signing.slot.number, signing.slot.dated, signing.officer
    letter.token, letter.masked_name, letter.electronic = code.token, code.masked_name, code.electronic
    letter.statement, letter.signature = code.statement, code.signature
    letter.state, letter.reason = OfficeLetter.State.ISSUED, ""


def reserved(
    letter: OfficeLetter, draft_number: int, *, by: Actor, at: datetime, electronic: bool = False
) -> LetterSigning:
    """The number, once nothing is in the way of the signature as far as can be seen before it. Raises LetterRefused."""
    with transaction.atomic():
        bulk_sql.lock([letter.application.receipt_number])
        letter.refresh_from_db(fields=["state"])
        officer = signing_office(letter, by, held_by(by, letter, at))
        if officer is None:
            raise LetterRefused(Code.WRONG_ROLE)
        draft = last_draft(letter)
        if letter.state != OfficeLetter.State.WRITTEN or draft.number != draft_number:
            raise LetterRefused(Code.OTHER_LETTER)
        _require_signable(letter)
        going = attempts.open_of(letter, at)
        if going is not None and not (electronic and (going.draft_id, going.officer_id) == (draft.pk, officer.pk)):
            attempts.drop(going, at)
            going = None
        content, frame = content_of(letter), frame_of(letter.office)
        slot = (
            going.slot
            if going is not None
            else numbers.reserve(letter, frame, content.classification, day=day_in(letter.office, at), at=at)
        )
    return LetterSigning(letter, draft, officer, slot)


def _require_signable(letter: OfficeLetter) -> None:
    state = state_of(letter)
    if state.letter != str(letter.pk) or state.stage is not Stage.AWAITING_SIGNATURE:
        raise LetterRefused(Code.WRONG_STAGE)
    if state.initials_due:
        raise LetterRefused(Code.INITIALS_MISSING)


def signing_office(letter: OfficeLetter, by: Actor, held: Sequence[LetterOfficer]) -> LetterOfficer | None:
    """In which of the offices held this person signs: the one the letter is for, else the highest."""
    if Role.SIGNATORY not in by.roles or by.office != letter.office_id:
        return None
    return office_for(content_of(letter).signs, held) or (held[0] if held else None)


def page_of(signing: LetterSigning, at: datetime, form: PageForm = ON_PAPER) -> LetterPage:
    """The page with its code and statement; nothing is stored."""
    letter, slot = signing.letter, signing.slot
    values = values_of(signing.draft)
    plain = LetterFacts(
        content_of(letter), values, frame_of(letter.office), slot.dated, signing.officer, slot.number,
        electronic=form.electronic, blank=form.blank,
    )  # fmt: skip
    key = keys.signing_key(at)
    masked = identity.masked_name(clean_name(letter.application.applicant_name))
    statement = LetterStatement(
        slot.number, slot.dated, letter.version.type.name, letter.office.name, masked,
        pages.digest_of(pages.paper_of(plain))[:32], key.id,
    )  # fmt: skip
    signature = genuineness.signed(statement, key)
    code = PageCode(secrets.token_urlsafe(16), statement.text(), signature, masked, form.electronic)
    coded = replace(plain, link=code.link)
    tag = pages.sign_not_in(pages.paper_of(coded), form.tags)
    paper = pages.paper_of(replace(coded, tag=tag))
    return LetterPage(letter_pdf(paper), code, paper)


def pdf_of(letter: OfficeLetter) -> bytes:
    """The issued page as it was signed; empty once erased. The caller leaves the trace."""
    if letter.pdf_sealed is None:
        return b""
    return vault.unseal_bytes(PDF_PLACE, letter.pk, letter.pdf_sealed)


def withdraw(letter: OfficeLetter, reason: str, *, by: Actor, at: datetime) -> None:
    """The letter holds no more, and everybody who checks it learns so; its number stays used. Raises LetterRefused."""
    file = letter.application
    with transaction.atomic():
        bulk_sql.lock([file.receipt_number])
        stored = OfficeLetter.objects.select_for_update().get(pk=letter.pk)
        if stored.state != OfficeLetter.State.ISSUED:
            raise LetterRefused(Code.OTHER_LETTER)
        tell(file, LetterEvent(Kind.LETTER_WITHDRAWN, {"letter": str(letter.pk)}, reason), by=by, at=at)
        stored.state, stored.ended_at, stored.reason = OfficeLetter.State.WITHDRAWN, at, reason[:500]
        stored.save(update_fields=["state", "ended_at", "reason"])
