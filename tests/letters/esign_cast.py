"""The office signs electronically: its service set up, its Camat known to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from siantar.letters import electronic, issuing, readings, writing
from siantar.letters.electronic import SigningDesk
from siantar.letters.esign import channel
from siantar.letters.esign.channel import ESignSetUp
from siantar.letters.models import LetterOfficer, OfficeLetter, SigningAttempt
from siantar.rules.letter.signature import Position
from tests.clock import CLOCK
from tests.letters.esign_service import NIK, PASSPHRASE, PASSWORD, USER, CityService
from tests.people import HEAD, OFFICE, Town


def given_signing_electronically(service: CityService, version: str, **changes: Any) -> ESignSetUp:
    """The office signs by this service."""
    wish = ESignSetUp(on=True, url=service.provider.url, user=USER, password=PASSWORD, version=version, seconds=5)
    wish = replace(wish, **changes)
    channel.keep(OFFICE, wish, by=HEAD, at=CLOCK.at)
    head = LetterOfficer.objects.get(position=Position.HEAD)
    channel.keep_signer(head.pk, NIK, by=HEAD, at=CLOCK.at)
    return wish


def desk(typed: str = PASSPHRASE, *, again: bool = False) -> SigningDesk:
    """The Camat sits down and types."""
    at_desk = electronic.desk_of(OFFICE, typed)
    assert at_desk is not None
    at_desk.again = again
    return at_desk


def signed_by(town: Town, letter: OfficeLetter, at_desk: SigningDesk | None = None) -> OfficeLetter:
    """The Camat signs what was written last."""
    number = writing.last_draft(letter).number
    return electronic.sign(letter, number, at_desk or desk(), by=town.people["camat"], at=town.tick())


def stored(letter: OfficeLetter) -> tuple[OfficeLetter, bytes]:
    """The letter as it is in the database, and its PDF."""
    again = OfficeLetter.objects.get(pk=letter.pk)
    return again, issuing.pdf_of(again)


def opened(town: Town, *letters: OfficeLetter) -> list[str]:
    """The Camat opened these; their receipt numbers."""
    for letter in letters:
        readings.note_opened(writing.last_draft(letter), town.people["camat"], town.tick())
    return [letter.application.receipt_number for letter in letters]


def attempts_of(letter: OfficeLetter) -> list[tuple[str, str, int]]:
    """State, code and number of sendings of each attempt, the oldest first."""
    rows = SigningAttempt.objects.filter(letter=letter).order_by("sent_at", "pk")
    return list(rows.values_list("state", "code", "sendings"))
