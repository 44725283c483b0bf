"""Letters signed by hand: issued here, printed, signed and stamped on paper; the scan of the code on it says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import QuerySet

from siantar.letters.models import HandSigned, OfficeLetter
from siantar.rules import reading
from siantar.rules.access import Act, Actor, require

_TOKEN = re.compile(r"/([\w-]{20,32})(?![\w-])", re.ASCII)  # of the link in a letter's code; receipts' are shorter


class HandFault(StrEnum):
    """Why a scan says nothing about a signature by hand."""

    NO_LETTER = "no_letter"
    NOT_ISSUED = "not_issued"
    WITHDRAWN = "withdrawn"
    ELECTRONIC = "electronic"


class NotByHand(ValueError):
    """The letter of this scan cannot be signed by hand; `fault` says why."""

    def __init__(self, fault: HandFault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class HandSignature:
    """When a letter came back from the pen, who scanned it, and whether this very scan was the first to say so."""

    letter: OfficeLetter
    at: datetime
    first: bool


def unsigned_of(office: str) -> QuerySet[OfficeLetter]:
    """Letters of an office that were issued for paper and not scanned since, the oldest first."""
    letters = OfficeLetter.objects.select_related("version__type", "application").order_by("issued_at", "pk")
    return letters.filter(
        office=office, state=OfficeLetter.State.ISSUED, electronic=False, handsigned=None, pdf_sealed__isnull=False
    )


def signature_of(letter: OfficeLetter) -> HandSigned | None:
    """When and by whom the signed paper of a letter was scanned; None where it was not."""
    return HandSigned.objects.filter(letter=letter).first()


def confirm(text: str, office: str, *, by: Actor, at: datetime) -> HandSignature:
    """The letter whose code was scanned is signed and stamped on paper. Said twice, it is one fact, the first.

    Raises Forbidden, NotByHand, NotANumber and Mistyped.
    """
    require(by, Act.CONFIRM_HAND_SIGNED, office=office)
    letter = _letter_in(text, office)
    if letter is None:
        raise NotByHand(HandFault.NO_LETTER)
    if letter.state != OfficeLetter.State.ISSUED:
        withdrawn = letter.state == OfficeLetter.State.WITHDRAWN
        raise NotByHand(HandFault.WITHDRAWN if withdrawn else HandFault.NOT_ISSUED)
    if letter.electronic:
        raise NotByHand(HandFault.ELECTRONIC)
    fact, first = HandSigned.objects.get_or_create(letter=letter, defaults={"at": at, "by_id": int(by.person)})
    return HandSignature(letter, fact.at, first)


def _letter_in(text: str, office: str) -> OfficeLetter | None:
    """The letter of an office that a scan names: by the link in its own code, else by the number of its file."""
    letters = OfficeLetter.objects.filter(office=office).select_related("version__type", "application")
    token = _TOKEN.search(text)
    if token:
        return letters.filter(token__in=[token[1], token[1].swapcase()]).first()  # a scanner under Caps Lock
    number = reading.read_receipt(text).number.text
    return letters.filter(application__receipt_number=number).order_by("-begun_at").first()
