"""As whom the signing service knows a signer, and what it says of what it signed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from siantar.letters import electronic, issuing
from siantar.letters.esign import channel
from siantar.letters.esign.sheets import ServiceVerdict
from siantar.letters.models import LetterOfficer, OfficeLetter
from siantar.letters.writing import LetterRefused
from siantar.privacy import vault
from siantar.privacy.models import Look
from siantar.rules.access import Forbidden
from siantar.rules.letter.signature import Position
from siantar.rules.vocabulary import Code
from tests.letters.cast import given_initialled
from tests.letters.esign_cast import desk, given_signing_electronically, signed_by, stored
from tests.letters.esign_service import MAIL, NIK, PASSPHRASE, TOTP, verdict
from tests.letters.test_electronic import VERSIONS, refused
from tests.people import HEAD, OFFICE

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("secret", [(PASSPHRASE, "passphrase"), (TOTP, "totp")])
def test_version_2_knows_the_signer_by_mail_too_and_only_by_that(town, service, secret):
    typed, kind = secret
    given_signing_electronically(service, "v2", secret=kind)
    head = LetterOfficer.objects.get(position=Position.HEAD)
    channel.keep_signer(head.pk, f" {MAIL} ", by=HEAD, at=town.tick())
    assert MAIL.encode() not in bytes(LetterOfficer.objects.get(pk=head.pk).nik_sealed)
    letter = given_initialled(town)
    if kind == "totp":
        electronic.send_code(letter, 1, by=town.people["camat"], at=town.tick())
        assert service.codes == [{"email": MAIL, "data": 1}]
    assert verdict(stored(signed_by(town, letter, desk(typed)))[1]).bottom_line
    assert all(NIK.encode() not in call.body and MAIL not in call.path for call in service.provider.calls)
    assert electronic.standing_of(head.pk, by=HEAD) is None


def test_version_1_takes_no_mail_not_even_one_of_before(town, service):
    given_signing_electronically(service, "v2")
    head = LetterOfficer.objects.get(position=Position.HEAD)
    channel.keep_signer(head.pk, MAIL, by=HEAD, at=town.tick())
    channel.keep(OFFICE, replace(channel.set_up_of(OFFICE), version="v1"), by=HEAD, at=town.tick())
    with refused(Code.ESIGN_NIK_MISSING):
        signed_by(town, given_initialled(town))
    assert not service.provider.calls
    with pytest.raises(channel.ESignRefused) as refusal:
        channel.keep_signer(head.pk, MAIL, by=HEAD, at=town.tick())
    assert refusal.value.trouble == "no_mail"


@pytest.mark.parametrize("typed", ["camat@", "@kota.go.id", "a b@kota.go.id", "36740115027000011", "x@y", "3674"])
def test_neither_a_nik_nor_a_mail_address_is_refused_and_the_stored_one_stays(town, service, typed):
    given_signing_electronically(service, "v2")
    head = LetterOfficer.objects.get(position=Position.HEAD)
    before = bytes(head.nik_sealed)
    with pytest.raises(channel.ESignRefused) as refusal:
        channel.keep_signer(head.pk, typed, by=HEAD, at=town.tick())
    assert (refusal.value.field, refusal.value.trouble) == ("nik", "no_nik")
    assert bytes(LetterOfficer.objects.get(pk=head.pk).nik_sealed) == before


@pytest.mark.parametrize("version", VERSIONS)
def test_the_service_is_asked_about_an_issued_letter_and_a_changed_one_is_not_valid(town, service, version):
    given_signing_electronically(service, version)
    letter, pdf = stored(signed_by(town, given_initialled(town)))
    ask = partial(electronic.verdict_of, by=town.people["camat"], at=town.tick())
    assert ask(letter) == ServiceVerdict("VALID", 1)
    assert Look.objects.filter(file=letter.application_id, by_id=int(town.people["camat"].person), why="letter").exists()
    for content, word in ((pdf.replace(b"/Type /Catalog", b"/Type /Cataloh", 1), "INVALID"), (b"", "")):
        OfficeLetter.objects.filter(pk=letter.pk).update(pdf_sealed=vault.seal_bytes(issuing.PDF_PLACE, letter.pk, content))
        if word:
            assert ask(OfficeLetter.objects.get(pk=letter.pk)).word == word
        else:
            with refused(Code.OTHER_LETTER):
                ask(OfficeLetter.objects.get(pk=letter.pk))
    with pytest.raises(Forbidden):
        electronic.verdict_of(letter, by=town.people["kurir1"], at=town.tick())
    by_hand = issuing.sign(given_initialled(town), 1, by=town.people["camat"], at=town.tick())
    asked_before = len(service.provider.calls)
    with refused(Code.OTHER_LETTER):  # signed by pen: there is nothing to ask about
        ask(by_hand)
    given_signing_electronically(service, version, on=False)
    with refused(Code.ESIGN_SETTINGS):  # the office left the service: its letters are not sent there any more
        ask(letter)
    assert len(service.provider.calls) == asked_before


@pytest.mark.parametrize("version", VERSIONS)
def test_a_count_that_is_no_number_is_none(town, service, version):
    given_signing_electronically(service, version)
    letter = signed_by(town, given_initialled(town))
    service.provider.answer = lambda _call: (200, {}, b'{"conclusion": " valid ", "signatureCount": "dua"}')
    assert electronic.verdict_of(letter, by=town.people["camat"], at=town.tick()) == ServiceVerdict("VALID", 0)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("answer", [(200, {}, b"[]"), (200, {}, b'{"conclusion": 3}'), (500, {}, b""), (404, {}, b""), "cut", "hang"])
def test_whatever_is_answered_about_a_letter_is_a_word_or_a_refusal(town, service, version, answer):
    given_signing_electronically(service, version)
    letter = signed_by(town, given_initialled(town))
    service.provider.answer = lambda _call: answer
    with pytest.raises(LetterRefused):
        electronic.verdict_of(letter, by=town.people["camat"], at=town.tick())
